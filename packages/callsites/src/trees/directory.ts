import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { RunrateError } from "@runrate/core";
import { isIgnoredFolder } from "./ignored-folders.ts";
import { MAX_FILE_BYTES, type ScanNote, type SourceTree, type TreeFile } from "./tree.ts";

const READS_AT_ONCE = 64;

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
  const read = async (path: string): Promise<Uint8Array | null> => {
    const entry = await lstat(join(directory, path)).catch(() => null);
    if (entry === null || !entry.isFile() || entry.size > MAX_FILE_BYTES) return null;
    return readFile(join(directory, path)).catch(() => null);
  };
  return { label: directory, files, notes, read, readAll: (paths) => readMany(paths, read) };
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

async function readMany(
  paths: readonly string[],
  read: (path: string) => Promise<Uint8Array | null>,
): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  const queue = paths.values();
  const worker = async (): Promise<void> => {
    for (const path of queue) {
      const bytes = await read(path);
      if (bytes !== null) contents.set(path, bytes);
    }
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, worker));
  return contents;
}
