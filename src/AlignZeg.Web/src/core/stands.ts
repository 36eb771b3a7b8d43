const small = 1024, large = 2048; // sizes that the server makes of a picture, pixels of the longer side
const mostWhole = 64_000_000; // pixels: a browser holds four bytes of each, and again some of what it shows

/** In which sizes a picture is loaded, one after the other; `undefined` is the whole one. The first is there at once; of a huge one the whole never comes. */
export function standsFor(width: number, height: number): readonly (number | undefined)[] {
  const pixels = width * height;
  if (pixels <= small * small) return [undefined];
  return pixels <= mostWhole ? [small, undefined] : [small, large];
}

/** What is shown of a kind that browsers do not read, such as TIFF. */
export const largestStand = large;
