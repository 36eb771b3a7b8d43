/** How an image lies in a canvas: a point of the image (x, y) is drawn at (left + x · scale, top + y · scale), in pixels of the screen. */
export interface Viewport {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
}

/** Width and height. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const mostScale = 32;
const margin = 48; // pixels of the image that always stay in sight

/** The whole image, in the middle; small images are not made larger. */
export function fit(image: Size, canvas: Size): Viewport {
  const scale = Math.min(1, canvas.width / image.width, canvas.height / image.height);
  return { scale, left: (canvas.width - image.width * scale) / 2, top: (canvas.height - image.height * scale) / 2 };
}

/** Larger or smaller about a point of the canvas, which stays where it is. */
export function zoom(view: Viewport, factor: number, x: number, y: number, image: Size, canvas: Size): Viewport {
  const least = Math.min(fit(image, canvas).scale, 1) / 2;
  const scale = Math.min(mostScale, Math.max(least, view.scale * factor));
  const by = scale / view.scale;
  return keep({ scale, left: x - (x - view.left) * by, top: y - (y - view.top) * by }, image, canvas);
}

/** Moved by so many pixels of the screen. */
export function pan(view: Viewport, dx: number, dy: number, image: Size, canvas: Size): Viewport {
  return keep({ ...view, left: view.left + dx, top: view.top + dy }, image, canvas);
}

/** The pixel of the image under a point of the canvas; null = none. */
export function pixelAt(view: Viewport, x: number, y: number, image: Size): { readonly x: number; readonly y: number } | null {
  const px = Math.floor((x - view.left) / view.scale);
  const py = Math.floor((y - view.top) / view.scale);
  return px >= 0 && py >= 0 && px < image.width && py < image.height ? { x: px, y: py } : null;
}

/** The part of the image that is in sight, in whole pixels; empty if none is. */
export function inSight(view: Viewport, image: Size, canvas: Size): { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number } {
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));
  return {
    x0: clamp(Math.floor(-view.left / view.scale), image.width),
    y0: clamp(Math.floor(-view.top / view.scale), image.height),
    x1: clamp(Math.ceil((canvas.width - view.left) / view.scale), image.width),
    y1: clamp(Math.ceil((canvas.height - view.top) / view.scale), image.height),
  };
}

/** By how many halvings an image may be smaller and still have a pixel for each of the screen. */
export function levelFor(scale: number, levels: number): number {
  return Math.min(levels - 1, Math.max(0, Math.floor(Math.log2(1 / scale))));
}

function keep(view: Viewport, image: Size, canvas: Size): Viewport {
  const hold = (at: number, length: number, room: number) => Math.min(room - margin, Math.max(margin - length * view.scale, at));
  return { ...view, left: hold(view.left, image.width, canvas.width), top: hold(view.top, image.height, canvas.height) };
}
