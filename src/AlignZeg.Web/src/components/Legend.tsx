import { count, percent } from "../core/format";
import { toHex, type Rgb } from "../core/palette";
import { Swatch } from "./ClassTotals";

/** A class of an image as the legend shows it. */
export interface LegendItem {
  readonly id: number;
  readonly name: string;
  readonly colour: Rgb;
  readonly pixels: number;
  readonly score: number | null;
}

/** The classes of an image, to show and to hide. */
export function Legend({ items, total, hidden, setHidden, current }: { items: readonly LegendItem[]; total: number; hidden: ReadonlySet<number>; setHidden: (hidden: ReadonlySet<number>) => void; current: number | null }) {
  const toggle = (id: number) => setHidden(hidden.has(id) ? new Set([...hidden].filter(one => one !== id)) : new Set([...hidden, id]));
  return (
    <section class="card" aria-label="Classes in the image">
      <div class="cardhead">
        <h2>Classes</h2>
        <button class="button small quiet" onClick={() => setHidden(hidden.size > 0 ? new Set() : new Set(items.map(one => one.id)))}>{hidden.size > 0 ? "Show all" : "Hide all"}</button>
      </div>
      {items.length === 0 && <p class="muted">No class has pixels here.</p>}
      <div class="legend">
        {[...items].sort((a, b) => b.pixels - a.pixels).map(one => (
          <label key={one.id} class={current === one.id ? "on" : ""} title={`${count(one.pixels)} pixels`}>
            <input type="checkbox" checked={!hidden.has(one.id)} onChange={() => toggle(one.id)} />
            <Swatch colour={toHex(one.colour)} />
            <span class="clip">{one.name}</span>
            <span class="small muted figures">{percent(one.pixels / Math.max(1, total))}{one.score !== null && <span title="Mean confidence"> · {one.score.toFixed(2)}</span>}</span>
          </label>
        ))}
      </div>
    </section>
  );
}
