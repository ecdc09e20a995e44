import { spawnSync } from "node:child_process";
import { openSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The command line, from its sources. */
export const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

export interface CliOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the CLI as its own process, as a user does; in a folder of its own, and into a file, where one is given. */
export function runCli(args: readonly string[], input = "", cwd?: string, into?: string): CliOutcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    input,
    stdio: ["pipe", into === undefined ? "pipe" : openSync(into, "w"), "pipe"],
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, NO_COLOR: "1", NODE_NO_WARNINGS: "1" },
  });
  return { code: status, stdout, stderr };
}
