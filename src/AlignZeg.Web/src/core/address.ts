/** Where a person is: the path below /ui/ in its parts, and what the page shows of it. All of it is in the address, so that it can be sent to others. */
export interface Place {
  readonly path: readonly string[];
  readonly query: ReadonlyMap<string, readonly string[]>;
}

const root = "/ui/";

/** Reads the address of a page. A part that is not well encoded is kept as it stands. */
export function parsePlace(pathname: string, search: string): Place {
  const rest = pathname.startsWith(root) ? pathname.slice(root.length) : "";
  const path = rest.split("/").filter(part => part !== "").map(decode);
  const query = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(search)) query.set(name, [...(query.get(name) ?? []), value]);
  return { path, query };
}

/** The address of a place; values that are empty are left out. */
export function linkTo(path: readonly (string | number)[], query: Readonly<Record<string, string | number | readonly string[] | undefined>> = {}): string {
  const values = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? (value as readonly string[]) : [value as string | number | undefined]) if (one !== undefined && one !== "") values.append(name, String(one));
  const text = values.toString();
  return root + path.map(part => encodeURIComponent(String(part))).join("/") + (text ? `?${text}` : "");
}

/** The one value of a name, or "". */
export function valueOf(place: Place, name: string): string {
  return place.query.get(name)?.[0] ?? "";
}

/** All values of a name. */
export function valuesOf(place: Place, name: string): readonly string[] {
  return place.query.get(name) ?? [];
}

/** The number of a name, within bounds; otherwise what stands for it. */
export function numberOf(place: Place, name: string, least: number, most: number, otherwise: number): number {
  const value = Number(valueOf(place, name) || NaN);
  return Number.isFinite(value) && value >= least && value <= most ? value : otherwise;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
