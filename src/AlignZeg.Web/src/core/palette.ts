/** Red, green, blue, 0..255. */
export type Rgb = readonly [number, number, number];

const shades = [[0.85, 1], [0.9, 0.72], [0.48, 1], [1, 0.88], [0.6, 0.62], [0.62, 0.92], [1, 0.55], [0.35, 0.85], [0.75, 0.8]] as const;

/** The colour of a class that names none: the same as in masks and overlays (AlignZeg.Datasets, Palette). */
export function colourOf(id: number): Rgb {
  const turns = id * 0.6180339887498949;
  const [saturation, value] = shades[Math.floor(id / 8) % shades.length]!;
  const hue = 6 * (turns - Math.floor(turns));
  const channel = (n: number) => {
    const k = (n + hue) % 6;
    return Math.floor(255 * (value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1))) + 0.5);
  };
  return [channel(5), channel(3), channel(1)];
}

/** "#3366cc" → its parts. */
export function parseHex(text: string): Rgb | null {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  return found ? [parseInt(found[1]!, 16), parseInt(found[2]!, 16), parseInt(found[3]!, 16)] : null;
}

/** The parts → "#3366cc". */
export function toHex(colour: Rgb): string {
  return `#${colour.map(part => part.toString(16).padStart(2, "0")).join("")}`;
}

/** Of a class as a vocabulary has it. */
export function classColour(id: number, named?: string | null): Rgb {
  return (named ? parseHex(named) : null) ?? colourOf(id);
}
