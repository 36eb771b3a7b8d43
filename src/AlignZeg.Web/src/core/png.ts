import type { LabelMap } from "./labelMap";

const signature = [137, 80, 78, 71, 13, 10, 26, 10];
const mostPixels = 400_000_000;

/** A file that is not a label map; the message says why. */
export class PngError extends Error {}

/**
 * The indices or grey levels of a PNG, never its colours: what a canvas would give are colours, of which two classes may have the same.
 * Palette or grey, 1 to 16 bits, not interlaced; that is what label maps are.
 */
export async function decodePng(file: Uint8Array): Promise<LabelMap> {
  if (!signature.every((byte, at) => file[at] === byte)) throw new PngError("The file is not a PNG.");
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, kind, interlaced] = [file[24]!, file[25]!, file[28]!];
  if (width === 0 || height === 0 || width * height > mostPixels) throw new PngError(`The PNG has ${width}x${height} pixels.`);
  if ((kind !== 0 && kind !== 3) || interlaced !== 0) throw new PngError("The PNG is in colours or interlaced; a label map has a palette or grey levels.");
  const line = Math.ceil((width * depth) / 8);
  const samples = unfilter(await inflate(pieces(file, view), height * (line + 1)), line, height, Math.max(1, depth / 8));
  return { width, height, ids: depth === 16 ? wide(samples) : depth === 8 ? samples : unpack(samples, width, height, line, depth) };
}

function pieces(file: Uint8Array, view: DataView): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 8; at + 12 <= file.length; ) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x49444154) found.push(file.subarray(at + 8, at + 8 + length)); // IDAT
    at += length + 12;
  }

  return found;
}

async function inflate(packed: Uint8Array[], length: number): Promise<Uint8Array> {
  const stream = new Blob(packed as BlobPart[]).stream().pipeThrough(new DecompressionStream("deflate"));
  const plain = new Uint8Array(length);
  let at = 0;
  try {
    for (const reader = stream.getReader(); at < length; ) {
      const { done, value } = await reader.read();
      if (done) break;
      plain.set(value.subarray(0, length - at), at);
      at += value.length;
    }
  } catch {
    throw new PngError("The PNG is damaged.");
  }

  if (at < length) throw new PngError("The PNG ends before its pixels do.");
  return plain;
}

// PNG, 9.2: each line says how it was made from its neighbours; `step` is the bytes of a pixel.
function unfilter(lines: Uint8Array, line: number, height: number, step: number): Uint8Array {
  const out = new Uint8Array(line * height);
  for (let y = 0; y < height; y++) {
    const from = y * (line + 1);
    const filter = lines[from]!;
    const to = y * line;
    const above = to - line;
    if (filter === 0) out.set(lines.subarray(from + 1, from + 1 + line), to);
    else if (filter === 2 && y === 0) out.set(lines.subarray(from + 1, from + 1 + line), to);
    else if (filter === 2) for (let i = 0; i < line; i++) out[to + i] = lines[from + 1 + i]! + out[above + i]!;
    else
      for (let i = 0; i < line; i++) {
        const a = i >= step ? out[to + i - step]! : 0;
        const b = y > 0 ? out[above + i]! : 0;
        const c = i >= step && y > 0 ? out[above + i - step]! : 0;
        out[to + i] = lines[from + 1 + i]! + (filter === 1 ? a : filter === 3 ? (a + b) >> 1 : filter === 4 ? paeth(a, b, c) : bad(filter));
      }
  }

  return out;
}

function paeth(a: number, b: number, c: number): number {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

function bad(filter: number): never {
  throw new PngError(`The PNG has a line of the unknown kind ${filter}.`);
}

function wide(samples: Uint8Array): Uint16Array {
  const out = new Uint16Array(samples.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = (samples[2 * i]! << 8) | samples[2 * i + 1]!;
  return out;
}

function unpack(samples: Uint8Array, width: number, height: number, line: number, depth: number): Uint8Array {
  const out = new Uint8Array(width * height);
  const mask = (1 << depth) - 1;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) out[y * width + x] = (samples[y * line + ((x * depth) >> 3)]! >> (8 - depth - ((x * depth) & 7))) & mask;
  return out;
}
