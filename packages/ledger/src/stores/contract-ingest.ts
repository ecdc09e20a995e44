import { picoUsd } from "@runrate/core";
import { describe, expect, test } from "vitest";
import { changeCounter } from "../change.ts";
import { coverage } from "../coverage.ts";
import { readCursor, writeCursor } from "../cursor.ts";
import { querySpend } from "../query.ts";
import { replaceBuckets } from "../replace-buckets.ts";
import { scanRecords, type ScannedRecord } from "../scan.ts";
import type { LedgerRecord, LedgerReader } from "../store.ts";
import { opened, type OpenStore } from "./contract-store.ts";
import { CLOCK, DAY, DOLLAR, entry, HOUR, START } from "./contract-records.ts";

const ALL = { from: START - 400 * DAY, to: START + 400 * DAY, zone: "UTC", by: [], where: [] } as const;

async function totalOf(ledger: LedgerReader): Promise<bigint> {
  return (await querySpend(ledger, ALL)).total.usd;
}

/** What a store must do when usage comes in. */
export function ingestContract(open: OpenStore): void {
  describe("small batches that arrive at once", () => {
    test("share a commit, and each is answered with its own counts", async () => {
      await using ledger = await opened(open);
      const batches = Array.from({ length: 50 }, (_, index) => [
        entry({ id: `own-${index}`, at: START + index }),
        entry({ id: "shared", at: START }),
      ]);
      const results = await Promise.all(batches.map((batch) => ledger.append(batch)));
      expect(results.map(({ stored }) => stored)).toEqual([2, ...Array.from({ length: 49 }, () => 1)]);
      expect(results.map(({ duplicates }) => duplicates)).toEqual([0, ...Array.from({ length: 49 }, () => 1)]);
      expect((await querySpend(ledger, ALL)).total.records).toBe(51n);
      // The first goes at once; what arrives meanwhile waits for it together.
      expect(await changeCounter(ledger)).toBe(2n);
    });

    test("are told of their own conflicts alone", async () => {
      await using ledger = await opened(open);
      await ledger.append([entry({ id: "kept" })]);
      const [, second, third] = await Promise.all([
        ledger.append([entry({ id: "a" })]),
        ledger.append([entry({ id: "b" })]),
        ledger.append([entry({ id: "c" }), entry({ id: "kept", model: "another" })]),
      ]);
      expect(second?.conflicts).toEqual([]);
      expect(third?.conflicts).toEqual([{ id: "kept", index: 1 }]);
      expect(third?.stored).toBe(1);
    });

    test("are not spoiled by one that is refused", async () => {
      await using ledger = await opened(open);
      const good = entry({ id: "bad" });
      const usd = picoUsd(5n);
      const bad: LedgerRecord = { ...good, charge: { kind: "priced", usd, usdLow: picoUsd(6n), usdHigh: usd } };
      const results = await Promise.allSettled([
        ledger.append([entry({ id: "a" })]),
        ledger.append([entry({ id: "b" })]),
        ledger.append([bad]),
        ledger.append([entry({ id: "c" })]),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
      expect((await querySpend(ledger, ALL)).total.records).toBe(3n);
    });
  });

  describe("storing records", () => {
    test("a record comes back as it was given", async () => {
      await using ledger = await opened(open);
      const full = entry({
        id: "full",
        at: START + 12_345,
        spanMs: HOUR,
        provider: "azure",
        model: "ranged",
        serviceTier: "flex",
        usage: {
          inputTokens: 5_000,
          cachedInputTokens: 1_000,
          cacheWriteTokens: 500,
          cacheWrite1hTokens: 200,
          outputTokens: 700,
          reasoningTokens: 300,
          inputAudioTokens: 40,
          webSearches: 2,
          storageGbDays: "1.25",
        },
        requests: 7,
        project: "shop",
        apiKey: "key_1",
        user: "ada",
        workload: "search",
        conversation: "c-1",
        organisation: "org",
        region: "eu",
        responseId: "resp_1",
        tags: { commit: "abc", "with space": "√ü\"'%_*", ["__proto__"]: "own", constructor: "own" },
        source: "otlp",
      });
      await ledger.append([full]);
      expect(await collect(ledger)).toEqual([{ ...full, seq: 1n }]);
    });

    test("the same id twice is one record; other content under it is reported and the first is kept", async () => {
      await using ledger = await opened(open);
      expect(await ledger.append([entry({ id: "a" }), entry({ id: "b" })])).toMatchObject({ stored: 2, duplicates: 0 });
      const other = entry({ id: "b", usage: { inputTokens: 9, outputTokens: 9 } });
      expect(await ledger.append([entry({ id: "a" }), other, entry({ id: "c" })])).toEqual({
        stored: 1,
        duplicates: 2,
        unpriced: 0,
        conflicts: [{ id: "b", index: 1 }],
      });
      // Three calls at $10.
      expect(await totalOf(ledger)).toBe(30n * DOLLAR);
    });

    test("an id that comes twice in one batch is stored once", async () => {
      await using ledger = await opened(open);
      const records = [entry({ id: "a" }), entry({ id: "a" }), entry({ id: "b" }), entry({ id: "a", model: "cheap" })];
      expect(await ledger.append(records)).toEqual({
        stored: 2,
        duplicates: 2,
        unpriced: 0,
        conflicts: [{ id: "a", index: 3 }],
      });
      expect(await totalOf(ledger)).toBe(20n * DOLLAR);
    });

    test("two sources that saw the same response count it once", async () => {
      await using ledger = await opened(open);
      await ledger.append([entry({ id: "otlp-1", responseId: "resp_1", source: "otlp" })]);
      const second = await ledger.append([entry({ id: "rec-1", responseId: "resp_1", source: "recorder" })]);
      expect(second).toEqual({ stored: 0, duplicates: 1, unpriced: 0, conflicts: [] });
      expect(await totalOf(ledger)).toBe(10n * DOLLAR);
    });

    test("more than a transaction's worth goes in whole and in order", async () => {
      await using ledger = await opened(open);
      const records = Array.from({ length: 2_345 }, (_, index) =>
        entry({ id: `r${index}`, model: "cheap", at: START + index }),
      );
      expect(await ledger.append(records)).toMatchObject({ stored: 2_345 });
      // 2,345 calls at a cent: $23.45.
      expect(await totalOf(ledger)).toBe((2_345n * DOLLAR) / 100n);
      expect((await collect(ledger)).map(({ record }) => record.id)).toEqual(records.map(({ record }) => record.id));
    });

    test("usage without a price is kept and counted, never as $0", async () => {
      await using ledger = await opened(open);
      const result = await ledger.append([entry({ id: "a" }), entry({ id: "m", model: "mystery", requests: 3 })]);
      expect(result).toMatchObject({ stored: 2, unpriced: 1 });
      const spend = await querySpend(ledger, { ...ALL, by: ["model"] });
      expect(spend.unpricedModels).toEqual(["mystery"]);
      expect(spend.total).toMatchObject({ usd: 10n * DOLLAR, unpricedRequests: 3n, counts: { requests: 4n } });
    });

    test("a trillion dollars, and the pico-dollars beside them, are summed exactly", async () => {
      await using ledger = await opened(open);
      const huge: LedgerRecord[] = Array.from({ length: 10 }, (_, index) => {
        const usd = entry({ id: `h${index}`, at: START + index * HOUR });
        const amount = 100_000_000_000n * DOLLAR + 999_999_999_999n;
        return {
          ...usd,
          charge: { kind: "priced", usd: amount, usdLow: amount, usdHigh: amount } as LedgerRecord["charge"],
        };
      });
      await ledger.append(huge);
      // 10 × ($100 billion + 0.999999999999) = $1,000,000,000,009.99999999999
      expect(await totalOf(ledger)).toBe(1_000_000_000_009_999_999_999_990n);
    });

    test("nothing of a transaction that fails is kept", async () => {
      await using ledger = await opened(open);
      await ledger.append([entry({ id: "a" })]);
      const before = await changeCounter(ledger);
      const failing = ledger.transaction(async (tx) => {
        await tx.db.deleteFrom("records").execute();
        await tx.db.deleteFrom("rollups").execute();
        throw new Error("stop");
      });
      await expect(failing).rejects.toThrow("stop");
      expect(await totalOf(ledger)).toBe(10n * DOLLAR);
      expect(await changeCounter(ledger)).toBe(before);
    });
  });

  describe("replacing buckets", () => {
    const bucket = (id: string, hour: number, requests: number, model = "cheap"): LedgerRecord =>
      entry({
        id: `openai:completions:${id}`,
        at: START + hour * HOUR,
        spanMs: HOUR,
        requests,
        model,
        source: "openai-admin",
      });
    const window = { source: "openai-admin", from: START, to: START + DAY, idPrefix: "openai:completions:" };

    test("a later report of a window takes the place of the earlier one", async () => {
      await using ledger = await opened(open);
      await ledger.append([entry({ id: "pushed" })]);
      await replaceBuckets(ledger, window, [bucket("a", 0, 100), bucket("b", 1, 200), bucket("c", 2, 300)]);
      const result = await replaceBuckets(ledger, window, [
        bucket("a", 0, 100),
        bucket("b", 1, 250),
        bucket("d", 3, 50),
      ]);
      expect(result).toEqual({ stored: 2, unchanged: 1, removed: 2, duplicates: 0, unpriced: 0 });
      // 100 + 250 + 50 calls at a cent. The pushed call is one that the admin API has counted as well.
      expect(await totalOf(ledger)).toBe(4n * DOLLAR);
      const { rows } = await querySpend(ledger, {
        ...ALL,
        by: ["hour"],
        where: [{ dimension: "model", values: ["cheap"] }],
      });
      expect(rows.map(({ key, counts }) => [key[0], counts.requests])).toEqual([
        ["2026-11-01T00:00:00Z", 100n],
        ["2026-11-01T01:00:00Z", 250n],
        ["2026-11-01T03:00:00Z", 50n],
      ]);
    });

    test("a report that says the same changes nothing, and buckets outside the window stay", async () => {
      await using ledger = await opened(open);
      await replaceBuckets(ledger, window, [bucket("a", 0, 100)]);
      await replaceBuckets(ledger, { ...window, from: START + DAY, to: START + 2 * DAY }, [bucket("z", 30, 100)]);
      const before = await changeCounter(ledger);
      const again = await replaceBuckets(ledger, window, [bucket("a", 0, 100)], (tx) =>
        writeCursor(tx, "openai-admin", "1"),
      );
      expect(again).toMatchObject({ stored: 0, unchanged: 1, removed: 0 });
      expect(await changeCounter(ledger)).toBe(before);
      expect(await readCursor(ledger, "openai-admin")).toMatchObject({ cursor: "1" });
      expect(await totalOf(ledger)).toBe(2n * DOLLAR);
    });

    test("an empty report empties the window and still says how far the source reaches", async () => {
      await using ledger = await opened(open);
      await replaceBuckets(ledger, window, [bucket("a", 0, 100)]);
      await replaceBuckets(ledger, { ...window, covers: { providers: ["openai"], reaches: START + DAY } }, []);
      expect(await totalOf(ledger)).toBe(0n);
      expect(await coverage(ledger, CLOCK)).toMatchObject([
        { source: "openai-admin", provider: "openai", reaches: START + DAY },
      ]);
    });
  });
}

async function collect(ledger: LedgerReader): Promise<readonly ScannedRecord[]> {
  const found: ScannedRecord[] = [];
  for await (const record of scanRecords(ledger, { from: ALL.from, to: ALL.to }, 500)) found.push(record);
  return found;
}
