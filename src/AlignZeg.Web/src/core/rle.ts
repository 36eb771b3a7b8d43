/** A mask as COCO writes it: height and width, and run lengths down the columns in COCO's text. */
export interface CocoMask {
  readonly size: readonly [number, number];
  readonly counts: string;
}

/** Runs down the columns, zeros first. */
export function runsOf(mask: Uint8Array, width: number, height: number): number[] {
  const runs: number[] = [];
  let [last, length] = [0, 0];
  for (let x = 0; x < width; x++)
    for (let y = 0, at = x; y < height; y++, at += width) {
      const value = mask[at] ? 1 : 0;
      if (value !== last) {
        runs.push(length);
        [last, length] = [value, 0];
      }

      length++;
    }

  runs.push(length);
  return runs;
}

/** COCO's text: from the fourth run on the difference to the run before the last, in groups of 5 bits with a bit for "more", lowest first, each plus 48. */
export function writeCounts(runs: readonly number[]): string {
  let text = "";
  for (let i = 0; i < runs.length; i++) {
    let value = i > 2 ? runs[i]! - runs[i - 2]! : runs[i]!;
    for (let more = true; more; ) {
      let group = value & 0x1f;
      value >>= 5;
      more = group & 0x10 ? value !== -1 : value !== 0;
      if (more) group |= 0x20;
      text += String.fromCharCode(group + 48);
    }
  }

  return text;
}

/** The runs of COCO's text. */
export function readCounts(text: string): number[] {
  const runs: number[] = [];
  for (let at = 0; at < text.length; ) {
    let [value, shift, group] = [0, 0, 0x20];
    while (group & 0x20 && at < text.length) {
      group = text.charCodeAt(at++) - 48;
      value |= (group & 0x1f) << shift;
      shift += 5;
    }

    if (group & 0x10 && shift < 32) value |= -1 << shift;
    runs.push(runs.length > 2 ? value + runs[runs.length - 2]! : value);
  }

  return runs;
}

/** Calls back for each pixel of a mask, by its place in rows. */
export function paint(mask: CocoMask, set: (at: number) => void): void {
  const [height, width] = mask.size;
  let at = 0;
  readCounts(mask.counts).forEach((length, i) => {
    if (i % 2 === 1) for (let k = at; k < at + length; k++) set((k % height) * width + Math.floor(k / height));
    at += length;
  });
}

/** A mask of 0 and 1 by rows, as COCO writes it. */
export function toCoco(mask: Uint8Array, width: number, height: number): CocoMask {
  return { size: [height, width], counts: writeCounts(runsOf(mask, width, height)) };
}
