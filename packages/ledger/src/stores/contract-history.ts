import { picoUsd } from "@runrate/core";
import { describe, expect, test } from "vitest";
import { attributeAgain, previewAttribution } from "../attribute.ts";
import { auditEntries } from "../audit.ts";
import { billedCoverage } from "../billed-lines.ts";
import { billedCosts, replaceBilled, type BilledCost } from "../billed-cost.ts";
import { changesSince } from "../change.ts";
import { closedMonths, closeMonth, restatements } from "../close-month.ts";
import { querySpend } from "../query.ts";
import type { RecordPricer, WorkloadMatcher } from "../record.ts";
import { previewReprice, reprice } from "../reprice.ts";
import { opened, type OpenStore } from "./contract-store.ts";
import { CLOCK, contractPrices, DAY, DOLLAR, entry, HOUR, START } from "./contract-records.ts";

const ALL = { from: START - 400 * DAY, to: START + 400 * DAY } as const;
const TOTAL = { ...ALL, zone: "UTC", by: [], where: [] } as const;
const OCTOBER = START - 10 * DAY;

/** "mystery" has got a price of $2, and "cheap" costs 2 cents. */
const corrected: RecordPricer = (record) => {
  const usd = record.model === "mystery" ? 2n * DOLLAR : record.model === "cheap" ? DOLLAR / 50n : undefined;
  if (usd === undefined) return contractPrices(record);
  return {
    provider: "acme",
    charge: { kind: "priced", usd: picoUsd(usd), usdLow: picoUsd(usd), usdHigh: picoUsd(usd) },
  };
};

/** What a store must do to the past, and show of it. */
export function historyContract(open: OpenStore): void {
  const records = [
    entry({ id: "a", at: OCTOBER, model: "cheap" }),
    entry({ id: "b", at: OCTOBER, model: "mystery" }),
    entry({ id: "c", at: START, model: "mystery" }),
    entry({ id: "d", at: START }),
  ];

  describe("repricing", () => {
    test("a dry run shows the difference by month and changes nothing", async () => {
      await using ledger = await opened(open);
      await ledger.append(records);
      const preview = await previewReprice(ledger, corrected, ALL);
      // October: a from 1 to 2 cents, b from nothing to $2; November: c from nothing to $2.
      expect(preview).toMatchObject({ records: 3, difference: (401n * DOLLAR) / 100n });
      expect(preview.months).toMatchObject([
        {
          month: "2026-10",
          before: DOLLAR / 100n,
          after: (202n * DOLLAR) / 100n,
          records: 2,
          newlyPriced: 1,
          closed: false,
        },
        { month: "2026-11", before: 0n, after: 2n * DOLLAR, records: 1, newlyPriced: 1 },
      ]);
      expect((await querySpend(ledger, TOTAL)).total).toMatchObject({
        usd: (1_001n * DOLLAR) / 100n,
        unpricedRequests: 2n,
      });
      expect(await auditEntries(ledger)).toEqual([]);
    });

    test("applied, the roll-ups follow, an audit entry tells, and running it again changes nothing", async () => {
      await using ledger = await opened(open);
      await ledger.append(records);
      const applied = await reprice(ledger, corrected, ALL, "ada");
      expect(applied).toMatchObject({ records: 3, difference: (401n * DOLLAR) / 100n });
      const { rows, total } = await querySpend(ledger, { ...TOTAL, by: ["provider", "model"] });
      expect(total).toMatchObject({ usd: (1_402n * DOLLAR) / 100n, unpricedRequests: 0n });
      expect(rows.map(({ key }) => key)).toEqual([
        ["openai", "gpt-4o"],
        ["acme", "mystery"],
        ["acme", "cheap"],
      ]);
      expect(await auditEntries(ledger)).toMatchObject([
        { actor: "ada", action: "reprice", at: CLOCK, details: { records: 3, difference_usd: "4.01" } },
      ]);
      expect((await changesSince(ledger, 1n)).map(({ kind }) => kind)).toEqual(["reprice"]);
      expect(await reprice(ledger, corrected, ALL, "ada")).toMatchObject({ records: 0 });
      expect(await auditEntries(ledger)).toHaveLength(1);
    });

    test("only usage without a price is looked at when that is asked", async () => {
      await using ledger = await opened(open);
      await ledger.append(records);
      expect(await reprice(ledger, corrected, { ...ALL, unpricedOnly: true }, "ada")).toMatchObject({
        records: 2,
        difference: 4n * DOLLAR,
      });
    });
  });

  describe("closed months", () => {
    test("what changes a closed month is shown as a restatement", async () => {
      await using ledger = await opened(open);
      await ledger.append(records);
      expect(await closeMonth(ledger, "2026-10", "ada")).toMatchObject({ usd: DOLLAR / 100n, requests: 2n });
      expect(await restatements(ledger)).toEqual([]);
      expect((await previewReprice(ledger, corrected, ALL)).months).toMatchObject([
        { closed: true },
        { closed: false },
      ]);
      await reprice(ledger, corrected, ALL, "bob");
      await ledger.append([entry({ id: "late", at: OCTOBER })]);
      // 1 cent when it was closed; 2 cents + $2 after repricing, and a late call at $10.
      expect(await restatements(ledger)).toMatchObject([
        {
          month: "2026-10",
          usd: DOLLAR / 100n,
          now: (1_202n * DOLLAR) / 100n,
          difference: (1_201n * DOLLAR) / 100n,
          requestsNow: 3n,
        },
      ]);
      expect((await auditEntries(ledger)).map(({ action }) => action)).toEqual(["reprice_restatement", "close_month"]);
      expect([...(await closedMonths(ledger)).keys()]).toEqual(["2026-10"]);
    });

    test("a month is closed once, when it is over, under a name that is one", async () => {
      await using ledger = await opened(open);
      await closeMonth(ledger, "2026-10", "ada");
      await expect(closeMonth(ledger, "2026-10", "bob")).rejects.toMatchObject({ code: "month_closed" });
      await expect(closeMonth(ledger, "2026-11", "bob")).rejects.toMatchObject({ code: "month_not_over" });
      await expect(closeMonth(ledger, "2026-13", "bob")).rejects.toMatchObject({ code: "bad_month" });
    });
  });

  test("a changed workload configuration moves what did not name its own", async () => {
    await using ledger = await opened(open);
    await ledger.append([entry({ id: "a", project: "shop" }), entry({ id: "b", project: "shop", workload: "own" })]);
    const search: WorkloadMatcher = ({ project }) => (project === "shop" ? "search" : undefined);
    const moved = [{ workload: "search", records: 1, usd: 10n * DOLLAR }];
    expect(await previewAttribution(ledger, search, ALL)).toEqual(moved);
    expect(await auditEntries(ledger)).toEqual([]);
    expect(await attributeAgain(ledger, search, ALL, "ada")).toEqual(moved);
    expect(await previewAttribution(ledger, search, ALL)).toEqual([]);
    const { rows } = await querySpend(ledger, { ...TOTAL, by: ["workload"] });
    expect(rows.map(({ key, usd }) => [key[0], usd])).toEqual([
      ["own", 10n * DOLLAR],
      ["search", 10n * DOLLAR],
    ]);
    expect(await attributeAgain(ledger, () => undefined, ALL, "ada")).toMatchObject([{ workload: null, records: 1 }]);
    expect((await querySpend(ledger, { ...TOTAL, by: ["workload"] })).rows.map(({ key }) => key[0])).toEqual([
      "own",
      null,
    ]);
  });

  test("a bill is kept beside the computed spend, credits included, and replaced by a later one", async () => {
    await using ledger = await opened(open);
    const line = (id: string, usd: bigint): BilledCost => ({
      id,
      source: "openai-admin",
      provider: "openai",
      at: START,
      spanMs: 24 * HOUR,
      lineItem: "gpt-4o, input_tokens",
      usd: picoUsd(usd),
    });
    const window = { source: "openai-admin", from: START, to: START + DAY };
    expect(await replaceBilled(ledger, window, [line("a", 5n * DOLLAR + 7n), line("b", -DOLLAR - 1n)])).toEqual({
      stored: 2,
      unchanged: 0,
    });
    expect(await replaceBilled(ledger, window, [line("a", 5n * DOLLAR + 7n)])).toEqual({ stored: 0, unchanged: 1 });
    expect(await replaceBilled(ledger, window, [line("a", 5n * DOLLAR + 7n), line("b", -DOLLAR - 1n)])).toEqual({
      stored: 1,
      unchanged: 1,
    });
    expect((await billedCosts(ledger, window)).map(({ usd }) => usd)).toEqual([5n * DOLLAR + 7n, -DOLLAR - 1n]);
    expect((await querySpend(ledger, TOTAL)).total.usd).toBe(0n);
    const reach = { source: "openai-admin", provider: "openai", begins: START };
    expect(await billedCoverage(ledger, START + 7 * DAY)).toEqual([{ ...reach, reaches: START + DAY }]);
    // A day that is running is billed up to now, and a bill that is to come has not begun.
    expect(await billedCoverage(ledger, START + HOUR)).toEqual([{ ...reach, reaches: START + HOUR }]);
    expect(await billedCoverage(ledger, START)).toEqual([]);
  });
}
