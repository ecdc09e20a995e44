import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { picoUsd, toDecimal } from "@runrate/core";
import { startAdminApi, type FakeBucket, type FakeOrganisation } from "@runrate/openai-sandbox";
import { expect, test } from "vitest";
import { billedCosts, coverage, openAiPage, previewReprice, querySpend, readNames } from "../src/index.ts";
import { memoryLedger, NOW, pricesOf } from "./open-ledger.ts";
import { ALL, completions, HOUR, hour, organisation, sync, usdOf } from "./openai-organisation.ts";
import { HAS_SHARED, sharedFile } from "./shared-data.ts";

const DAY = 24 * HOUR;

test("three months of hours are read page by page, grouped as finely as the API can, and read again without a change", async () => {
  // 90 days of one call an hour with a million tokens at $2.50 a million.
  const hours = Array.from({ length: 90 * 24 }, (_, index) => hour(90 * 24 - index, completions(1_000_000)));
  await using api = await startAdminApi(organisation({ completions: hours }));
  await using ledger = await memoryLedger();
  const seen: number[] = [];
  const report = await sync(ledger, api.baseUrl, {
    onProgress: (endpoint, { through }) => endpoint === "completions" && seen.push(through),
  });
  expect(report.endpoints[0]).toMatchObject({ kind: "read", endpoint: "completions", buckets: 2_160, stored: 2_160 });
  expect(await usdOf(ledger)).toBe("5400");
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  const pages = api.seen.filter(({ path }) => path === "usage/completions");
  expect(pages).toHaveLength(Math.ceil(2_160 / 168));
  const groups = [...(pages[0]?.query ?? [])].flatMap(([name, value]) =>
    name.startsWith("group_by") ? value.split(",") : [],
  );
  expect(groups).toEqual(["project_id", "user_id", "api_key_id", "model", "batch", "service_tier"]);

  const again = await sync(ledger, api.baseUrl);
  expect(again.endpoints[0]).toMatchObject({ kind: "read", stored: 0, removed: 0 });
  expect(await usdOf(ledger)).toBe("5400");
  // The second time only the trailing days are asked for.
  expect(api.seen.filter(({ path }) => path === "usage/completions")).toHaveLength(pages.length + 1);
});

test("late usage changes a bucket that was read before: it is replaced, not added", async () => {
  const buckets = [hour(30, completions(1_000_000)), hour(2, completions(1_000_000)), hour(0, completions(100_000))];
  await using api = await startAdminApi(organisation({ completions: buckets }));
  await using ledger = await memoryLedger();
  await sync(ledger, api.baseUrl);
  expect(await usdOf(ledger)).toBe("5.25");
  buckets[1] = hour(2, completions(3_000_000), completions(1_000_000, { project_id: "proj_b" }));
  buckets[2] = hour(0, completions(400_000));
  await sync(ledger, api.baseUrl);
  // 1M + 3M + 1M + 0.4M at $2.50
  expect(await usdOf(ledger)).toBe("13.5");
  buckets[1] = hour(2);
  await sync(ledger, api.baseUrl);
  expect(await usdOf(ledger)).toBe("3.5");
});

/** The rest of a bucket, that a server tells of apart. */
const otherHalf = (bucket: FakeBucket): FakeBucket => ({
  ...bucket,
  results: bucket.results.map((result) => ({ ...result, user_id: "another" })),
});

test.each<[string, NonNullable<FakeOrganisation["order"]>]>([
  ["newest first", (buckets) => buckets.toReversed()],
  ["newest page first", (buckets) => [...buckets.slice(200), ...buckets.slice(0, 200)]],
  ["in no order", (buckets) => buckets.toSorted((a, b) => (a.start_time % 1_009) - (b.start_time % 1_009))],
  ["in parts", (buckets) => [...buckets, ...buckets.map(otherHalf)]],
])("buckets that come %s are counted once each, however often they are read", async (_what, order) => {
  const projects = Array.from({ length: 8 }, (_none, project) => completions(1_000, { project_id: `proj_${project}` }));
  const hours = Array.from({ length: 300 }, (_none, index) => hour(300 - index, ...projects));
  await using api = await startAdminApi(organisation({ completions: hours }, { order }));
  await using ledger = await memoryLedger();
  const counts = async () => (await querySpend(ledger, ALL)).total.counts.requests;
  await sync(ledger, api.baseUrl);
  const all = order(hours).reduce((sum, { results }) => sum + results.length, 0);
  expect(await counts()).toBe(BigInt(all));
  const { endpoints } = await sync(ledger, api.baseUrl);
  expect(await counts()).toBe(BigInt(all));
  expect(endpoints[0]).toMatchObject({ rejected: 0 });
});

test("a tier that nobody knows is kept without a price, and stays so when it is priced again", async () => {
  const scale = completions(1_000_000, { service_tier: "scale" });
  await using api = await startAdminApi(organisation({ completions: [hour(2, scale, completions(1_000_000))] }));
  await using ledger = await memoryLedger();
  const { endpoints } = await sync(ledger, api.baseUrl);
  expect(endpoints[0]).toMatchObject({ stored: 2, unpriced: 1, rejected: 0 });
  expect((await previewReprice(ledger, pricesOf(), { from: 0, to: NOW })).records).toBe(0);
  const { total } = await querySpend(ledger, ALL);
  expect([toDecimal(total.usd), total.counts.inputTokens, total.unpricedRequests]).toEqual(["2.5", 2_000_000n, 1n]);
});

test("two spellings of one tier in a bucket are two groups, and both count", async () => {
  const both = hour(
    2,
    completions(1_000_000, { service_tier: "default" }),
    completions(1_000_000, { service_tier: null }),
  );
  await using api = await startAdminApi(organisation({ completions: [both] }));
  await using ledger = await memoryLedger();
  await sync(ledger, api.baseUrl);
  expect(await usdOf(ledger)).toBe("5");
});

test("batch, cache writes by their retention, searches, storage and sessions are priced as what they are", async () => {
  const buckets = {
    completions: [
      hour(5, completions(1_000_000, { batch: true })),
      hour(
        4,
        completions(1_000_000, {
          model: "gpt-6.1-terra",
          input_cache_write_tokens: 1_000_000,
          input_cache_write_12h_tokens: 1_000_000,
        }),
      ),
    ],
    embeddings: [
      hour(3, {
        object: "organization.usage.embeddings.result",
        input_tokens: 1_000_000,
        num_model_requests: 1,
        model: "text-embedding-3-small",
      }),
    ],
    web_search_calls: [
      hour(3, {
        object: "organization.usage.web_searches.result",
        num_requests: 1_000,
        num_model_requests: 900,
        model: "gpt-4o",
      }),
    ],
    file_search_calls: [hour(3, { object: "organization.usage.file_searches.result", num_requests: 1_000 })],
    code_interpreter_sessions: [
      hour(3, { object: "organization.usage.code_interpreter_sessions.result", num_sessions: 100 }),
    ],
  };
  await using api = await startAdminApi(organisation(buckets));
  await using ledger = await memoryLedger();
  const report = await sync(ledger, api.baseUrl);
  expect(report.endpoints.filter(({ kind }) => kind === "not_offered").map(({ endpoint }) => endpoint)).toContain(
    "images",
  );
  const { rows } = await querySpend(ledger, { ...ALL, by: ["model", "service_tier"] });
  const usd = Object.fromEntries(rows.map(({ key, usd: amount }) => [key.join(" "), toDecimal(amount)]));
  expect(usd).toEqual({
    // Half of $2.50; twice (it is above 272,000 tokens) the $2.50 for writes that stay 12 hours; then the fees.
    "gpt-4o batch": "1.25",
    "gpt-6.1-terra standard": "5",
    "text-embedding-3-small standard": "0.02",
    "gpt-4o standard": "10",
    "file_search standard": "2.5",
    "code_interpreter standard": "3",
  });
});

test("billed costs are kept beside, and replaced when the bill changes", async () => {
  const day = Math.floor(NOW / DAY) * 86_400 - 86_400;
  const cost = (value: number, lineItem: string) => ({
    object: "organization.costs.result",
    amount: { value, currency: "usd" },
    line_item: lineItem,
    project_id: "proj_a",
  });
  const costs = [
    { start_time: day, end_time: day + 86_400, results: [cost(12.5, "gpt-4o, input"), cost(0.06, "web search")] },
  ];
  await using api = await startAdminApi(organisation({ completions: [], costs }));
  await using ledger = await memoryLedger();
  await sync(ledger, api.baseUrl);
  costs[0] = { start_time: day, end_time: day + 86_400, results: [cost(13, "gpt-4o, input")] };
  await sync(ledger, api.baseUrl);
  const billed = await billedCosts(ledger, { from: 0, to: NOW });
  expect(billed.map(({ lineItem, usd }) => [lineItem, toDecimal(usd)])).toEqual([["gpt-4o, input", "13"]]);
  expect(await usdOf(ledger)).toBe("0");
});

test("ids get the names that the organisation gives them, and are asked about once a day", async () => {
  const used = completions(1, { user_id: "user_1", api_key_id: "key_1" });
  await using api = await startAdminApi(
    organisation(
      { completions: [hour(2, used)] },
      {
        projects: [{ id: "proj_a", name: "Search" }],
        users: [{ id: "user_1", name: "Ada" }],
        keys: { proj_a: [{ id: "key_1", name: "prod" }] },
      },
    ),
  );
  await using ledger = await memoryLedger();
  await sync(ledger, api.baseUrl);
  const names = await readNames(ledger);
  expect([names.project.get("proj_a"), names.user.get("user_1"), names.api_key.get("key_1")]).toEqual([
    "Search",
    "Ada",
    "prod",
  ]);
  const asked = api.seen.length;
  await sync(ledger, api.baseUrl);
  expect(api.seen.slice(asked).some(({ path }) => /^(projects|users)/.test(path))).toBe(false);
});

test("usage that was pushed as well is not added up with what the admin API counts", async () => {
  await using api = await startAdminApi(organisation({ completions: [hour(2, completions(1_000_000))] }));
  await using ledger = await memoryLedger();
  const usd = picoUsd(7_000_000_000_000n);
  const charge = { kind: "priced", usd, usdLow: usd, usdHigh: usd } as const;
  const record = {
    id: "pushed",
    at: NOW - 3 * HOUR,
    model: "gpt-4o",
    serviceTier: "standard",
    usage: { inputTokens: 1, outputTokens: 0 },
    requests: 1,
    tags: {},
    source: "otlp",
  } as const;
  await ledger.append([{ record, provider: "openai", charge: charge }]);
  await ledger.append([{ record: { ...record, id: "other", model: "claude" }, provider: "anthropic", charge: charge }]);
  expect(await usdOf(ledger)).toBe("14");
  await sync(ledger, api.baseUrl);
  // $2.50 from OpenAI's own count, and Anthropic's $7, which nobody else counts.
  expect(await usdOf(ledger)).toBe("9.5");
  expect(await usdOf(ledger, { where: [{ dimension: "source", values: ["otlp"] }] })).toBe("14");
  const sources = await coverage(ledger, NOW);
  expect(sources.map(({ source, provider, billing }) => [source, provider, billing])).toEqual([
    ["otlp", "anthropic", true],
    ["openai-admin", "openai", true],
    ["otlp", "openai", false],
  ]);
});

test("data reach to the end of the newest whole hour, and a source without news is stale", async () => {
  await using api = await startAdminApi(organisation({ completions: [hour(0, completions(5))] }));
  await using ledger = await memoryLedger();
  await sync(ledger, api.baseUrl, { now: NOW + 20 * 60_000 });
  const [fresh] = await coverage(ledger, NOW + 20 * 60_000);
  expect(fresh).toMatchObject({ reaches: NOW, stale: false });
  const [stale] = await coverage(ledger, NOW + 25 * HOUR);
  expect(stale?.stale).toBe(true);
});

test("organisations are told apart", async () => {
  await using api = await startAdminApi(organisation({ completions: [hour(2, completions(1_000_000))] }));
  await using ledger = await memoryLedger();
  await sync(ledger, api.baseUrl, { organisation: "eu" });
  await sync(ledger, api.baseUrl, { organisation: "us" });
  const { rows } = await querySpend(ledger, { ...ALL, by: ["organisation", "source"] });
  expect(rows.map(({ key, usd }) => [...key, toDecimal(usd)])).toEqual([
    ["eu", "openai-admin:eu", "2.5"],
    ["us", "openai-admin:us", "2.5"],
  ]);
});

test.skipIf(!HAS_SHARED)("pages of real traffic come to the golden counts of their fourteen days", async () => {
  const pages = [1, 2].map((page) =>
    openAiPage.parse(
      JSON.parse(gunzipSync(readFileSync(sharedFile("servegen", `openai_usage_page_${page}.json.gz`))).toString()),
    ),
  );
  const buckets = pages.flatMap(({ data }) => data) as FakeBucket[];
  const golden = JSON.parse(readFileSync(sharedFile("servegen", "golden.json"), "utf8"));
  await using api = await startAdminApi(organisation({ completions: buckets }));
  await using ledger = await memoryLedger();
  await sync(ledger, api.baseUrl);
  const { total } = await querySpend(ledger, ALL);
  expect([Number(total.counts.requests), Number(total.counts.inputTokens), Number(total.counts.outputTokens)]).toEqual([
    golden.requests_total,
    golden.total.input_tokens,
    golden.total.output_tokens,
  ]);
});
