import { readFileSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { RunrateError } from "@runrate/core";
import { fileAt } from "./git.ts";
import { EMPTY_TREE, type Revisions } from "./revisions.ts";

const LONGEST_BYTES = 50_000_000;

/**
 * The text of a file that an input names. What the repository tracks is read from the base, so that a change cannot bring the
 * figures by which it is judged; what it does not track (an artifact that an earlier step fetched) is read from the disk.
 *
 * @throws RunrateError `file_unreadable`
 */
export async function readTrustedFile(workspace: string, revisions: Revisions, named: string): Promise<string> {
  const path = isAbsolute(named) ? named : resolve(workspace, named);
  const inside = relative(workspace, path).split(sep).join("/");
  if (!inside.startsWith("../") && !isAbsolute(inside)) {
    const before = revisions.governing === EMPTY_TREE ? null : await fileAt(workspace, revisions.governing, inside);
    if (before !== null) return before;
    if ((await fileAt(workspace, revisions.head, inside)) !== null) {
      throw new RunrateError(
        "file_unreadable",
        `${named} is only in the change itself, which cannot judge itself by it`,
        {
          hint: "It is used once it is merged; an artifact that no commit holds is used at once.",
        },
      );
    }
  }
  try {
    if (statSync(path).size > LONGEST_BYTES) throw new Error("it is larger than 50 MB");
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new RunrateError(
      "file_unreadable",
      `${named} cannot be read`,
      { hint: "Give a path from the repository's root, or one that an earlier step wrote." },
      { cause: error },
    );
  }
}
