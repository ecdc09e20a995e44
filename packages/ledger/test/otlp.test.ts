import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeJsonTraces, fileInput, importUsage, ingestSpans, querySpend, type LedgerStore } from "../src/index.ts";
import { memoryLedger, NOW, pricesOf } from "./open-ledger.ts";
import { HAS_SHARED, sharedFile } from "./shared-data.ts";

const OPTIONS = { source: "otlp", price: pricesOf(), now: NOW };
const ALL = { from: 0, to: Date.UTC(2100, 0, 1), zone: "UTC", where: [] } as const;

async function ingestFile(ledger: LedgerStore, file: string) {
  const totals = { stored: 0, duplicates: 0, rejected: 0 };
  for (const line of readFileSync(sharedFile("otlp", file), "utf8").split("\n")) {
    if (line.trim() === "") continue;
    const result = await ingestSpans(ledger, decodeJsonTraces(line), OPTIONS);
    totals.stored += result.stored;
    totals.duplicates += result.duplicates;
    totals.rejected += result.rejected;
  }
  return totals;
}

async function countsOf(ledger: LedgerStore, by: readonly "model"[] = []) {
  const { rows, total } = await querySpend(ledger, { ...ALL, by });
  const plain = ({ counts }: (typeof rows)[number] | typeof total) => ({
    input_total: Number(counts.inputTokens),
    cache_read: Number(counts.cachedInputTokens),
    cache_write: Number(counts.cacheWriteTokens),
    output: Number(counts.outputTokens),
    reasoning: Number(counts.reasoningTokens),
    calls: Number(counts.requests),
  });
  return { total: plain(total), byModel: Object.fromEntries(rows.map((row) => [row.key[0], plain(row)])) };
}

test("a span whose time is no whole number is refused by itself", async () => {
  await using ledger = await memoryLedger();
  const span = (spanId: string, startTimeUnixNano: unknown) => ({
    traceId: "0a",
    spanId,
    startTimeUnixNano,
    attributes: [
      { key: "gen_ai.request.model", value: { stringValue: "gpt-4o" } },
      { key: "gen_ai.usage.input_tokens", value: { intValue: 9 } },
    ],
  });
  const spans = [span("01", 1.5), span("02", "1763942400000000000")];
  const text = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
  expect(await ingestSpans(ledger, decodeJsonTraces(text), OPTIONS)).toMatchObject({
    stored: 1,
    rejected: 1,
    reasons: [expect.stringContaining("startTimeUnixNano")],
  });
});

describe.skipIf(!HAS_SHARED)("60 captured calls", () => {
  const golden = HAS_SHARED ? JSON.parse(readFileSync(sharedFile("otlp", "golden.json"), "utf8")) : {};
  const { truth_openai_calls: openai, truth_anthropic_calls: anthropic, truth_all: all } = golden;

  test.each([
    ["ai-sdk.traces.json", all],
    // It reports no reasoning, which is a part of the output and costs the same.
    ["ai-sdk-v7.traces.json", { ...all, reasoning: 0 }],
    ["openinference-openai.traces.json", openai],
    // Neither cached input nor reasoning: all input counts as uncached, so the cost is too high by the cache's discount.
    ["otel-openai.traces.json", { ...openai, cache_read: 0, reasoning: 0 }],
    ["traceloop-openai.traces.json", { ...openai, cache_read: 0, reasoning: 0 }],
    ["traceloop-anthropic.traces.json", { ...anthropic, reasoning: 0 }],
  ])("%s comes to the truth, as far as the library reports it", async (file, truth) => {
    await using ledger = await memoryLedger();
    expect(await ingestFile(ledger, file)).toEqual({ stored: truth.calls, duplicates: 0, rejected: 0 });
    expect((await countsOf(ledger)).total).toEqual(truth);
    expect(await ingestFile(ledger, file)).toEqual({ stored: 0, duplicates: truth.calls, rejected: 0 });
    expect((await countsOf(ledger)).total).toEqual(truth);
  });

  test("each model comes to its truth where the library reports all of it", async () => {
    await using ledger = await memoryLedger();
    await ingestFile(ledger, "ai-sdk.traces.json");
    expect((await countsOf(ledger, ["model"])).byModel).toEqual(golden.truth_by_model);
  });

  test("libraries that saw the same calls count once where they report the provider's response id", async () => {
    await using ledger = await memoryLedger();
    await ingestFile(ledger, "ai-sdk.traces.json");
    const again = await ingestFile(ledger, "ai-sdk-v7.traces.json");
    expect(again.stored).toBe(0);
    expect((await countsOf(ledger)).total).toEqual(all);
  });

  test("a file of them is imported by its content", async () => {
    await using ledger = await memoryLedger();
    const result = await importUsage(ledger, await fileInput(sharedFile("otlp", "ai-sdk.traces.json")), OPTIONS);
    expect(result).toMatchObject({ format: "otlp", read: 60, stored: 60, rejectedCount: 0 });
    expect((await countsOf(ledger)).total).toEqual(all);
  });

  test("a file of metrics is refused with the reason", async () => {
    await using ledger = await memoryLedger();
    const result = await importUsage(ledger, await fileInput(sharedFile("otlp", "otel-openai.metrics.json")), OPTIONS);
    expect(result.stored).toBe(0);
    expect(result.rejected[0]?.reason).toContain("send the traces");
  });
});
