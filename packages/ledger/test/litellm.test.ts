import { Readable } from "node:stream";
import { toDecimal } from "@runrate/core";
import { expect, test } from "vitest";
import { importUsage, querySpend, scanRecords, streamInput } from "../src/index.ts";
import { memoryLedger, NOW, pricesOf } from "./open-ledger.ts";

/** A row as LiteLLM's proxy answers it (docs.litellm.ai, Spend Tracking). */
const row = (id: string, more: object = {}) => ({
  request_id: id,
  call_type: "acompletion",
  api_key: "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b",
  spend: 0.5,
  total_tokens: 2_500,
  prompt_tokens: 2_000,
  completion_tokens: 500,
  startTime: "2026-11-20T10:00:00.123000Z",
  endTime: "2026-11-20T10:00:02.000000Z",
  model: "gpt-4o-mini",
  custom_llm_provider: "openai",
  user: "default_user_id",
  end_user: "customer-7",
  team_id: "t1",
  cache_hit: "False",
  request_tags: ["feature:search", "User-Agent: curl/8"],
  metadata: { user_api_key_alias: "prod", user_api_key_team_alias: "Search" },
  ...more,
});

async function importRows(text: string) {
  const ledger = await memoryLedger();
  const result = await importUsage(ledger, streamInput(Readable.from([Buffer.from(text)]), "logs"), {
    price: pricesOf(),
    now: NOW,
  });
  return Object.assign(ledger, { result });
}

test("spend logs are known by their content, priced here, and say whose they are", async () => {
  await using ledger = await importRows(
    JSON.stringify([row("a"), row("b", { model: "no-such-model", custom_llm_provider: null })]),
  );
  expect(ledger.result).toMatchObject({ format: "litellm", read: 2, stored: 2, unpriced: 1, rejectedCount: 0 });
  const { total } = await querySpend(ledger, { from: 0, to: NOW, zone: "UTC", by: [], where: [] });
  // 2,000 × $0.15 and 500 × $0.60 a million, not LiteLLM's own $0.50.
  expect(toDecimal(total.usd)).toBe("0.0006");
  for await (const { record } of scanRecords(ledger, { from: 0, to: NOW })) {
    expect(record).toMatchObject({
      project: "Search",
      apiKey: "prod",
      user: "customer-7",
      tags: { feature: "search" },
    });
  }
});

test("the provider's own usage object is believed over the two totals", async () => {
  const usage = {
    prompt_tokens: 2_000,
    completion_tokens: 500,
    total_tokens: 2_500,
    completion_tokens_details: null,
    prompt_tokens_details: { cached_tokens: 1_000 },
  };
  await using ledger = await importRows(JSON.stringify(row("a", { metadata: { usage_object: usage } })));
  const { total } = await querySpend(ledger, { from: 0, to: NOW, zone: "UTC", by: [], where: [] });
  expect(total.counts.cachedInputTokens).toBe(1_000n);
});

test("an answer from LiteLLM's own cache counts as a request that cost nothing", async () => {
  await using ledger = await importRows(
    `${JSON.stringify(row("a", { cache_hit: "True" }))}\n${JSON.stringify(row("b"))}`,
  );
  const { total } = await querySpend(ledger, { from: 0, to: NOW, zone: "UTC", by: [], where: [] });
  expect([total.counts.requests, toDecimal(total.usd)]).toEqual([2n, "0.0006"]);
});

test("a row that cannot be read is told, and the others are stored", async () => {
  await using ledger = await importRows(
    JSON.stringify([row("a"), row("b", { startTime: "yesterday" }), row("c", { model: "" })]),
  );
  expect(ledger.result).toMatchObject({ stored: 1, rejectedCount: 2 });
  expect(ledger.result.rejected.map(({ line }) => line)).toEqual([2, 3]);
});
