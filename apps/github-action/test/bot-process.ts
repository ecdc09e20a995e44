import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { startSandbox, type Sandbox } from "@runrate/slack-sandbox";

const CLI = new URL("../../cli/src/main.ts", import.meta.url).pathname;
const MANIFEST: unknown = JSON.parse(readFileSync(new URL("../../slack-bot/manifest.json", import.meta.url), "utf8"));

/** The real bot in a process of its own, with its Slack; gone at the end of its block. */
export interface BotProcess extends AsyncDisposable {
  readonly url: string;
  readonly token: string;
  readonly slack: Sandbox;
}

/** Starts `runrate serve` in a folder, with a ledger there. @param options of the command line @throws Error when it ends at once */
export async function startBotProcess(folder: string, options: readonly string[]): Promise<BotProcess> {
  const token = "rr_one-token-for-everything";
  const slack = await startSandbox({ manifest: MANIFEST });
  const server = spawn(process.execPath, [CLI, "serve", "--port", "0", "--host", "127.0.0.1", ...options], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env["PATH"], HOME: folder, ...slack.environment(), RUNRATE_INGEST_TOKEN: token },
  });
  const stop = async () => {
    const isOver = once(server, "exit");
    if (server.exitCode === null && server.kill()) await isOver;
    await slack[Symbol.asyncDispose]();
  };
  try {
    const url = `http://127.0.0.1:${await portOf(server)}`;
    slack.connect(`${url}/slack/events`);
    return { url, token, slack, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The port in the first line of its log that has one. */
async function portOf(server: ReturnType<typeof spawn>): Promise<string> {
  let log = "";
  for await (const part of server.stdout ?? []) {
    log += String(part);
    const port = /"port":(\d+)/.exec(log)?.[1];
    if (port !== undefined) {
      server.stdout?.resume();
      return port;
    }
  }
  throw new Error(`the bot ended: ${log}`);
}
