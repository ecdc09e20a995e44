import { bundledCatalogue } from "@runrate/catalogue";
import { compilePricer, toDecimal } from "@runrate/core";
import { ledgerRecord, openLedger, type LedgerStore } from "@runrate/ledger";
import { describe, expect, test } from "vitest";
import { batchTotal, deleteStale, estimateBatch, findStale, measureThread, STATE_KINDS } from "../src/index.ts";
import { CREATED, fakeOpenAi, json } from "./fake-openai.ts";

const NOW = CREATED * 1_000;
const DAY = 86_400_000;

async function ledgerWith(
  calls: readonly (readonly [conversation: string, daysAgo: number])[],
): Promise<LedgerStore & AsyncDisposable> {
  const store = await openLedger("sqlite::memory:", { clock: () => NOW });
  await store.append(
    calls.map(([conversation, daysAgo], index) =>
      ledgerRecord(
        {
          id: `r${index}`,
          at: NOW - daysAgo * DAY,
          model: "gpt-4o",
          serviceTier: "standard",
          usage: { inputTokens: 900_000, outputTokens: 100_000 },
          requests: 1,
          conversation,
          tags: {},
          source: "recorder",
        },
        () => ({ charge: { kind: "unpriced", reason: "not asked" } }),
      ),
    ),
  );
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

const list = (data: readonly object[]) =>
  json({ object: "list", data, first_id: null, last_id: null, has_more: false });

describe("stale state", () => {
  const calls = [
    ["thread_old", 90],
    ["thread_old", 45],
    ["conv_old", 31],
    ["thread_new", 60],
    ["thread_new", 2],
    ["mine", 50],
  ] as const;

  test("is what had no activity for 30 days, from the ledger and the provider, with what it costs", async () => {
    await using api = await fakeOpenAi();
    await using ledger = await ledgerWith(calls);
    const store = (id: string, daysAgo: number) => ({
      id,
      object: "vector_store",
      created_at: CREATED - 400 * 86_400,
      last_active_at: CREATED - daysAgo * 86_400,
      usage_bytes: 2 * 1_073_741_824,
    });
    api.answers.set("GET /vector_stores", list([store("vs_old", 40), store("vs_new", 1)]));
    const { stale, ownIds } = await findStale(ledger, api.client(), STATE_KINDS, 30, NOW);
    expect(stale.map(({ state, monthlyUsd }) => [state.kind, state.id, toDecimal(monthlyUsd)])).toEqual([
      // 1M tokens × $0.10 × 30 days; 2 GB × $0.10 × 30 days.
      ["thread", "thread_old", "3"],
      ["vector_store", "vs_old", "6"],
      ["conversation", "conv_old", "3"],
    ]);
    expect(ownIds).toBe(1);
  });

  test("is deleted one by one: what is gone is noted, a failure is counted and left for the next run", async () => {
    await using api = await fakeOpenAi();
    await using ledger = await ledgerWith(calls);
    api.answers.set("DELETE /threads/thread_old", json({ id: "thread_old", object: "thread.deleted", deleted: true }));
    api.answers.set("DELETE /conversations/conv_old", json({ error: { message: "overloaded" } }, 500));
    const kinds = ["thread", "conversation"] as const;
    const first = await findStale(ledger, undefined, kinds, 30, NOW);
    expect(await deleteStale(ledger, api.client(), first.stale)).toEqual({
      deleted: 1,
      alreadyGone: 0,
      failed: [{ id: "conv_old", reason: expect.stringContaining("overloaded") }],
    });
    const second = await findStale(ledger, undefined, kinds, 30, NOW);
    expect(second.stale.map(({ state }) => state.id)).toEqual(["conv_old"]);
    api.answers.delete("DELETE /conversations/conv_old");
    expect(await deleteStale(ledger, api.client(), second.stale)).toEqual({ deleted: 0, alreadyGone: 1, failed: [] });
    expect((await findStale(ledger, undefined, kinds, 30, NOW)).stale).toEqual([]);
  });

  test("a key that may not delete ends it, and says so", async () => {
    await using api = await fakeOpenAi();
    await using ledger = await ledgerWith(calls);
    api.answers.set("DELETE /threads/thread_old", json({ error: { message: "no rights" } }, 403));
    const { stale } = await findStale(ledger, undefined, ["thread"], 30, NOW);
    await expect(deleteStale(ledger, api.client(), stale)).rejects.toMatchObject({ code: "cleanup_refused" });
  });
});

describe("a thread", () => {
  test("is listed and counted, over all its pages", async () => {
    await using api = await fakeOpenAi();
    const message = (id: string, role: string, value: string) => ({
      id,
      object: "thread.message",
      role,
      content: [{ type: "text", text: { value, annotations: [] } }],
    });
    let page = 0;
    api.answers.set("GET /threads/thread_1/messages", (request, response) => {
      page += 1;
      const data =
        page === 1
          ? [message("m1", "user", "Hello there"), message("m2", "assistant", "Hi")]
          : [message("m3", "user", "Bye")];
      json({ object: "list", data, first_id: data[0]?.id, last_id: data.at(-1)?.id, has_more: page === 1 })(
        request,
        response,
      );
    });
    const size = await measureThread(api.client(), "thread_1");
    expect(size.items.map(({ id, role }) => [id, role])).toEqual([
      ["m1", "user"],
      ["m2", "assistant"],
      ["m3", "user"],
    ]);
    // "Hello there" is 2 tokens, "Hi" and "Bye" are 1 each, and 4 for the frame of each message.
    expect(size.tokens).toBe(2 + 1 + 1 + 3 * 4);
  });

  test("a conversation's items are counted with their calls and outputs, not with their ids", async () => {
    await using api = await fakeOpenAi();
    api.answers.set(
      "GET /conversations/conv_1/items",
      list([
        { id: "msg_1", type: "message", role: "user", content: [{ type: "input_text", text: "Hello there" }] },
        { id: "fc_1", type: "function_call", call_id: "call_a_very_long_identifier", name: "weather", arguments: "{}" },
      ]),
    );
    const size = await measureThread(api.client(), "conv_1");
    expect(size.items.map(({ kind, tokens }) => [kind, tokens])).toEqual([
      ["message", 6],
      ["function_call", expect.any(Number)],
    ]);
    expect(size.items[1]?.tokens).toBeLessThan(12);
  });

  test("that does not exist is said so", async () => {
    await using api = await fakeOpenAi();
    await expect(measureThread(api.client(), "thread_none")).rejects.toMatchObject({ code: "unknown_thread" });
    await expect(measureThread(api.client(), "nonsense")).rejects.toMatchObject({ code: "unknown_thread" });
  });
});

test("a batch file is counted and priced, beside standard rates, with what cannot be batched", async () => {
  async function* lines() {
    const chat = (id: string, body: object) =>
      JSON.stringify({
        custom_id: id,
        method: "POST",
        url: "/v1/chat/completions",
        body: { model: "gpt-4o", messages: [{ role: "user", content: "Hello there" }], ...body },
      });
    yield chat("a", { max_tokens: 1_000 });
    yield chat("b", { max_completion_tokens: 100 });
    yield "";
    yield chat("a", {});
    yield chat("c", { stream: true });
    yield chat("d", { model: "nobody-knows-it" });
    yield JSON.stringify({ custom_id: "e", method: "POST", url: "/v1/images/generations", body: {} });
    yield JSON.stringify({ custom_id: "f", method: "POST", url: "/v1/files", body: {} });
    yield "{";
  }
  const estimate = await estimateBatch(lines(), { pricer: compilePricer(bundledCatalogue()), at: NOW });
  const [model] = estimate.models;
  expect(model).toMatchObject({ model: "gpt-4o", requests: 2, outputTokens: 600, outputTokensAtMost: 1_100 });
  const input = BigInt(model?.inputTokens ?? 0);
  // gpt-4o: $2.50 in, $10 out per million; a batch is half of it.
  expect(batchTotal(estimate, "standardUsd")).toBe(input * 2_500_000n + 600n * 10_000_000n);
  expect(batchTotal(estimate, "batchUsd") * 2n).toBe(batchTotal(estimate, "standardUsd"));
  expect(batchTotal(estimate, "batchUsdAtMost")).toBe((input * 2_500_000n + 1_100n * 10_000_000n) / 2n);
  expect(estimate.faults.map(({ line, reason }) => [line, reason.slice(0, 30)])).toEqual([
    [4, "custom_id stands twice"],
    [5, "a batch cannot stream"],
    [6, expect.stringContaining("nobody-knows-it")],
    [7, "what /v1/images/generations co"],
    [8, '"/v1/files" cannot be batched:'],
    [9, "not JSON"],
  ]);
});

test("embeddings of a batch write nothing, and their texts and tokens are counted by themselves", async () => {
  async function* lines() {
    const line = (id: string, input: unknown) =>
      JSON.stringify({
        custom_id: id,
        method: "POST",
        url: "/v1/embeddings",
        body: { model: "text-embedding-3-small", input },
      });
    yield line("a", "Hello there");
    yield line("b", ["Hello there", "Hello there"]);
    yield line("c", [
      [1, 2, 3],
      [4, 5],
    ]);
  }
  const estimate = await estimateBatch(lines(), { pricer: compilePricer(bundledCatalogue()), at: NOW });
  expect(estimate.faults).toEqual([]);
  // 2 + 2 × 2 + 5 tokens.
  expect(estimate.models).toMatchObject([{ requests: 3, inputTokens: 11, outputTokens: 0, outputTokensAtMost: 0 }]);
  // $0.02 per million.
  expect(batchTotal(estimate, "standardUsd")).toBe(11n * 20_000n);
});

test("a batch file without a request is worth a warning", async () => {
  async function* lines() {
    yield "";
  }
  const estimate = await estimateBatch(lines(), { pricer: compilePricer(bundledCatalogue()), at: NOW });
  expect(estimate).toMatchObject({
    requests: 0,
    warnings: ["there is no request in it: a batch needs at least one"],
  });
});
