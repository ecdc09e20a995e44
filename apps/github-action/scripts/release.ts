import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Release {
  /** The commit that holds the bundle; its parent is the commit that was released. */
  readonly commit: string;
  readonly tags: readonly string[];
}

const DIST = "apps/github-action/dist";

/**
 * Makes the release commit: the released commit and the built bundle, and nothing else. No branch moves; the tag is the only way
 * to it, so that `dist` never stands on main. The major tag (`v1`) follows.
 *
 * @param root the repository, clean, with the bundle built from its HEAD
 */
export function makeRelease(root: string, version: string): Release {
  if (!/^v\d+\.\d+\.\d+$/.test(version)) throw new Error(`a release is called v1.2.3, not ${version}`);
  const folder = mkdtempSync(join(tmpdir(), "runrate-release-"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", root, ...args], {
      encoding: "utf8",
      env: { ...process.env, GIT_INDEX_FILE: join(folder, "index") },
    }).trim();
  try {
    git("read-tree", "HEAD");
    if (git("status", "--porcelain", "--untracked-files=no") !== "")
      throw new Error("commit or put away your changes first");
    git("add", "--force", DIST);
    const tree = git("write-tree");
    const commit = git("commit-tree", tree, "-p", "HEAD", "-m", `release: ${version}`);
    const tags = [version, version.slice(0, version.indexOf("."))];
    git("tag", version, commit);
    git("tag", "--force", tags[1] ?? version, commit);
    return { commit, tags };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
