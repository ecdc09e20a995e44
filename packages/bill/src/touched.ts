import type { SourceTree } from "@runrate/callsites";

/**
 * Which of the paths of the head are not the same in the base: what the change has touched. A path that the head has no file at (a
 * link, or what is gone) is touched where the base notes nothing of it.
 */
export async function touchedPaths(
  base: SourceTree,
  head: SourceTree,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const wanted = [...new Set(paths)];
  const idsOf = (tree: SourceTree) => new Map(tree.files.map((file) => [file.path, file.contentId]));
  const [before, after] = [idsOf(base), idsOf(head)];
  const touched = new Set<string>();
  const noted = { before: pathsOf(base.notes), after: pathsOf(head.notes) };
  const unsure: string[] = [];
  for (const path of wanted) {
    const [was, is] = [before.get(path), after.get(path)];
    if (is === undefined) {
      if (noted.after.has(path) && !noted.before.has(path)) touched.add(path);
    } else if (was === undefined) touched.add(path);
    else if (was === null || is === null) unsure.push(path);
    else if (was !== is) touched.add(path);
  }
  if (unsure.length === 0) return touched;
  const [old, fresh] = [await base.readAll(unsure), await head.readAll(unsure)];
  for (const path of unsure) {
    const [was, is] = [old.get(path), fresh.get(path)];
    if (!was || !is || Buffer.compare(was, is) !== 0) touched.add(path);
  }
  return touched;
}

function pathsOf(places: readonly { readonly path: string }[]): ReadonlySet<string> {
  return new Set(places.map(({ path }) => path));
}
