import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test, vi } from "vitest";
import { openRecorder } from "../src/index.ts";
import type { Seen } from "../src/observation.ts";
import { chat, CREATED, fakeOpenAi, json } from "./fake-openai.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-delivery-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function call(id: string): Seen {
  return {
    id,
    at: CREATED * 1_000,
    model: "gpt-4o-mini",
    serviceTier: undefined,
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
    requests: 1,
    responseId: id,
    conversation: undefined,
    webSearches: 0,
    fileSearches: 0,
    codeSessions: 0,
  };
}

/** `POST /v1/usage`, which stores every id once and fails as often as it is told to. */
async function openEndpoint() {
  const stored = new Map<string, Record<string, unknown>>();
  const seen: { authorization: string | undefined; lines: number }[] = [];
  const failures: (number | "lost")[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const failure = failures.shift();
    if (typeof failure === "number") {
      response.writeHead(failure, failure === 429 ? { "retry-after": "0" } : {});
      return void response.end("not now");
    }
    const lines = text.split("\n").map((line): Record<string, unknown> => JSON.parse(line));
    seen.push({ authorization: request.headers.authorization, lines: lines.length });
    let duplicates = 0;
    for (const line of lines) {
      if (stored.has(String(line["id"]))) duplicates += 1;
      stored.set(String(line["id"]), line);
    }
    // Stored, and the answer lost on its way.
    if (failure === "lost") return void request.socket.destroy();
    response.end(JSON.stringify({ stored: lines.length - duplicates, duplicates, rejected: [] }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    stored,
    seen,
    failures,
    url: `http://127.0.0.1:${address !== null && typeof address !== "string" ? address.port : 0}`,
    [Symbol.dispose]: () => void server.close(),
  };
}

describe("delivery to /v1/usage", () => {
  test("goes in batches with the token, as lines that the endpoint reads", async () => {
    using endpoint = await openEndpoint();
    const recorder = openRecorder({ to: endpoint.url, token: "t0ken", batchSize: 100, tags: { workload: "search" } });
    for (let index = 0; index < 250; index += 1) recorder.record(call(`c${index}`), { tenant: "acme" }, "openai");
    await recorder.close();
    expect(endpoint.seen).toEqual([100, 100, 50].map((lines) => ({ authorization: "Bearer t0ken", lines })));
    expect(endpoint.stored.get("c7")).toEqual({
      id: "c7",
      at: "2026-11-24T12:00:00.000Z",
      provider: "openai",
      model: "gpt-4o-mini",
      usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
      raw: true,
      response_id: "c7",
      workload: "search",
      tags: { tenant: "acme" },
    });
    expect(recorder.stats).toMatchObject({ delivered: 250, queued: 0 });
  });

  test("is tried again after a failure, a busy endpoint and a lost answer, without counting anything twice", async () => {
    using endpoint = await openEndpoint();
    endpoint.failures.push(500, "lost");
    const problems: string[] = [];
    const recorder = openRecorder({ to: endpoint.url, onProblem: (message) => problems.push(message) });
    for (let index = 0; index < 20; index += 1) recorder.record(call(`c${index}`));
    await recorder.flush();
    expect(endpoint.stored.size).toBe(20);
    expect(recorder.stats).toMatchObject({ delivered: 20, queued: 0, rejected: 0 });
    expect(problems).toEqual([expect.stringContaining("500")]);
    endpoint.failures.push(429);
    recorder.record(call("late"));
    await recorder.close();
    expect(endpoint.stored.has("late")).toBe(true);
  });

  test("a flush does not wait for the endpoint to come back: the calls stay queued, and are sent later", async () => {
    const problems: string[] = [];
    let isBack = false;
    const recorder = openRecorder({
      to: "http://127.0.0.1:1",
      delayMs: 1,
      onProblem: (message) => problems.push(message),
      // Longer than a timer can be: the recorder asks again sooner, and not at once.
      fetch: async () =>
        isBack
          ? Response.json({ stored: 1, duplicates: 0 })
          : new Response("", { status: 503, headers: { "retry-after": problems.length === 0 ? "99999999" : "0" } }),
    });
    recorder.record(call("a"));
    await vi.waitUntil(() => problems.length > 0);
    await recorder.flush();
    expect(recorder.stats).toMatchObject({ delivered: 0, queued: 1 });
    isBack = true;
    await vi.waitUntil(() => recorder.stats.queued === 0);
    expect(recorder.stats).toMatchObject({ delivered: 1 });
    await recorder.close();
  });

  test("a full queue drops what comes on top and counts it; the application goes on", async () => {
    const problems: string[] = [];
    const recorder = openRecorder({
      to: "http://127.0.0.1:1",
      queueLimit: 10,
      onProblem(message) {
        problems.push(message);
        throw new Error("the listener's own");
      },
    });
    for (let index = 0; index < 25; index += 1) recorder.record(call(`c${index}`));
    expect(recorder.stats).toMatchObject({ seen: 25, queued: 10, dropped: 15 });
    expect(problems).toEqual([expect.stringContaining("queue is full")]);
  });

  test("what is no usage is refused for good, counted and told", async () => {
    using endpoint = await openEndpoint();
    endpoint.failures.push(400);
    const problems: string[] = [];
    const recorder = openRecorder({ to: endpoint.url, onProblem: (message) => problems.push(message) });
    recorder.record(call("a"));
    await recorder.close();
    expect(recorder.stats).toMatchObject({ rejected: 1, queued: 0, delivered: 0 });
    expect(problems).toEqual([expect.stringContaining("1 records were refused: 400")]);
  });

  test.each([401, 404])(
    "calls wait while the endpoint answers %i, which is told once; a rotated token is taken up",
    async (status) => {
      using endpoint = await openEndpoint();
      endpoint.failures.push(status, status);
      const problems: string[] = [];
      const tokens = ["old", "old", "new"];
      const recorder = openRecorder({
        to: endpoint.url,
        delayMs: 1,
        token: () => tokens.shift() ?? "new",
        onProblem: (message) => problems.push(message),
      });
      recorder.record(call("a"));
      recorder.record(call("b"));
      await expect
        .poll(() => recorder.stats, { timeout: 5_000 })
        .toMatchObject({ delivered: 2, queued: 0, rejected: 0 });
      expect(endpoint.seen).toEqual([{ authorization: "Bearer new", lines: 2 }]);
      expect(problems).toEqual([expect.stringContaining(`usage cannot be sent, and waits: ${status}`)]);
      await recorder.close();
    },
  );

  test("a batch that is too large is sent in parts; a call that is too large by itself is refused, and no other", async () => {
    const stored: string[] = [];
    const recorder = openRecorder({
      to: "http://127.0.0.1:1",
      batchSize: 64,
      onProblem: () => {},
      fetch: async (_url, init) => {
        const text = String(init?.body);
        if (text.length > 4_000) return new Response("too large", { status: 413 });
        const lines = text.split("\n").map((line): Record<string, unknown> => JSON.parse(line));
        stored.push(...lines.map(({ id }) => String(id)));
        return Response.json({ stored: lines.length, duplicates: 0 });
      },
    });
    for (let index = 0; index < 100; index += 1) {
      recorder.record(call(`c${index}`), index === 40 ? { note: "x".repeat(5_000) } : undefined);
    }
    await recorder.close();
    expect(stored).toEqual(Array.from({ length: 100 }, (_, index) => `c${index}`).filter((id) => id !== "c40"));
    expect(recorder.stats).toMatchObject({ delivered: 99, rejected: 1, queued: 0, dropped: 0 });
  });

  test("a recorder that is closed while nothing can be sent leaves what waits in its spool, or says how many are lost", async () => {
    using endpoint = await openEndpoint();
    const spool = join(folder, "closed.jsonl");
    const problems: string[] = [];
    const down = { to: "http://127.0.0.1:1", fetch: async () => new Response("", { status: 401 }) };
    const first = openRecorder({ ...down, spool, onProblem: () => {} });
    first.record(call("kept"));
    await first.close();
    expect(first.stats).toMatchObject({ queued: 0, spooled: 1, dropped: 0 });
    const second = openRecorder({ to: endpoint.url, spool });
    await second.close();
    expect([...endpoint.stored.keys()]).toEqual(["kept"]);
    const third = openRecorder({ ...down, onProblem: (message) => problems.push(message) });
    third.record(call("lost"));
    await third.close();
    expect(third.stats).toMatchObject({ queued: 0, dropped: 1 });
    expect(problems.at(-1)).toBe("1 calls are not recorded: they could not be sent before the end");
  });

  test("a spool is sent as far as it can be read, and what cannot be is told", async () => {
    using endpoint = await openEndpoint();
    const problems: string[] = [];
    const broken = join(folder, "broken.jsonl");
    writeFileSync(
      broken,
      `{"id":"whole","model":"gpt-4o-mini","usage":{"input_tokens":1,"output_tokens":1}}\n{"id":"cut off\n`,
    );
    const unreadable = join(folder, "a-folder.jsonl");
    mkdirSync(unreadable);
    for (const spool of [broken, unreadable]) {
      const recorder = openRecorder({ to: endpoint.url, spool, onProblem: (message) => problems.push(message) });
      await recorder.close();
    }
    expect([...endpoint.stored.keys()]).toEqual(["whole"]);
    expect(problems).toEqual([
      `1 of the 2 calls in ${broken} are not recorded: their lines are broken`,
      expect.stringContaining(`the calls in ${unreadable} are not recorded: it cannot be read (EISDIR`),
    ]);
  });
});

describe("a process that ends", () => {
  const app = fileURLToPath(new URL("exiting-app.ts", import.meta.url));
  const run = async (args: readonly string[]) => {
    const child = spawn(process.execPath, [app, ...args], {
      stdio: "inherit",
      env: { ...process.env, NODE_NO_WARNINGS: "1" },
    });
    await once(child, "close");
    expect(child.exitCode).toBe(0);
  };

  test("because it has nothing more to do sends first what waits", async () => {
    await using api = await fakeOpenAi();
    using endpoint = await openEndpoint();
    api.answers.set("POST /chat/completions", json(chat("chatcmpl-end")));
    await run(["end", api.url, endpoint.url]);
    expect([...endpoint.stored.keys()]).toEqual(["chatcmpl-end"]);
  });

  test("at once leaves what waits in the spool, and the next one sends it", async () => {
    await using api = await fakeOpenAi();
    using endpoint = await openEndpoint();
    const spool = join(folder, "spool.jsonl");
    api.answers.set("POST /chat/completions", json(chat("chatcmpl-spooled")));
    await run(["exit", api.url, endpoint.url, spool]);
    expect(endpoint.stored.size).toBe(0);
    expect(readFileSync(spool, "utf8")).toContain("chatcmpl-spooled");
    api.answers.set("POST /chat/completions", json(chat("chatcmpl-next")));
    await run(["end", api.url, endpoint.url, spool]);
    expect([...endpoint.stored.keys()].toSorted()).toEqual(["chatcmpl-next", "chatcmpl-spooled"]);
    expect(existsSync(spool)).toBe(false);
  });
});
