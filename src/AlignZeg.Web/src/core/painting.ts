import { ignoreOf, type LabelMap } from "./labelMap";
import { classColour, type Rgb } from "./palette";

/** How classes are painted: a colour for each id, as a little-endian RGBA word; 0 = not at all. */
export type Painting = Uint32Array;

/** What is needed of a class to paint it. */
export interface Painted {
  readonly id: number;
  readonly colour: Rgb;
}

/** A painting of classes; those that are hidden are left out, and so is what has no class. */
export function paintingOf(classes: readonly Painted[], isHidden: (id: number) => boolean = () => false): Painting {
  const words = new Uint32Array(65536);
  for (const { id, colour } of classes) if (!isHidden(id)) words[id] = ((255 << 24) | (colour[2] << 16) | (colour[1] << 8) | colour[0]) >>> 0;
  return words;
}

/** Paints a map into a canvas of its size. */
export function paintMap(canvas: HTMLCanvasElement, map: LabelMap, painting: Painting): void {
  canvas.width = map.width;
  canvas.height = map.height;
  const pixels = new Uint32Array(map.width * map.height);
  const ignore = ignoreOf(map);
  for (let i = 0; i < pixels.length; i++) pixels[i] = map.ids[i] === ignore ? 0 : painting[map.ids[i]!]!;
  canvas.getContext("2d")?.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), map.width, map.height), 0, 0);
}

/** A class as it is shown. */
export type NamedClass = Painted & { readonly name: string; readonly background: boolean };

/** The classes of a vocabulary by id, with the names that results have and the colours that masks have. */
export function namedClasses(vocabulary: {
  readonly classes: readonly { readonly name: string; readonly color?: string; readonly background?: boolean }[];
  readonly renames?: Readonly<Record<string, string>>;
}): readonly NamedClass[] {
  return vocabulary.classes.map((one, id) => ({ id, name: vocabulary.renames?.[one.name] ?? one.name, colour: classColour(id, one.color), background: one.background ?? false }));
}

/** What is not painted unless a person asks for it: where nothing was found, one looks at the image. */
export function hiddenAtFirst(classes: readonly NamedClass[]): ReadonlySet<number> {
  return new Set(classes.filter(one => one.background).map(one => one.id));
}
