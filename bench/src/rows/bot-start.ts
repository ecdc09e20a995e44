import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startSandbox, type Sandbox } from "@runrate/slack-sandbox";
import { rowOf, type Bench } from "../bench-row.ts";
import { portOf, startServe, type ServeProcess } from "../serve-process.ts";
import { median } from "../side-by-side.ts";

const ROOT = join(import.meta.dirname, "../../..");
const ROUNDS = 5;

/**
 * From the command to `/readyz` answering that database and Slack are there, and what the process then holds, beside the least
 * that a Slack app can be: Bolt with one command and no database.
 */
const bench: Bench = {
  name: "bot start",
  async run() {
    await using sandbox = await startSandbox();
    const folder = mkdtempSync(join(tmpdir(), "runrate-bench-bot-"));
    try {
      const runrate = () => startServe([join(ROOT, "bin/runrate")], sandbox, `sqlite:${join(folder, "ledger.db")}`);
      const bolt = () => startBareBolt(sandbox);
      // The first start sets up and creates the ledger.
      await started(runrate);
      const ours = { ms: [] as number[], mb: [] as number[] };
      const peer = { ms: [] as number[], mb: [] as number[] };
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const [measured, start] of [[ours, runrate] as const, [peer, bolt] as const]) {
          const { ms, mb } = await started(start);
          measured.ms.push(ms);
          measured.mb.push(mb);
        }
      }
      const peerName = "a Bolt app with one command and no database";
      return [
        rowOf({
          name: "bot: start until it is ready",
          unit: "ms",
          ours: median(ours.ms),
          peerName,
          peer: median(peer.ms),
          goal: { atMost: 4 },
        }),
        rowOf({
          name: "bot: memory when it is ready",
          unit: "MB",
          ours: median(ours.mb),
          peerName,
          peer: median(peer.mb),
          goal: { atMost: 4 },
        }),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export default bench;

async function startBareBolt(sandbox: Sandbox): Promise<ServeProcess> {
  const server = spawn(process.execPath, [join(ROOT, "bench/src/bare-bolt.mjs")], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...sandbox.environment(), BOLT_FROM: join(ROOT, "apps/slack-bot/package.json") },
  });
  return { process: server, url: `http://127.0.0.1:${await portOf(server)}` };
}

/** Starts one, waits until it is ready, and ends it. */
async function started(start: () => Promise<ServeProcess>): Promise<{ ms: number; mb: number }> {
  const before = performance.now();
  const { process: server, url } = await start();
  try {
    while (!(await fetch(`${url}/readyz`).then(({ ok }) => ok))) await sleep(5);
    return { ms: performance.now() - before, mb: residentMegabytes(server) };
  } finally {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
}

function residentMegabytes(server: ChildProcess): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(server.pid)], { encoding: "utf8" })) / 1_024;
}
