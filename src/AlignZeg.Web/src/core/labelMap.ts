/** A class for each pixel, by rows. */
export interface LabelMap {
  readonly width: number;
  readonly height: number;
  readonly ids: Uint8Array | Uint16Array;
}

/** What stands for "no class": 255 in maps of 8 bits, 65535 in maps of 16. */
export function ignoreOf(map: LabelMap): number {
  return map.ids instanceof Uint8Array ? 255 : 65535;
}

/** The pixels of the same class around a pixel that hang together (by edges), as 0 and 1; by whole runs of rows, so that large areas are quick. */
export function regionAt(map: LabelMap, x: number, y: number): Uint8Array {
  const { width, height, ids } = map;
  const region = new Uint8Array(width * height);
  const id = ids[y * width + x];
  const pending = [x, y];
  while (pending.length > 0) {
    const py = pending.pop()!;
    const px = pending.pop()!;
    const row = py * width;
    if (region[row + px]) continue;
    let [from, to] = [px, px];
    while (from > 0 && ids[row + from - 1] === id) from--;
    while (to < width - 1 && ids[row + to + 1] === id) to++;
    region.fill(1, row + from, row + to + 1);
    for (const next of [py - 1, py + 1]) {
      if (next < 0 || next >= height) continue;
      const start = next * width;
      for (let i = from; i <= to; i++)
        if (ids[start + i] === id && !region[start + i] && (i === from || ids[start + i - 1] !== id || region[start + i - 1])) pending.push(i, next);
    }
  }

  return region;
}

/** The map with the pixels of a region set to a class. */
export function repaint(map: LabelMap, region: Uint8Array, id: number): LabelMap {
  const ids = map.ids.slice();
  for (let i = 0; i < ids.length; i++) if (region[i]) ids[i] = id;
  return { ...map, ids };
}

/** Of the pixels that both maps give a class, the share that differs; and per class of the truth the intersection over union. */
export function compareMaps(found: LabelMap, truth: LabelMap): { readonly wrong: number; readonly iou: ReadonlyMap<number, number> } {
  const [ignoreFound, ignoreTruth] = [ignoreOf(found), ignoreOf(truth)];
  const both = new Map<number, number>(), inFound = new Map<number, number>(), inTruth = new Map<number, number>();
  let [judged, wrong] = [0, 0];
  const add = (to: Map<number, number>, id: number) => to.set(id, (to.get(id) ?? 0) + 1);
  for (let i = 0; i < truth.ids.length; i++) {
    const t = truth.ids[i]!;
    if (t === ignoreTruth) continue;
    const f = found.ids[i]!;
    judged++;
    add(inTruth, t);
    if (f !== ignoreFound) add(inFound, f);
    if (f === t) add(both, t);
    else wrong++;
  }

  const iou = new Map<number, number>();
  for (const [id, pixels] of inTruth) iou.set(id, (both.get(id) ?? 0) / (pixels + (inFound.get(id) ?? 0) - (both.get(id) ?? 0)));
  return { wrong: judged === 0 ? 0 : wrong / judged, iou };
}
