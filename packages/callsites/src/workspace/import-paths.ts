import { dirname, join, normalize } from "node:path/posix";
import type { PathAlias } from "./path-aliases.ts";

const SCRIPT_EXTENSIONS = [
  ".ts",
  ".tsx",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  ".mts",
  ".cts",
  ".vue",
  ".svelte",
  ".json",
  ".d.ts",
];

/** What import paths are looked up in. */
export interface ImportIndex {
  has(path: string): boolean;
  /** Aliases that hold in a file's folder, nearest configuration first. */
  aliases(path: string): readonly PathAlias[];
  /** Folder of a package of the workspace by its name. */
  workspacePackage(name: string): string | null;
}

/** Path of the file that an import of a script means; null for what is not in the tree. */
export function resolveScriptImport(index: ImportIndex, from: string, specifier: string): string | null {
  // A leading `#` is a package's own alias; a later one or a `?` tells a bundler something.
  const clean = specifier.replace(/(?!^)[?#].*$/, "");
  if (clean.startsWith(".")) return asFile(index, normalize(join(dirname(from), clean)));
  for (const alias of index.aliases(from)) {
    const rest = matchAlias(alias.pattern, clean);
    if (rest === null) continue;
    for (const target of alias.targets) {
      const found = asFile(index, normalize(target.replace("*", rest)));
      if (found !== null) return found;
    }
  }
  return conventionalAlias(index, from, clean) ?? workspaceImport(index, clean);
}

function matchAlias(pattern: string, specifier: string): string | null {
  const star = pattern.indexOf("*");
  if (star === -1) return pattern === specifier ? "" : null;
  const before = pattern.slice(0, star);
  const after = pattern.slice(star + 1);
  if (!specifier.startsWith(before) || !specifier.endsWith(after)) return null;
  return specifier.slice(before.length, specifier.length - after.length);
}

/** `@/x` and `~/x` as frameworks set them up by themselves: from the nearest folder upwards, or its `src` or `app`. */
function conventionalAlias(index: ImportIndex, from: string, specifier: string): string | null {
  const rest =
    /^[@~]\/(.+)$/.exec(specifier)?.[1] ?? /^\$lib\/(.+)$/.exec(specifier)?.[1] ?? /^#\/?(.+)$/.exec(specifier)?.[1];
  if (rest === undefined) return null;
  for (const folder of foldersUp(from)) {
    for (const root of ["", "src", "app", "src/lib"]) {
      const found = asFile(index, normalize(join(folder, root, rest)));
      if (found !== null) return found;
    }
  }
  return null;
}

function workspaceImport(index: ImportIndex, specifier: string): string | null {
  const parts = specifier.split("/");
  const size = specifier.startsWith("@") ? 2 : 1;
  const folder = index.workspacePackage(parts.slice(0, size).join("/"));
  if (folder === null) return null;
  const rest = parts.slice(size).join("/");
  for (const root of [join(folder, "src"), folder]) {
    const found = asFile(index, normalize(join(root, rest === "" ? "index" : rest)));
    if (found !== null) return found;
  }
  return null;
}

function asFile(index: ImportIndex, path: string): string | null {
  const base = path === "." ? "" : path;
  const withoutScript = base.replace(/\.[cm]?jsx?$/, "");
  const candidates = [
    base,
    ...SCRIPT_EXTENSIONS.map((extension) => base + extension),
    ...(withoutScript === base ? [] : SCRIPT_EXTENSIONS.map((extension) => withoutScript + extension)),
    ...SCRIPT_EXTENSIONS.map((extension) => join(base, `index${extension}`)),
  ];
  return candidates.find((candidate) => index.has(candidate)) ?? null;
}

/** Path of the module that a Python import means: relative by dots, else from any folder upwards. */
export function resolvePythonImport(index: Pick<ImportIndex, "has">, from: string, specifier: string): string | null {
  const dots = /^\.+/.exec(specifier)?.[0].length ?? 0;
  const names = specifier.slice(dots).split(".").filter(Boolean);
  if (dots > 0) {
    let folder = dirname(from);
    for (let level = 1; level < dots; level += 1) folder = dirname(folder);
    return asPythonModule(index, join(folder, ...names));
  }
  if (names.length === 0) return null;
  for (const folder of foldersUp(from)) {
    for (const root of ["", "src", "lib", "python", "backend"]) {
      const found = asPythonModule(index, join(folder, root, ...names));
      if (found !== null && found !== from) return found;
    }
  }
  return null;
}

function asPythonModule(index: Pick<ImportIndex, "has">, path: string): string | null {
  const base = path === "." ? "" : path.replace(/^\.\//, "");
  const candidates = [`${base}.py`, join(base, "__init__.py"), `${base}.pyi`];
  return candidates.find((candidate) => index.has(candidate)) ?? null;
}

function foldersUp(path: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.push(folder === "." ? "" : folder);
    if (folder === "." || folder === "/" || folder === "") return folders;
  }
}
