import { bundledCatalogue } from "@runrate/catalogue";
import { applyOverrides, compilePricer, parseUsd, toDecimal, type ServiceTier } from "@runrate/core";
import { expect, test } from "vitest";
import {
  bridgeSteps,
  ledgerRecord,
  recordPricer,
  reconcile,
  reconciliationCsv,
  replaceBilled,
  type LedgerStore,
} from "../src/index.ts";
import { readLineItem } from "../src/reconcile/line-item.ts";
import { memoryLedger } from "./open-ledger.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 1);
const SPAN = { from: START, to: START + 10 * DAY };
const LIST = bundledCatalogue();
const PRICES = { list: LIST, current: LIST, aliases: {} };

let ids = 0;

async function use(
  ledger: LedgerStore,
  day: number,
  model: string,
  input: number,
  more: { output?: number; tier?: ServiceTier; requests?: number; webSearches?: number } = {},
) {
  const price = recordPricer(compilePricer(LIST));
  ids += 1;
  const usage = {
    inputTokens: input,
    outputTokens: more.output ?? 0,
    ...(more.webSearches ? { webSearches: more.webSearches } : {}),
  };
  const record = {
    id: `r${ids}`,
    at: START + day * DAY,
    model,
    provider: "openai",
    serviceTier: more.tier ?? "standard",
    usage,
    requests: more.requests ?? 1,
    tags: {},
    source: "openai-admin",
  };
  await ledger.append([ledgerRecord(record, price)]);
}

async function bill(
  ledger: LedgerStore,
  ...lines: readonly (readonly [day: number, item: string | undefined, usd: string])[]
) {
  const costs = lines.map(([day, lineItem, usd], index) => ({
    id: `b${index}`,
    source: "openai-admin",
    provider: "openai",
    at: START + day * DAY,
    spanMs: DAY,
    ...(lineItem === undefined ? {} : { lineItem }),
    usd: parseUsd(usd),
  }));
  await replaceBilled(ledger, { source: "openai-admin", ...SPAN }, costs);
}

const shown = async (ledger: LedgerStore, prices = PRICES) => {
  const { lines } = await reconcile(ledger, SPAN, prices);
  return lines.map(({ day, item, component, computed, billed, cause }) =>
    [day.slice(8), item, component, toDecimal(computed), toDecimal(billed), cause ?? "agrees"].join(" "),
  );
};

test("a bill and usage meet by day, model and component, whatever the bill calls the model", async () => {
  await using ledger = await memoryLedger();
  await use(ledger, 0, "gpt-4o-2024-08-06", 1_000_000, { output: 100_000 });
  await use(ledger, 1, "gpt-4o", 2_000_000, { requests: 100 });
  await bill(
    ledger,
    [0, "gpt-4o-2024-08-06, input", "2.5"],
    [0, "gpt-4o-2024-08-06, output", "1"],
    [1, "gpt-4o, input_tokens", "5"],
  );
  expect(await shown(ledger)).toEqual([
    "01 gpt-4o input 2.5 2.5 agrees",
    "01 gpt-4o output 1 1 agrees",
    "02 gpt-4o input 5 5 agrees",
  ]);
  const { bridge, causes, billedThrough } = await reconcile(ledger, SPAN, PRICES);
  expect([toDecimal(bridge.residual), causes, billedThrough]).toEqual(["0", [], START + 2 * DAY]);
});

test.each([
  ["half the price", "1.25", "tier"],
  ["twice the price", "5", "tier"],
  ["ten percent more", "2.75", "regional"],
  ["a cent less", "2.49", "rounding"],
  ["a third more", "3.33", "other"],
])("billed at %s the likely cause is told", async (_what, usd, cause) => {
  await using ledger = await memoryLedger();
  await use(ledger, 0, "gpt-4o", 1_000_000);
  await bill(ledger, [0, "gpt-4o, input", usd]);
  expect(await shown(ledger)).toEqual([`01 gpt-4o input 2.5 ${usd} ${cause}`]);
});

test("an unknown price, missing usage and a day that is not billed yet are told apart", async () => {
  await using ledger = await memoryLedger();
  await use(ledger, 0, "gpt-99", 1_000_000);
  await use(ledger, 3, "gpt-4o", 1_000_000);
  await bill(ledger, [0, "gpt-99, input", "7"], [1, "gpt-4o, input", "2.5"]);
  expect(await shown(ledger)).toEqual([
    "01 gpt-99 input 0 7 unknown_price",
    "02 gpt-4o input 0 2.5 no_usage",
    "04 gpt-4o input 2.5 0 not_billed_yet",
  ]);
});

test("hourly buckets of a model with long context explain a bill within their range", async () => {
  await using ledger = await memoryLedger();
  // Ten calls with 1M tokens in all at $5 a million, or at twice that where a call passes 272,000 tokens.
  await use(ledger, 0, "gpt-5.5", 1_000_000, { requests: 10 });
  await bill(ledger, [0, "gpt-5.5, input", "7.5"]);
  expect(await shown(ledger)).toEqual(["01 gpt-5.5 input 5 7.5 long_context"]);
});

test("another tier is seen through calls of unknown length: all short ones at half the price", async () => {
  await using ledger = await memoryLedger();
  // Three calls, a third of a million tokens each: likely long at $10 a million; short at $5, batch $2.50.
  await use(ledger, 0, "gpt-5.5", 1_000_000, { requests: 3 });
  await bill(ledger, [0, "gpt-5.5, input", "2.5"]);
  expect(await shown(ledger)).toEqual([expect.stringMatching(/2\.5 tier$/)]);
});

test("searches are a line of their own on the bill and in usage", async () => {
  await using ledger = await memoryLedger();
  await use(ledger, 0, "gpt-4o", 1_000_000, { webSearches: 100 });
  await bill(ledger, [0, "gpt-4o, input", "2.5"], [0, "web search", "1"]);
  expect(await shown(ledger)).toEqual(["01 gpt-4o input 2.5 2.5 agrees", "01 web_search web_search 1 1 agrees"]);
});

test("a bill without line items is held against the day's sum", async () => {
  await using ledger = await memoryLedger();
  await use(ledger, 0, "gpt-4o", 1_000_000);
  await use(ledger, 0, "gpt-4o-mini", 1_000_000);
  await bill(ledger, [0, undefined, "2.65"]);
  expect(await shown(ledger)).toEqual(["01 (all) (all) 2.65 2.65 agrees"]);
});

test("the bridge leads from list prices to the invoice, and every step adds up", async () => {
  await using ledger = await memoryLedger();
  await use(ledger, 0, "gpt-4o", 1_000_000);
  await bill(ledger, [0, "gpt-4o, input", "2.2"], [0, "Credit grant", "-0.5"]);
  const current = applyOverrides(LIST, [{ kind: "discount", provider: "openai", discountPercent: "10" }]);
  const result = await reconcile(ledger, SPAN, { ...PRICES, current });
  expect(bridgeSteps(result.bridge, parseUsd("1.8")).map(({ label, usd }) => [label, toDecimal(usd)])).toEqual([
    ["usage at list prices", "2.5"],
    ["discounts and negotiated prices", "-0.25"],
    ["computed", "2.25"],
    ["residual", "-0.05"],
    ["billed for usage", "2.2"],
    ["credits, commitments and adjustments", "-0.5"],
    ["bill", "1.7"],
    ["not on the costs API", "0.1"],
    ["invoice", "1.8"],
  ]);
  const csv = [...reconciliationCsv(result)];
  expect(csv[1]).toBe("2026-11-01,gpt-4o,input,2.25,2.2,-0.05,other");
  expect(csv.at(-1)).toBe(",bridge: bill,,,,1.7,");
});

test.each([
  ["gpt-6-astra, input_tokens", "gpt-6-astra", "input"],
  ["gpt-4o-2024-08-06, cached input", "gpt-4o-2024-08-06", "cached_input"],
  ["gpt-6-astra, cache_write_12h_tokens", "gpt-6-astra", "cache_write_12h"],
  ["gpt-audio, audio output", "gpt-audio", "output_audio"],
  ["web search", "web_search", "web_search"],
  ["ft:gpt-4o-mini-2024-07-18:org::id, output", "ft:gpt-4o-mini-2024-07-18:org::id", "output"],
  ["Something new", "Something new", ""],
])("the line item %j is read", (text, item, component) => {
  expect(readLineItem(text)).toEqual({ item, component });
});
