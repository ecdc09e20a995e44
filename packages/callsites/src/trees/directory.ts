import { lstatSync, readFileSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { RunrateError } from "@runrate/core";
import { isIgnoredFolder } from "./ignored-folders.ts";
import { MAX_FILE_BYTES, type ScanNote, type SourceTree, type TreeFile } from "./tree.ts";

/**
 * Lists a directory as a tree. Symbolic links are not followed (a loop or a way out of the tree), which is noted.
 * Throws `RunrateError("tree_unreadable")` when the directory itself cannot be read.
 */
export async function readDirectoryTree(directory: string): Promise<SourceTree> {
  const root = await stat(directory).catch(() => null);
  if (root === null || !root.isDirectory())
    throw new RunrateError("tree_unreadable", `${directory} is not a readable directory`, {
      directory,
      hint: "give an existing directory or a git reference",
    });
  const files: TreeFile[] = [];
  const notes: ScanNote[] = [];
  await listFolder(directory, "", files, notes);
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { label: directory, files, notes, readAll: readerOf(directory) };
}

/** Reads files of a folder by their paths in it. Links, what is too large, and what cannot be read is left out. */
export function readerOf(folder: string): SourceTree["readAll"] {
  // Thousands of small files: a synchronous read costs a fifth of a promise each, and nothing else waits meanwhile.
  const read = (path: string): Uint8Array | null => {
    try {
      const entry = lstatSync(join(folder, path));
      return entry.isFile() && entry.size <= MAX_FILE_BYTES ? readFileSync(join(folder, path)) : null;
    } catch {
      return null;
    }
  };
  return async (paths) => {
    const contents = new Map<string, Uint8Array>();
    for (const path of paths) {
      const bytes = read(path);
      if (bytes !== null) contents.set(path, bytes);
    }
    return contents;
  };
}

async function listFolder(root: string, folder: string, files: TreeFile[], notes: ScanNote[]): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => null);
  if (entries === null) {
    notes.push({ path: folder, reason: "folder could not be read" });
    return;
  }
  const folders: string[] = [];
  for (const entry of entries) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isSymbolicLink()) notes.push({ path, reason: "symbolic link, not followed" });
    else if (entry.isDirectory()) {
      if (!isIgnoredFolder(entry.name)) folders.push(path);
    } else if (entry.isFile()) files.push({ path, size: null, contentId: null });
  }
  await Promise.all(folders.map((child) => listFolder(root, child, files, notes)));
}
