import { toDecimal } from "@runrate/core";
import { expect, test } from "vitest";
import { billedCosts, querySpend, sourceStates } from "../src/index.ts";
import { NOW } from "./open-ledger.ts";
import { fakeApi, syncedLedger } from "./synced-source.ts";

const KEY = "sk-ant-admin-for-the-tests";
const HOUR = 3_600_000;

/** Anthropic's reports in the form of its documentation, a bucket a page. */
async function reports(byPath: Readonly<Record<string, readonly object[]>>) {
  return await fakeApi((url, { headers }) => {
    if (headers["x-api-key"] !== KEY || headers["anthropic-version"] === undefined)
      return { status: 401, body: { error: KEY } };
    const data = byPath[url.pathname.replace("/v1/organizations/", "")];
    if (data === undefined) return { status: 404, body: {} };
    const start = Number(url.searchParams.get("page") ?? 0);
    const next = start + 1 < data.length ? String(start + 1) : null;
    return { status: 200, body: { data: data.slice(start, start + 1), has_more: next !== null, next_page: next } };
  });
}

const bucket = (hoursAgo: number, ...results: readonly object[]) => ({
  starting_at: new Date(NOW - hoursAgo * HOUR).toISOString(),
  ending_at: new Date(NOW - (hoursAgo - 1) * HOUR).toISOString(),
  results,
});

const usage = (more: object = {}) => ({
  uncached_input_tokens: 1_000_000,
  cache_read_input_tokens: 1_000_000,
  cache_creation: { ephemeral_5m_input_tokens: 100_000, ephemeral_1h_input_tokens: 100_000 },
  output_tokens: 100_000,
  server_tool_use: { web_search_requests: 10 },
  model: "claude-opus-5-5",
  api_key_id: "apikey_1",
  workspace_id: "wrkspc_1",
  service_tier: "standard",
  context_window: "0-200k",
  inference_geo: "global",
  ...more,
});

test("hours of messages are read page by page, with input, cache reads and cache writes apart", async () => {
  await using api = await reports({
    "usage_report/messages": [bucket(30, usage()), bucket(5, usage({ service_tier: "batch" }))],
    cost_report: [],
  });
  await using run = await syncedLedger({ provider: "anthropic", key: KEY }, api);
  expect((await run.sync())?.endpoints).toMatchObject([
    { kind: "read", endpoint: "messages", buckets: 2, stored: 2, rejected: 0 },
    { kind: "read", endpoint: "costs" },
  ]);
  const { total, rows } = await querySpend(run.ledger, {
    from: 0,
    to: NOW,
    zone: "UTC",
    by: ["service_tier"],
    where: [],
  });
  expect([total.counts.inputTokens, total.counts.cachedInputTokens, total.counts.cacheWriteTokens]).toEqual([
    4_400_000n,
    2_000_000n,
    400_000n,
  ]);
  // Per bucket: 1M at $4, 1M at $0.20, 0.1M at $5 and at $8, 0.1M at $20, and 10 searches at $10 a thousand.
  expect(rows.map(({ key, usd }) => [key[0], toDecimal(usd)])).toEqual([
    ["standard", "7.6"],
    ["batch", "3.85"],
  ]);
  expect((await run.sync())?.endpoints[0]).toMatchObject({ kind: "read", stored: 0 });
  const groups = api.seen[0]?.searchParams.getAll("group_by[]");
  expect(groups).toContain("workspace_id");
  expect(await sourceStates(run.ledger, NOW)).toMatchObject([
    { source: "anthropic-admin", reaches: NOW, billing: true },
  ]);
});

test("capacity bought in advance has the standard price, and a tier that nobody knows has none", async () => {
  const tiers = ["standard", "priority", "priority_on_demand", "unheard_of"];
  const entries = tiers.map((service_tier) => usage({ service_tier, server_tool_use: null }));
  await using api = await reports({ "usage_report/messages": [bucket(5, ...entries)], cost_report: [] });
  await using run = await syncedLedger({ provider: "anthropic", key: KEY }, api);
  expect((await run.sync())?.endpoints[0]).toMatchObject({ stored: 4, unpriced: 1, rejected: 0 });
  // Three times 1M at $4, 1M at $0.20, 0.1M at $5 and at $8, and 0.1M at $20.
  expect(toDecimal((await run.total()).usd)).toBe("22.5");
});

test("costs are read in cents, by model and kind of token", async () => {
  const day = { starting_at: "2026-11-22T00:00:00Z", ending_at: "2026-11-23T00:00:00Z" };
  const line = {
    currency: "USD",
    amount: "123.45",
    model: "claude-opus-5-5",
    token_type: "uncached_input_tokens",
    cost_type: "tokens",
    description: "Claude Opus 5.5 Usage - Input Tokens",
    workspace_id: null,
  };
  await using api = await reports({ "usage_report/messages": [], cost_report: [{ ...day, results: [line] }] });
  await using run = await syncedLedger({ provider: "anthropic", key: KEY }, api);
  await run.sync();
  const billed = await billedCosts(run.ledger, { from: 0, to: NOW });
  expect(billed.map(({ lineItem, usd }) => [lineItem, toDecimal(usd)])).toEqual([["claude-opus-5-5, input", "1.2345"]]);
});

test("a refused key is told without the key", async () => {
  await using api = await reports({});
  await using run = await syncedLedger({ provider: "anthropic", key: "sk-ant-secret" }, api);
  expect((await run.sync())?.endpoints).toMatchObject([{ kind: "failed", error: { code: "admin_key_refused" } }]);
  expect(JSON.stringify(await sourceStates(run.ledger, NOW))).not.toContain("sk-ant-secret");
});
