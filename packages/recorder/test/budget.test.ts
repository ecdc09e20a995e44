import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { testSchema, testServer } from "@runrate/test-postgres";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { BudgetExceededError, openBudget, openRecorder, type BudgetOptions } from "../src/index.ts";
import { chat, chunk, CREATED, events, fakeOpenAi, json, modelResponse } from "./fake-openai.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-budget-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const file = () => `sqlite:${join(folder, `${(files += 1)}.db`)}`;
const NOW = CREATED * 1_000;
const server = await testServer();

const daily = (given: Partial<BudgetOptions> = {}): BudgetOptions => ({
  ledger: "sqlite::memory:",
  name: "assistant",
  limit: { usd: "0.01" },
  period: "day",
  clock: () => NOW,
  ...given,
});

describe("a budget in code", () => {
  test("gives out what is left and says when there is more", async () => {
    await using budget = await openBudget(daily());
    const first = await budget.reserve("0.006");
    const refused = await budget.reserve("0.005").catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(BudgetExceededError);
    expect(refused).toMatchObject({
      code: "budget_exceeded",
      budget: "assistant",
      remaining: "0.004",
      resetAt: new Date("2026-11-25T00:00:00Z"),
      message: 'the budget "assistant" has $0.004 of $0.01 left, the call may take $0.005',
    });
    await first.settle("0.001");
    await first.settle("0.009");
    // Settled once: 0.01 − 0.001.
    expect(await budget.status()).toEqual({
      spent: "0.001",
      reserved: "0",
      remaining: "0.009",
      resetAt: new Date("2026-11-25T00:00:00Z"),
    });
    await budget.reserve("0.009");
    await expect(budget.reserve("0.000000000001")).rejects.toThrow("assistant");
  });

  test("starts anew with its period, in its zone", async () => {
    let now = Date.parse("2026-11-24T22:59:00Z");
    await using budget = await openBudget(daily({ limit: { tokens: 100 }, zone: "Europe/Berlin", clock: () => now }));
    await budget.reserve(100);
    await expect(budget.reserve(1)).rejects.toMatchObject({
      resetAt: new Date("2026-11-24T23:00:00Z"),
      remaining: "0",
    });
    now = Date.parse("2026-11-24T23:00:00Z");
    await budget.reserve(100);
  });

  test("a reservation that nobody settles counts as spent after a while, and is corrected when it is settled late", async () => {
    let now = NOW;
    await using budget = await openBudget(daily({ limit: { tokens: 100 }, holdMs: 1_000, clock: () => now }));
    const lost = await budget.reserve(60);
    expect(await budget.status()).toMatchObject({ spent: "0", reserved: "60" });
    now += 1_000;
    await (await budget.reserve(10)).settle(5);
    expect(await budget.status()).toMatchObject({ spent: "65", reserved: "0" });
    await lost.settle(20);
    expect(await budget.status()).toMatchObject({ spent: "25", remaining: "75" });
  });

  test("never gives out more than there is, in whatever order calls are made and settled", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 500 }),
        fc.array(
          fc.record({
            estimate: fc.integer({ min: 0, max: 200 }),
            part: fc.double({ min: 0, max: 1, noNaN: true }),
            isLate: fc.boolean(),
          }),
          { maxLength: 30 },
        ),
        async (limit, calls) => {
          await using budget = await openBudget(daily({ limit: { tokens: limit } }));
          let used = 0;
          const late: (() => Promise<void>)[] = [];
          for (const { estimate, part, isLate } of calls) {
            const reservation = await budget.reserve(estimate).catch(() => undefined);
            if (reservation === undefined) continue;
            const actual = Math.floor(estimate * part);
            used += actual;
            if (isLate) late.push(() => reservation.settle(actual));
            else await reservation.settle(actual);
          }
          for (const settle of late) await settle();
          expect(used).toBeLessThanOrEqual(limit);
          expect(await budget.status()).toMatchObject({ spent: String(used), reserved: "0" });
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe("a client that keeps to a budget", () => {
  const messages = [{ role: "user" as const, content: "Hi" }];

  test("reserves the most that a call may come to, settles what it came to, and is refused before it calls", async () => {
    await using api = await fakeOpenAi();
    const ledger = file();
    // gpt-4o-mini: 4,000 output tokens may come to $0.0024; the answer's 2,000 + 500 tokens come to $0.0006.
    await using budget = await openBudget(daily({ ledger, limit: { usd: "0.003" } }));
    await using recorder = openRecorder({ to: ledger, clock: () => NOW });
    const client = recorder.wrap(api.client(), {}, budget);
    api.answers.set("POST /chat/completions", json(chat("chatcmpl-1")));
    await client.chat.completions.create({ model: "gpt-4o-mini", messages });
    await budget.settled();
    expect(await budget.status()).toMatchObject({ spent: "0.0006", reserved: "0" });
    await expect(client.chat.completions.create({ model: "gpt-4o-mini", messages })).rejects.toBeInstanceOf(
      BudgetExceededError,
    );
    expect(api.requests).toHaveLength(1);
    api.answers.set("POST /chat/completions", json(chat("chatcmpl-2")));
    // With a cap it fits.
    await client.chat.completions.create({ model: "gpt-4o-mini", messages, max_completion_tokens: 500 });
    await budget.settled();
    expect(await budget.status()).toMatchObject({ spent: "0.0012" });
  });

  test("a call that fails gives its reservation back; a stream that is broken off keeps it", async () => {
    await using api = await fakeOpenAi();
    await using budget = await openBudget(daily({ limit: { tokens: 10_000 } }));
    await using recorder = openRecorder({ to: file(), clock: () => NOW });
    const client = recorder.wrap(api.client(), {}, budget);
    api.answers.set("POST /chat/completions", json({ error: { message: "no" } }, 500));
    await expect(client.chat.completions.create({ model: "gpt-4o-mini", messages })).rejects.toThrow("no");
    await new Promise((resolve) => setTimeout(resolve, 20));
    await budget.settled();
    expect(await budget.status()).toMatchObject({ spent: "0", reserved: "0" });
    api.answers.set(
      "POST /chat/completions",
      events([chunk("c", { choices: [{ index: 0, delta: { content: "a" } }] }), chunk("c", {})]),
    );
    for await (const _part of await client.chat.completions.create({
      model: "gpt-4o-mini",
      messages,
      stream: true,
      max_tokens: 100,
    }))
      break;
    await budget.settled();
    const { spent } = await budget.status();
    expect(Number(spent)).toBeGreaterThan(100);
    expect(Number(spent)).toBeLessThan(130);
  });

  test("an answer that does not say what it used counts at its estimate, at once", async () => {
    await using api = await fakeOpenAi();
    await using budget = await openBudget(daily({ limit: { tokens: 10_000 } }));
    await using recorder = openRecorder({ to: file(), clock: () => NOW });
    const client = recorder.wrap(api.client(), {}, budget);
    const call = { model: "gpt-4o-mini", messages, max_tokens: 100 };
    const estimate = Number(await budget.estimate(call));
    api.answers.set("POST /chat/completions", json(chat("c", { usage: undefined })));
    await client.chat.completions.create(call);
    await budget.settled();
    expect(await budget.status()).toMatchObject({ spent: String(estimate), reserved: "0" });
    await client.chat.completions.create(call).asResponse();
    await expect.poll(async () => await budget.status()).toMatchObject({ spent: String(2 * estimate), reserved: "0" });
  });

  test("a background response that fails gives its reservation back", async () => {
    await using api = await fakeOpenAi();
    await using budget = await openBudget(daily({ limit: { tokens: 10_000 } }));
    await using recorder = openRecorder({ to: file(), clock: () => NOW });
    const client = recorder.wrap(api.client(), {}, budget);
    api.answers.set("POST /responses", json(modelResponse("resp_f", { status: "queued", usage: null })));
    await client.responses.create({ model: "gpt-5.4", input: "Hi", background: true });
    api.answers.set("GET /responses/resp_f", json(modelResponse("resp_f", { status: "failed", usage: null })));
    await client.responses.retrieve("resp_f");
    await budget.settled();
    expect(await budget.status()).toMatchObject({ spent: "0", reserved: "0" });
  });

  test("a zone that is none, and a budget without a name, are refused when it is opened", async () => {
    await expect(openBudget(daily({ zone: "Mars/Olympus" }))).rejects.toMatchObject({ code: "unknown_zone" });
    await expect(openBudget(daily({ name: " " }))).rejects.toMatchObject({ code: "bad_budget" });
  });

  test("a background response is settled when it is polled", async () => {
    await using api = await fakeOpenAi();
    await using budget = await openBudget(daily({ limit: { tokens: 10_000 } }));
    await using recorder = openRecorder({ to: file(), clock: () => NOW });
    const client = recorder.wrap(api.client(), {}, budget);
    api.answers.set("POST /responses", json(modelResponse("resp_1", { status: "queued", usage: null })));
    await client.responses.create({ model: "gpt-5.4", input: "Hi", background: true });
    await budget.settled();
    expect(Number((await budget.status()).reserved)).toBeGreaterThan(4_000);
    api.answers.set("GET /responses/resp_1", json(modelResponse("resp_1")));
    await client.responses.retrieve("resp_1");
    await budget.settled();
    expect(await budget.status()).toMatchObject({ spent: "1100", reserved: "0" });
  });

  test("a model without a price is refused where money counts", async () => {
    await using budget = await openBudget(daily());
    await expect(budget.estimate({ model: "nobody-knows-it", messages })).rejects.toMatchObject({
      code: "unknown_model",
    });
  });
});

describe("several processes", () => {
  const worker = fileURLToPath(new URL("budget-worker.ts", import.meta.url));
  async function spend(ledger: string, limit: number, over: number): Promise<readonly number[]> {
    const outputs = await Promise.all(
      Array.from({ length: 4 }, async (_, index) => {
        const child = spawn(process.execPath, [worker, ledger, String(limit), String(over), String(index + 1)], {
          stdio: ["ignore", "pipe", "inherit"],
          env: { ...process.env, NODE_NO_WARNINGS: "1" },
        });
        let output = "";
        child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
        await once(child, "close");
        const used: number[] = JSON.parse(output);
        return used;
      }),
    );
    return outputs.flat();
  }
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

  test("never spend more than the limit together when no call uses more than it reserved", async () => {
    const used = await spend(file(), 2_000, 0);
    expect(used.length).toBeGreaterThan(10);
    expect(sum(used)).toBeLessThanOrEqual(2_000);
    expect(sum(used)).toBeGreaterThan(1_700);
  });

  test.skipIf(server.kind === "none")(
    "on PostgreSQL go over by no more than the calls under way at the end did",
    async () => {
      await using schema = await testSchema(server.kind === "server" ? server.url : "");
      // Up to 60 tokens more than reserved; four processes have two calls under way each.
      expect(sum(await spend(schema.url, 2_000, 60))).toBeLessThanOrEqual(2_000 + 8 * 60);
    },
  );
});
