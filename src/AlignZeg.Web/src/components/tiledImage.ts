import { levelsOf, tileSide, type Tile } from "../core/tiles";

const most = 96; // tiles kept: 96 × 4 MB at most

/**
 * A picture in tiles, so that a frame draws only what is in sight and at the size at which it is seen. Tiles are cut by the browser beside the page and kept; the
 * smallest level is there from the start, and stands in for tiles that are not cut yet.
 */
export class TiledImage {
  readonly levels: number;
  /** True once it has let go of its memory: nothing of it can be drawn any more. */
  isClosed = false;
  private readonly tiles = new Map<string, ImageBitmap | null>();

  private constructor(readonly width: number, readonly height: number, private readonly whole: ImageBitmap, private readonly small: ImageBitmap, private readonly changed: () => void) {
    this.levels = levelsOf(width, height);
  }

  /** Decodes a picture. It may be smaller than the image that it stands for. */
  static async open(blob: Blob, width: number, height: number, changed: () => void): Promise<TiledImage> {
    const whole = await createImageBitmap(blob);
    const scale = Math.min(1, tileSide / Math.max(whole.width, whole.height));
    const small = await createImageBitmap(whole, { resizeWidth: Math.max(1, Math.round(whole.width * scale)), resizeHeight: Math.max(1, Math.round(whole.height * scale)), resizeQuality: "medium" });
    return new TiledImage(width, height, whole, small, changed);
  }

  /** The whole picture, small. */
  get overview(): ImageBitmap {
    return this.small;
  }

  /** A tile, if it is cut; otherwise it is being cut now, and `changed` tells when it is there. */
  tile(tile: Tile): ImageBitmap | null {
    const key = `${tile.level}/${tile.column}/${tile.row}`;
    const known = this.tiles.get(key);
    if (known !== undefined) {
      this.tiles.delete(key); // the last one that was used goes last
      this.tiles.set(key, known);
      return known;
    }

    this.tiles.set(key, null);
    void this.cut(tile).then(bitmap => {
      if (this.isClosed) return bitmap?.close();
      this.tiles.set(key, bitmap);
      this.forget();
      this.changed();
    });
    return null;
  }

  /** Lets go of all memory. */
  close(): void {
    this.isClosed = true;
    for (const bitmap of [this.whole, this.small, ...this.tiles.values()]) bitmap?.close();
    this.tiles.clear();
  }

  private async cut({ level, column, row }: Tile): Promise<ImageBitmap | null> {
    const [sx, sy] = [this.whole.width / this.width, this.whole.height / this.height]; // of a picture that is smaller than its image
    const side = tileSide * 2 ** level;
    const [x, y] = [column * side, row * side];
    const [width, height] = [Math.min(side, this.width - x), Math.min(side, this.height - y)];
    try {
      return await createImageBitmap(this.whole, Math.floor(x * sx), Math.floor(y * sy), Math.max(1, Math.round(width * sx)), Math.max(1, Math.round(height * sy)), {
        resizeWidth: Math.max(1, Math.round((width / 2 ** level) * Math.min(1, sx * 2 ** level))),
        resizeHeight: Math.max(1, Math.round((height / 2 ** level) * Math.min(1, sy * 2 ** level))),
        resizeQuality: "medium",
      });
    } catch {
      return null; // closed meanwhile
    }
  }

  private forget(): void {
    for (const [key, bitmap] of this.tiles) {
      if (this.tiles.size <= most) return;
      if (!bitmap) continue;
      bitmap.close();
      this.tiles.delete(key);
    }
  }
}
