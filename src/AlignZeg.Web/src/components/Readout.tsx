import { ignoreOf, type LabelMap } from "../core/labelMap";
import type { NamedClass } from "../core/painting";
import { toHex } from "../core/palette";
import { Swatch } from "./ClassTotals";

/** The class under the pointer, and how sure the model is. */
export function Readout({ pixel, map, confidence, classes, scores }: { pixel: { x: number; y: number } | null; map: LabelMap | null; confidence?: LabelMap | null; classes: readonly NamedClass[]; scores: ReadonlyMap<number, number> }) {
  const at = pixel && map ? Math.min(map.height - 1, pixel.y) * map.width + Math.min(map.width - 1, pixel.x) : -1;
  const id = at >= 0 ? map!.ids[at]! : -1;
  const isClass = id >= 0 && id !== ignoreOf(map!);
  const one = isClass ? classes[id] : undefined;
  const sure = at >= 0 && confidence ? (confidence.ids[at]! / 255).toFixed(2) : isClass && scores.has(id) ? `${scores.get(id)!.toFixed(2)} on average` : "";
  return (
    <div class="readout" aria-live="off">
      {pixel && (
        <span data-testid="readout">
          {one ? <><Swatch colour={toHex(one.colour)} /><strong>{one.name}</strong></> : <span>no class</span>}
          {sure && isClass && <span>confidence {sure}</span>}
          <span class="muted">{pixel.x}, {pixel.y}</span>
        </span>
      )}
    </div>
  );
}
