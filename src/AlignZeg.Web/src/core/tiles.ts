/** The part of a picture that a tile covers, in pixels of its level. */
export interface Tile {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

/** Side of a tile in pixels. */
export const tileSide = 1024;

/** How often a picture is halved until it is one tile. */
export function levelsOf(width: number, height: number): number {
  return 1 + Math.max(0, Math.ceil(Math.log2(Math.max(width, height) / tileSide)));
}

/** The tiles of a level that cover a part of the picture (in pixels of the whole picture). */
export function tilesOf(level: number, part: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number }): Tile[] {
  const side = tileSide * 2 ** level;
  const tiles: Tile[] = [];
  for (let row = Math.floor(part.y0 / side); row * side < part.y1; row++) for (let column = Math.floor(part.x0 / side); column * side < part.x1; column++) tiles.push({ level, column, row });
  return tiles;
}
