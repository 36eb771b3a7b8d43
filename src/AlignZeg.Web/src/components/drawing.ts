import { ignoreOf, type LabelMap } from "../core/labelMap";
import type { Painting } from "../core/painting";
import { tileSide, tilesOf } from "../core/tiles";
import { inSight, levelFor, type Size, type Viewport } from "../core/viewport";
import type { TiledImage } from "./tiledImage";

/** What is drawn over each other. */
export interface Scene {
  readonly image: Size;
  readonly picture: TiledImage | null;
  readonly map: LabelMap | null;
  readonly painting: Painting;
  readonly opacity: number;
}

/** Draws the picture, as far as it is in sight. */
export function drawPicture(context: CanvasRenderingContext2D, scene: Scene, view: Viewport, canvas: Size): void {
  const { picture, image } = scene;
  if (picture?.isClosed) return; // another is on its way; the last frame stays until it is there
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (!picture) return;
  context.imageSmoothingEnabled = view.scale < 3; // from there on a person looks at pixels
  const level = levelFor(view.scale, picture.levels);
  const tiles = tilesOf(level, inSight(view, image, canvas));
  const found = tiles.map(tile => ({ tile, bitmap: picture.tile(tile) }));
  if (found.some(one => !one.bitmap)) context.drawImage(picture.overview, view.left, view.top, image.width * view.scale, image.height * view.scale);
  const side = tileSide * 2 ** level;
  for (const { tile, bitmap } of found) {
    if (!bitmap) continue;
    // Edges on whole pixels of the screen, so that no seam shows.
    const edge = (at: number, from: number) => Math.round(from + at * view.scale);
    const [x, y] = [tile.column * side, tile.row * side];
    const [x0, y0] = [edge(x, view.left), edge(y, view.top)];
    context.drawImage(bitmap, x0, y0, edge(Math.min(x + side, image.width), view.left) - x0, edge(Math.min(y + side, image.height), view.top) - y0);
  }
}

/** Draws the classes: each pixel of the screen takes the id under it, so that edges are sharp at every size and a frame costs what the screen has of pixels. */
export class MapPainter {
  private layer: HTMLCanvasElement | null = null;
  private pixels: ImageData | null = null;

  draw(context: CanvasRenderingContext2D, scene: Scene, view: Viewport, canvas: Size): void {
    const { map, painting, image } = scene;
    if (!map || scene.opacity === 0) return;
    const x0 = Math.max(0, Math.round(view.left)), y0 = Math.max(0, Math.round(view.top));
    const width = Math.min(canvas.width, Math.round(view.left + image.width * view.scale)) - x0;
    const height = Math.min(canvas.height, Math.round(view.top + image.height * view.scale)) - y0;
    if (width <= 0 || height <= 0) return;
    this.sample(map, painting, width, height, column => (column + x0 + 0.5 - view.left) / (view.scale * image.width), row => (row + y0 + 0.5 - view.top) / (view.scale * image.height));
    context.globalAlpha = scene.opacity;
    context.drawImage(this.layer!, 0, 0, width, height, x0, y0, width, height);
    context.globalAlpha = 1;
  }

  private sample(map: LabelMap, painting: Painting, width: number, height: number, across: (column: number) => number, down: (row: number) => number): void {
    this.layer ??= document.createElement("canvas");
    if (!this.pixels || this.pixels.width !== width || this.pixels.height !== height) {
      [this.layer.width, this.layer.height] = [width, height];
      this.pixels = new ImageData(width, height);
    }

    const out = new Uint32Array(this.pixels.data.buffer);
    const ignore = ignoreOf(map);
    const columns = new Int32Array(width);
    for (let x = 0; x < width; x++) columns[x] = Math.min(map.width - 1, Math.max(0, Math.floor(across(x) * map.width)));
    for (let y = 0, at = 0; y < height; y++) {
      const row = Math.min(map.height - 1, Math.max(0, Math.floor(down(y) * map.height))) * map.width;
      for (let x = 0; x < width; x++, at++) {
        const id = map.ids[row + columns[x]!]!;
        out[at] = id === ignore ? 0 : painting[id]!;
      }
    }

    this.layer.getContext("2d")!.putImageData(this.pixels, 0, 0);
  }
}

