import { stat } from "node:fs/promises";
import { readDirectoryTree } from "./directory.ts";
import { readGitTree } from "./git.ts";
import type { SourceTree } from "./tree.ts";

/**
 * Opens what a person typed: an existing directory, else a git reference of `repository` (default: the working directory).
 * Throws `RunrateError("tree_unreadable")` when it is neither.
 */
export async function openTree(target: string, options: { readonly repository?: string } = {}): Promise<SourceTree> {
  const entry = await stat(target).catch(() => null);
  if (entry?.isDirectory() === true) return readDirectoryTree(target);
  return readGitTree(options.repository ?? ".", target);
}
