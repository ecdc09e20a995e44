import { spawn, type ChildProcess } from "node:child_process";
import type { Sandbox } from "@runrate/slack-sandbox";

/** A `runrate serve` in a process of its own. */
export interface ServeProcess {
  readonly process: ChildProcess;
  /** Of its HTTP endpoints, without a path. */
  readonly url: string;
}

/**
 * Starts `runrate serve` against the sandbox's Slack.
 *
 * @param command what runs the CLI: `bin/runrate`, or Node and a source file
 * @returns once it listens
 */
export async function startServe(
  command: readonly [string, ...string[]],
  sandbox: Sandbox,
  ledger: string,
): Promise<ServeProcess> {
  const [file, ...first] = command;
  const server = spawn(file, [...first, "serve", "--port", "0", "--host", "127.0.0.1", "--ledger", ledger], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_NO_WARNINGS: "1", ...sandbox.environment() },
  });
  return { process: server, url: `http://127.0.0.1:${await portOf(server)}` };
}

/** The port that a process names on its standard output as `"port":<number>`. @throws Error when it ends before */
export async function portOf(server: ChildProcess): Promise<number> {
  let output = "";
  return new Promise<number>((resolve, reject) => {
    server.stdout?.on("data", (part: Buffer) => {
      output += part.toString("utf8");
      const [, found] = /"port":(\d+)/.exec(output) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
    server.once("exit", () => reject(new Error(`the server ended: ${output}`)));
  });
}
