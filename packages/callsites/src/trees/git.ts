import { spawn } from "node:child_process";
import { RunrateError } from "@runrate/core";
import { isInIgnoredFolder } from "./ignored-folders.ts";
import { MAX_FILE_BYTES, type ScanNote, type SourceTree, type TreeFile } from "./tree.ts";

export interface GitTreeOptions {
  /** Limits the tree to a folder of the repository. */
  readonly path?: string;
}

/**
 * Lists a commit of a git repository as a tree, without a work tree. `reference` is any revision git understands.
 * Throws `RunrateError("tree_unreadable")` when git does not know it.
 */
export async function readGitTree(
  repository: string,
  reference: string,
  options: GitTreeOptions = {},
): Promise<SourceTree> {
  const commit = await resolveCommit(repository, reference);
  const listing = await runGit(repository, [
    "ls-tree",
    "-r",
    "-z",
    "-l",
    "--full-tree",
    commit,
    "--",
    options.path ?? ".",
  ]);
  const files: TreeFile[] = [];
  const notes: ScanNote[] = [];
  for (const line of listing.toString("utf8").split("\0")) {
    const match = /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t([\s\S]+)$/.exec(line);
    if (match === null) continue;
    const [, mode, type, contentId = "", size = "-", path = ""] = match;
    if (mode === "120000") notes.push({ path, reason: "symbolic link, not followed" });
    else if (type === "blob" && !isInIgnoredFolder(path))
      files.push({ path, size: size === "-" ? null : Number(size), contentId });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const byPath = new Map(files.map((file) => [file.path, file]));
  const readAll = (paths: readonly string[]): Promise<Map<string, Uint8Array>> => {
    const wanted = paths.flatMap((path) => byPath.get(path) ?? []);
    return readBlobs(
      repository,
      wanted.filter((file) => (file.size ?? 0) <= MAX_FILE_BYTES),
    );
  };
  return { label: reference, files, notes, readAll };
}

async function resolveCommit(repository: string, reference: string): Promise<string> {
  try {
    const name = await runGit(repository, [
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${reference}^{tree}`,
    ]);
    return name.toString("utf8").trim();
  } catch (cause) {
    throw new RunrateError(
      "tree_unreadable",
      `git does not know ${JSON.stringify(reference)} in ${repository}`,
      { reference, repository, hint: "fetch the commit first, or give a directory" },
      { cause },
    );
  }
}

/** Contents by path. A blob that the store lacks (partial or shallow copies) is left out. */
async function readBlobs(repository: string, files: readonly TreeFile[]): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  if (files.length === 0) return contents;
  const output = await runGit(repository, ["cat-file", "--batch"], files.map((file) => `${file.contentId}\n`).join(""));
  let at = 0;
  for (const file of files) {
    const end = output.indexOf(10, at);
    if (end === -1) break;
    const header = /^\S+ blob (\d+)$/.exec(output.toString("utf8", at, end));
    at = end + 1;
    if (header === null) continue;
    const size = Number(header[1]);
    contents.set(file.path, output.subarray(at, at + size));
    at += size + 1;
  }
  return contents;
}

/** @throws Error with what git said, when it ends with another code than 0 */
export function runGit(repository: string, args: readonly string[], input?: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["-C", repository, ...args], { stdio: ["pipe", "pipe", "pipe"] });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(output));
      else
        reject(new Error(`git ${args[0] ?? ""} ended with ${code}: ${Buffer.concat(errors).toString("utf8").trim()}`));
    });
    // Git may end before it has read everything; what matters then is its exit code.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input ?? "");
  });
}
