/** What an answer says of where it is in a list. */
export interface Page {
  readonly count: number;
  /** The cursor behind it. */
  readonly next: string;
  readonly end: boolean;
}

/**
 * Whether a page is the last one for now. One that a filter left empty is not: the server looks at so many results for each page, and the cursor has gone on. A cursor that stays where it was ends the list, since to
 * ask again would give the same.
 */
export function isLast(page: Page, before: string, isFiltered: boolean): boolean {
  return page.end || page.next === before || (page.count === 0 && !isFiltered);
}
