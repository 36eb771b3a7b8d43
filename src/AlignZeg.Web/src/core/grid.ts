/** A grid of equal cells of which only those in sight exist. */
export interface Grid {
  readonly columns: number;
  readonly cell: number;
  readonly height: number;
}

/** As many columns as have room, all of one width. */
export function layOut(width: number, items: number, least: number, gap: number, rowHeight: number): Grid {
  const columns = Math.max(1, Math.floor((width + gap) / (least + gap)));
  const rows = Math.ceil(items / columns);
  return { columns, cell: Math.max(1, (width - gap * (columns - 1)) / columns), height: Math.max(0, rows * (rowHeight + gap) - gap) };
}

/** The items in sight, with a row more above and below; the end is not among them. */
export function itemsInSight(grid: Grid, items: number, scrolled: number, room: number, rowHeight: number, gap: number): { readonly first: number; readonly end: number } {
  const step = rowHeight + gap;
  const first = Math.max(0, Math.floor(scrolled / step) - 1) * grid.columns;
  const end = Math.min(items, (Math.ceil((scrolled + room) / step) + 1) * grid.columns);
  return { first: Math.min(first, end), end };
}
