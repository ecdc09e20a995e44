import { bundledCatalogue } from "@runrate/catalogue";
import { parseUsd, picoUsd } from "@runrate/core";
import { markMerged, replaceBilled, saveEstimate, type LedgerReader } from "@runrate/ledger";
import { describe, expect, test } from "vitest";
import { DAY, HOUR, memoryLedger, NOON, spend, TestClock } from "../test/ledger.ts";
import { noticeSchema, recentNotices } from "./notice.ts";
import { expectSpend } from "./respond.ts";
import { watchLedger } from "./watch.ts";

const prices = { catalogue: bundledCatalogue(), aliases: {} };

async function told(ledger: LedgerReader): Promise<readonly string[]> {
  const rows = await ledger.db.selectFrom("outbox").select("payload").orderBy("id").execute();
  return rows.map(({ payload }) => noticeSchema.parse(JSON.parse(payload).notice).title);
}

test("models that were there at the first look are no news; a new one is, once", async () => {
  const clock = new TestClock(Date.UTC(2026, 9, 1));
  await using ledger = await memoryLedger(clock);
  await ledger.append([spend("a", clock.now - DAY, 100, { model: "gpt-6-sol" })]);
  await watchLedger(ledger, prices);
  expect(await told(ledger)).toEqual([]);
  await ledger.append([spend("b", clock.now - HOUR, 100, { model: "gpt-6-luna" })]);
  await watchLedger(ledger, prices);
  await ledger.append([spend("c", clock.now - HOUR, 100, { model: "gpt-6-luna" })]);
  await watchLedger(ledger, prices);
  expect(await told(ledger)).toEqual(["A new model is in use: gpt-6-luna"]);
});

test("usage without a price is told, since it is in no amount", async () => {
  const clock = new TestClock(Date.UTC(2026, 9, 1));
  await using ledger = await memoryLedger(clock);
  await ledger.append([spend("a", clock.now - HOUR, 0, { model: "mystery" })]);
  await watchLedger(ledger, prices);
  await watchLedger(ledger, prices);
  expect(await told(ledger)).toEqual(["Usage of mystery has no price and is in no amount"]);
  expect((await recentNotices(ledger, 0)).map(({ notice }) => notice.kind)).toEqual(["unpriced"]);
});

test("a model in use that ends is told at 90, 30 and 7 days, each once", async () => {
  // gpt-4o ends on 14 January 2027.
  const end = Date.UTC(2027, 0, 14);
  const clock = new TestClock(end - 100 * DAY);
  await using ledger = await memoryLedger(clock);
  for (let left = 100; left >= 5; left -= 5) {
    clock.now = end - left * DAY;
    await ledger.append([spend(`s${left}`, clock.now - HOUR, 100, { source: "import:file" })]);
    await watchLedger(ledger, prices);
  }
  expect((await told(ledger)).filter((title) => title.includes("shuts down"))).toEqual([
    "gpt-4o shuts down in 90 days and is in use",
    "gpt-4o shuts down in 30 days and is in use",
    "gpt-4o shuts down in 5 days and is in use",
  ]);
});

test("a list price that changes on a model in use is told", async () => {
  const clock = new TestClock(Date.UTC(2026, 6, 29));
  await using ledger = await memoryLedger(clock);
  await ledger.append([spend("a", clock.now - HOUR, 100, { model: "gpt-5.6-luna" })]);
  await watchLedger(ledger, prices);
  // The catalogue has new rates of it from 30 July 2026.
  clock.now = Date.UTC(2026, 6, 31);
  await watchLedger(ledger, prices);
  await watchLedger(ledger, prices);
  expect(await told(ledger)).toContain("The list price of gpt-5.6-luna has changed");
  const [notice] = (await recentNotices(ledger, 0)).filter(({ notice: one }) => one.kind === "price-change");
  expect(notice?.notice.lines[0]).toContain("input $1.00, cached input $0.10, output $6.00 is now input $0.20");
});

test("a source that falls silent is told once; a file that was imported is not silent", async () => {
  const clock = new TestClock(NOON);
  await using ledger = await memoryLedger(clock);
  await ledger.append([spend("a", NOON - HOUR, 100), spend("b", NOON - HOUR, 100, { source: "import:file" })]);
  await watchLedger(ledger, prices);
  clock.now += 30 * HOUR;
  await watchLedger(ledger, prices);
  clock.now += HOUR;
  await watchLedger(ledger, prices);
  expect((await told(ledger)).filter((title) => title.includes("delivered no usage"))).toEqual([
    "http has delivered no usage of openai since 2026-11-24 11:00 UTC",
  ]);
});

test("a bill that drifts from usage is told once a month", async () => {
  const clock = new TestClock(NOON);
  await using ledger = await memoryLedger(clock);
  const days = [1, 2, 3, 4, 5].map((day) => Date.UTC(2026, 10, day));
  await ledger.append(days.map((at) => spend(`d${at}`, at + HOUR, 1_000)));
  const bill = days.map((at) => ({
    id: `bill/${at}`,
    source: "openai-admin",
    provider: "openai",
    at,
    spanMs: DAY,
    usd: picoUsd(parseUsd("12")),
  }));
  const window = { source: "openai-admin", from: days[0] ?? 0, to: NOON };
  await replaceBilled(ledger, window, bill);
  await watchLedger(ledger, prices);
  await watchLedger(ledger, prices);
  // Four whole days: 4 × $12 are billed, 4 × $10 computed.
  expect((await told(ledger)).filter((title) => title.includes("billed"))).toEqual([
    "openai has billed $48.00 for 2026-11 up to 2026-11-05, usage comes to $40.00",
  ]);
});

describe("an anomaly", () => {
  const watch = { ratio: "2", floorUsd: parseUsd("10"), channel: "C9", zone: "UTC" };
  const calm = Array.from({ length: 30 * 24 }, (_, hour) =>
    spend(`h${hour}`, NOON - (hour + 1) * HOUR, 100, { project: "search" }),
  );

  test("is told only when switched on, as the project that makes it", async () => {
    await using ledger = await memoryLedger(new TestClock(NOON));
    await ledger.append([...calm, spend("spike", NOON - HOUR / 2, 9_000, { project: "search" })]);
    await ledger.append([spend("now", NOON, 1, { project: "search" })]);
    await watchLedger(ledger, prices);
    expect((await told(ledger)).filter((title) => title.includes("ordinary"))).toEqual([]);
    await watchLedger(ledger, { ...prices, anomalies: watch });
    await watchLedger(ledger, { ...prices, anomalies: watch });
    const found = (await told(ledger)).filter((title) => title.includes("ordinary"));
    expect(found).toEqual([
      "Spend of project:search is out of the ordinary: $91.00 in the hour from 2026-11-24 11:00 UTC",
    ]);
  });

  test("of usage that belongs to no project is told as everything, though both its hour and its day stand out", async () => {
    await using ledger = await memoryLedger(new TestClock(NOON));
    const own = Array.from({ length: 30 * 24 }, (_, hour) => spend(`h${hour}`, NOON - (hour + 1) * HOUR, 100));
    await ledger.append([...own, spend("spike", NOON - HOUR / 2, 90_000), spend("now", NOON, 1)]);
    await watchLedger(ledger, { ...prices, anomalies: watch });
    expect((await told(ledger)).filter((title) => title.includes("ordinary"))).toEqual([
      "Spend is out of the ordinary: $901.00 in the hour from 2026-11-24 11:00 UTC",
    ]);
  });

  test("that somebody expects is not told", async () => {
    await using ledger = await memoryLedger(new TestClock(NOON));
    await ledger.append([
      ...calm,
      spend("spike", NOON - HOUR / 2, 9_000, { project: "search" }),
      spend("now", NOON, 1),
    ]);
    for (const scope of ["everything", "project:search"])
      await ledger.transaction((tx) => expectSpend(tx, { scope, until: NOON + DAY }, "U1"));
    await watchLedger(ledger, { ...prices, anomalies: watch });
    expect((await told(ledger)).filter((title) => title.includes("ordinary"))).toEqual([]);
  });
});

test("a merged pull request that spends more than was estimated is told, once", async () => {
  const clock = new TestClock(Date.UTC(2026, 9, 20));
  await using ledger = await memoryLedger(clock);
  const pr = { repository: "acme/shop", number: 482 };
  const body = {
    head: "abcdef1",
    monthly: { likely: { before: "0", after: "30" } },
    workloads: [],
    models: ["gpt-6-sol"],
  };
  await saveEstimate(ledger, pr, body);
  await markMerged(ledger, pr, { at: clock.now - 3 * DAY });
  // 3 of 30 days of $30 are $3.
  await ledger.append([spend("a", clock.now - DAY, 299, { model: "gpt-6-sol" })]);
  await watchLedger(ledger, prices);
  expect(await told(ledger)).toEqual([]);
  await ledger.append([spend("b", clock.now - DAY, 2, { model: "gpt-6-sol" })]);
  await watchLedger(ledger, prices);
  await watchLedger(ledger, prices);
  const titles = await told(ledger);
  expect(titles).toHaveLength(1);
  expect(titles[0]).toContain("acme/shop#482: spends more than estimated: $3.01 against $3.00");
});
