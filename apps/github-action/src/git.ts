import { spawn } from "node:child_process";

/** How a git command ended. */
export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Fetching may wait for a network; nothing else should take long. */
const LONGEST_MS = 180_000;

/** Runs git in a repository: without a shell, without questions, hooks or a file system monitor. */
export function git(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<GitResult> {
  return new Promise((resolve) => {
    const quiet = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"];
    const child = spawn("git", [...quiet, "-C", folder, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LONGEST_MS,
      env: { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_ASKPASS: "true", ...env },
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    child.on("error", (error) => resolve({ code: -1, stdout: Buffer.alloc(0), stderr: error.message }));
    child.on("close", (code) =>
      resolve({ code: code ?? -1, stdout: Buffer.concat(output), stderr: Buffer.concat(errors).toString("utf8") }),
    );
  });
}

/**
 * Variables that set more of git's configuration, beside what the environment sets already. In the order given; a name may come
 * twice.
 */
export function gitConfiguration(
  env: Readonly<Record<string, string | undefined>>,
  more: Readonly<Record<string, string | readonly string[]>>,
): Record<string, string> {
  const set = Number(env["GIT_CONFIG_COUNT"] ?? "0") || 0;
  const added = Object.entries(more).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, value] as const),
  );
  return Object.fromEntries([
    ["GIT_CONFIG_COUNT", String(set + added.length)],
    ...added.flatMap(([name, value], index) => [
      [`GIT_CONFIG_KEY_${set + index}`, name],
      [`GIT_CONFIG_VALUE_${set + index}`, value],
    ]),
  ]);
}

/** One line of output; null when git said no. */
export async function gitLine(folder: string, ...args: string[]): Promise<string | null> {
  const { code, stdout } = await git(folder, args);
  const line = stdout.toString("utf8").trim();
  return code === 0 && line !== "" ? line : null;
}

/** Commits that were seen here: they do not go away, and every question to git costs a process. */
const seen = new Set<string>();

/** Whether the commit is here, with its tree. A partial clone is not asked to fetch it. */
export async function hasCommit(folder: string, sha: string): Promise<boolean> {
  if (seen.has(`${folder}\0${sha}`)) return true;
  const { code } = await git(folder, ["cat-file", "-e", `${sha}^{tree}`], { GIT_NO_LAZY_FETCH: "1" });
  if (code === 0) seen.add(`${folder}\0${sha}`);
  return code === 0;
}

/** A file's content in a commit; null where the commit has none. */
export async function fileAt(folder: string, commit: string, path: string): Promise<string | null> {
  const { code, stdout } = await git(folder, ["cat-file", "blob", `${commit}:${path}`]);
  return code === 0 ? stdout.toString("utf8") : null;
}
