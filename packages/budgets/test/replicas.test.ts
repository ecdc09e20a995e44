import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { testSchema, testServer } from "@runrate/test-postgres";
import { parseUsd } from "@runrate/core";
import { openLedger, querySpend } from "@runrate/ledger";
import { describe, expect, test } from "vitest";
import { setBudget } from "./budgets.ts";
import { NOON } from "./ledger.ts";

const server = await testServer();
const WORKER = fileURLToPath(new URL("replica-worker.ts", import.meta.url));
const RECORDS = 600;

/** A channel that keeps every message it is sent. */
async function openChannel() {
  const posts: string[] = [];
  const http = createServer((request, response) => {
    const asked = new URL(request.url ?? "/", "http://channel").searchParams.get("key");
    if (request.method === "GET") return void response.end(posts.includes(asked ?? "") ? "yes" : "no");
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      posts.push(body);
      response.end("ok");
    });
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  const port = address !== null && typeof address !== "string" ? address.port : 0;
  return { posts, url: `http://127.0.0.1:${port}/`, [Symbol.dispose]: () => void http.close() };
}

/** Starts a replica, and again whenever it is killed, until one life ends by itself. */
class Replica {
  #child: ChildProcess | undefined;
  #isRunning = false;
  lives = 0;
  readonly done: Promise<void>;

  constructor(args: readonly string[]) {
    this.done = this.#live(args);
  }

  async #live(args: readonly string[]): Promise<void> {
    for (;;) {
      this.lives += 1;
      this.#isRunning = false;
      const child = spawn(process.execPath, [WORKER, ...args], {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, NODE_NO_WARNINGS: "1" },
      });
      this.#child = child;
      let errors = "";
      child.stdout.on("data", () => (this.#isRunning = true));
      child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
      await once(child, "close");
      if (child.exitCode === 0) return;
      if (child.signalCode !== "SIGKILL") throw new Error(`a replica failed: ${errors}`);
    }
  }

  /** False while it starts. */
  signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): boolean {
    if (!this.#isRunning) return false;
    return this.#child?.kill(signal) === true;
  }
}

describe.skipIf(server.kind === "none")("three replicas on one database", () => {
  test("killed and frozen at random while usage arrives, every record is stored once and every alert told once", async () => {
    await using schema = await testSchema(server.kind === "server" ? server.url : "");
    const url = new URL(schema.url);
    // A replica that is frozen inside a transaction is ended by the server sooner than in production.
    url.searchParams.set("idle_in_transaction_session_timeout", "400");
    using channel = await openChannel();
    const ledger = await openLedger(schema.url, { clock: () => NOON });
    await setBudget(ledger, "everything", { amount: { kind: "usd", usd: parseUsd("4") } });
    const replicas = Array.from({ length: 3 }, () => new Replica([url.href, channel.url, String(RECORDS)]));
    const all = Promise.all(replicas.map((replica) => replica.done)).then(() => true);
    let isDone = false;
    void all.finally(() => (isDone = true)).catch(() => {});
    // One kill for certain, as soon as there is something to kill; then whatever comes.
    while (!replicas[0]?.signal("SIGKILL")) await sleep(20);
    const untilCalm = performance.now() + 3_000;
    while (!isDone && performance.now() < untilCalm) {
      await sleep(100 + Math.random() * 300);
      const victim = replicas[Math.floor(Math.random() * replicas.length)];
      if (Math.random() < 0.4) {
        victim?.signal("SIGKILL");
      } else if (victim?.signal("SIGSTOP")) {
        await sleep(100 + Math.random() * 800);
        victim.signal("SIGCONT");
      }
    }
    await all;
    expect(replicas.some((replica) => replica.lives > 1)).toBe(true);
    const month = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 11, 1), zone: "UTC", by: [], where: [] } as const;
    const rolled = await querySpend(ledger, month);
    // 600 calls at a cent.
    expect(rolled.total).toMatchObject({ records: 600n, usd: 6n * 10n ** 12n });
    const scanned = await querySpend(ledger, { ...month, where: [{ dimension: "tag:none", values: [null] }] });
    expect(scanned.total).toEqual(rolled.total);
    const alerts = await ledger.db.selectFrom("budget_alerts").select("percent").orderBy("percent").execute();
    expect(alerts.map(({ percent }) => percent)).toEqual(["100", "50", "80"]);
    const told = channel.posts.filter((key) => !key.startsWith("refresh/"));
    expect(new Set(told).size).toBe(told.length);
    await ledger.close();
  });
});
