import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export type Files = Readonly<Record<string, string | null>>;

/** A real git repository in a temporary folder. */
export class Repository {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** An empty one, or a clone. */
  static create(...clone: string[]): Repository {
    const folder = mkdtempSync(join(tmpdir(), "runrate-action-"));
    const repository = new Repository(folder);
    if (clone.length === 0) repository.git("init", "--quiet", "--initial-branch=main");
    else execFileSync("git", ["clone", "--quiet", ...clone, folder], { env: ENV });
    repository.git("config", "uploadpack.allowAnySHA1InWant", "true");
    return repository;
  }

  git(...args: string[]): string {
    return execFileSync("git", ["-C", this.folder, ...args], { env: ENV, encoding: "utf8" }).trim();
  }

  /** Writes files (null removes one), commits everything, and returns the commit. */
  commit(files: Files, message = "change"): string {
    this.write(files);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  /** Writes files (null removes one) and commits nothing. */
  write(files: Files): void {
    for (const [path, text] of Object.entries(files)) {
      const at = join(this.folder, path);
      if (text === null) rmSync(at);
      else {
        mkdirSync(dirname(at), { recursive: true });
        writeFileSync(at, text);
      }
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const ENV = {
  PATH: process.env["PATH"],
  HOME: tmpdir(),
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.com",
  GIT_AUTHOR_DATE: "2026-11-01T00:00:00Z",
  GIT_COMMITTER_DATE: "2026-11-01T00:00:00Z",
};
