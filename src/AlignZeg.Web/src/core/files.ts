/** What an archive, or a table of images, is called when it is sent; null = the file is none. */
export function archiveType(name: string): string | null {
  const lower = name.toLowerCase();
  if (lower.endsWith(".zip")) return "application/zip";
  if (lower.endsWith(".tar")) return "application/x-tar";
  if (lower.endsWith(".parquet")) return "application/vnd.apache.parquet";
  return lower.endsWith(".tar.gz") || lower.endsWith(".tgz") ? "application/gzip" : null;
}

/** What is sent of the files that were chosen before and those chosen now: one archive alone, or images; and how many files that leaves out. */
export function taken<T extends { readonly name: string }>(before: readonly T[], chosen: readonly T[]): { readonly files: readonly T[]; readonly leftOut: number } {
  const archive = chosen.find(one => archiveType(one.name));
  const files = archive ? [archive] : [...before.filter(one => !archiveType(one.name)), ...chosen];
  return { files, leftOut: before.length + chosen.length - files.length };
}

/** The names, each once: of those that come again, the later ones get a number before their ending. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map(name => {
    const dot = name.lastIndexOf(".") > 0 ? name.lastIndexOf(".") : name.length;
    let found = name;
    for (let n = 2; taken.has(found.toLowerCase()); n++) found = `${name.slice(0, dot)}-${n}${name.slice(dot)}`;
    taken.add(found.toLowerCase());
    return found;
  });
}
