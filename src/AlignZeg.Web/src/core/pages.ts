/** What an answer says of where it is in a list. */
export interface Page {
  readonly count: number;
  /** The cursor behind it. */
  readonly next: string;
  /** Nothing will ever come behind it. */
  readonly end: boolean;
}

/** What is behind a page: more that is there already, more that may come, or nothing ever. */
export type Behind = "more" | "later" | "over";

/**
 * What is behind a page. One that a filter left empty is not the last: the server looks at so many results for each page, and the cursor has gone on. A cursor that stays where it was has all that there is: to
 * ask again at once would give the same.
 */
export function behind(page: Page, before: string, isFiltered: boolean): Behind {
  if (page.end) return "over";
  return page.next === before || (page.count === 0 && !isFiltered) ? "later" : "more";
}
