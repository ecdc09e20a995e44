import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** A running `runrate start`, stopped at the end by closing its standard input. */
export interface StartedProgram extends AsyncDisposable {
  readonly url: string;
  /** What it has written so far. */
  output(): string;
}

/** Starts the program as `npm start` does, without a terminal, and waits for the page's address. */
export async function startProgram(args: readonly string[]): Promise<StartedProgram> {
  const child = spawn(process.execPath, [MAIN, "start", ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", NODE_NO_WARNINGS: "1", SLACK_BOT_TOKEN: "" },
  });
  let output = "";
  const exited = once(child, "exit");
  const found = Promise.withResolvers<string>();
  const read = (part: Buffer): void => {
    output += part.toString("utf8");
    const [, url] = /Slack in the browser: (http:\S+)/.exec(output) ?? [];
    if (url !== undefined) found.resolve(url);
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  void exited.then(() => found.reject(new Error(`it ended: ${output}`)));
  const url = await found.promise;
  return {
    url,
    output: () => output,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await exited;
    },
  };
}
