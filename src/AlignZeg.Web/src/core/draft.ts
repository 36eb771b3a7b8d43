import { classColour, toHex } from "./palette";

/** A class as a person edits it: every field is text, so that nothing is lost while it is typed. */
export interface DraftClass {
  readonly key: number;
  readonly name: string;
  readonly synonyms: string;
  readonly color: string;
  readonly background: boolean;
  readonly threshold: string;
  readonly margin: string;
  readonly rename: string;
}

/** A vocabulary as a person edits it. */
export interface Draft {
  readonly classes: readonly DraftClass[];
  readonly templates: string;
  readonly threshold: string;
  readonly margin: string;
  readonly truncate: boolean;
}

/** What the API takes and gives, as far as drafts know it. */
export interface Published {
  readonly name?: string;
  readonly classes: readonly { readonly name: string; readonly synonyms?: readonly string[]; readonly color?: string; readonly background?: boolean; readonly threshold?: number; readonly margin?: number }[];
  readonly templates?: readonly string[] | string;
  readonly threshold?: number;
  readonly margin?: number;
  readonly renames?: Readonly<Record<string, string>>;
  readonly truncate?: boolean;
}

let lastKey = 0;

/** A class with nothing in it. */
export function emptyClass(): DraftClass {
  return { key: ++lastKey, name: "", synonyms: "", color: "", background: false, threshold: "", margin: "", rename: "" };
}

/** A vocabulary with one class to be named. */
export function emptyDraft(): Draft {
  return { classes: [emptyClass()], templates: "", threshold: "", margin: "", truncate: false };
}

/** A version, to be edited. */
export function draftOf(version: Published): Draft {
  return {
    classes: version.classes.map(one => ({
      key: ++lastKey, name: one.name, synonyms: (one.synonyms ?? []).join(" | "), color: one.color ?? "", background: one.background ?? false,
      threshold: text(one.threshold), margin: text(one.margin), rename: version.renames?.[one.name] ?? "",
    })),
    templates: typeof version.templates === "string" ? version.templates : (version.templates ?? []).join("\n"),
    threshold: text(version.threshold), margin: text(version.margin), truncate: version.truncate ?? false,
  };
}

/** The draft as the API takes it; lines without a name are left out. Whatever is wrong in it, the API says. */
export function publishedOf(draft: Draft, name?: string): Published {
  const classes = draft.classes.filter(one => one.name.trim() !== "");
  const renames = Object.fromEntries(classes.filter(one => one.rename.trim() !== "").map(one => [one.name.trim(), one.rename.trim()]));
  const templates = draft.templates.split("\n").map(line => line.trim()).filter(line => line !== "");
  return {
    ...(name === undefined ? {} : { name }),
    classes: classes.map(one => ({
      name: one.name.trim(),
      ...(one.synonyms.trim() === "" ? {} : { synonyms: one.synonyms.split("|").map(word => word.trim()).filter(word => word !== "") }),
      ...(one.color === "" ? {} : { color: one.color }),
      ...(one.background ? { background: true } : {}),
      ...number("threshold", one.threshold),
      ...number("margin", one.margin),
    })),
    ...(templates.length === 0 ? {} : templates.length === 1 && !templates[0]!.includes("{}") ? { templates: templates[0]! } : { templates }),
    ...number("threshold", draft.threshold),
    ...number("margin", draft.margin),
    ...(Object.keys(renames).length === 0 ? {} : { renames }),
    ...(draft.truncate ? { truncate: true } : {}),
  };
}

/** The colour that a line of the draft has; what no one chose follows from its place. */
export function colourAt(draft: Draft, at: number): string {
  return toHex(classColour(at, draft.classes[at]?.color));
}

/** What changed between two versions, a line each. */
export function changes(before: Published, after: Published): string[] {
  const [old, now] = [new Map(before.classes.map(one => [one.name, one])), new Map(after.classes.map(one => [one.name, one]))];
  const found = [...now.keys()].filter(name => !old.has(name)).map(name => `+ ${name}`);
  found.push(...[...old.keys()].filter(name => !now.has(name)).map(name => `− ${name}`));
  found.push(...[...now].filter(([name, one]) => old.has(name) && JSON.stringify(one) !== JSON.stringify(old.get(name))).map(([name]) => `~ ${name}`));
  for (const field of ["templates", "threshold", "margin", "renames", "truncate"] as const) if (JSON.stringify(before[field]) !== JSON.stringify(after[field])) found.push(`~ ${field}`);
  return found;
}

function number(name: "threshold" | "margin", value: string): Record<string, number> {
  return value.trim() === "" ? {} : { [name]: Number(value) };
}

function text(value: number | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}
