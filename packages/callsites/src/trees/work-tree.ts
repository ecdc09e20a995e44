import { lstatSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { RunrateError } from "@runrate/core";
import { readDirectoryTree, readerOf } from "./directory.ts";
import { runGit } from "./git.ts";
import { isInIgnoredFolder } from "./ignored-folders.ts";
import type { ScanNote, SourceTree, TreeFile } from "./tree.ts";

/**
 * What stands on the disk now, to hold against `base`: of a git reference the work tree of `repository`, with what is not
 * committed yet and without what git ignores; of a directory the folder itself.
 * Throws `RunrateError("tree_unreadable")` where a repository has no work tree.
 */
export async function openWorkTree(base: string, repository = "."): Promise<SourceTree> {
  const entry = await stat(base).catch(() => null);
  return entry?.isDirectory() === true ? readDirectoryTree(repository) : readWorkTree(await rootOf(repository));
}

async function rootOf(repository: string): Promise<string> {
  try {
    return (await runGit(repository, ["rev-parse", "--show-toplevel"])).toString("utf8").replace(/\n$/, "");
  } catch (cause) {
    throw new RunrateError(
      "tree_unreadable",
      `${repository} has no work tree`,
      { repository, hint: "name the head as well, as a git reference or a directory" },
      { cause },
    );
  }
}

async function readWorkTree(root: string): Promise<SourceTree> {
  const listing = await runGit(root, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  const files: TreeFile[] = [];
  const notes: ScanNote[] = [];
  for (const path of new Set(listing.toString("utf8").split("\0"))) {
    // A file that is deleted and not committed is listed all the same; a submodule is a folder here.
    const entry = path === "" ? undefined : lstatSync(join(root, path), { throwIfNoEntry: false });
    if (entry?.isSymbolicLink() === true) notes.push({ path, reason: "symbolic link, not followed" });
    else if (entry?.isFile() === true && !isInIgnoredFolder(path)) files.push({ path, size: null, contentId: null });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { label: root, files, notes, readAll: readerOf(root) };
}
