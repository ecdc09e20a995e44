import { describe, expect, test } from "vitest";
import { auditEntries } from "../audit.ts";
import { previewPrune, pruneRecords } from "../prune.ts";
import { querySpend } from "../query.ts";
import { replaceBuckets } from "../replace-buckets.ts";
import { scanRecords } from "../scan.ts";
import type { LedgerReader } from "../store.ts";
import { CLOCK, DAY, DOLLAR, entry, HOUR, START } from "./contract-records.ts";
import { crossingAt, opened, type OpenStore } from "./contract-store.ts";

const ALL = { from: START - 400 * DAY, to: CLOCK, zone: "UTC", by: [], where: [] } as const;

/** What a store must keep when single records are taken away. */
export function retentionContract(open: OpenStore): void {
  const old = [
    entry({ id: "a", at: START - 70 * DAY, tags: { team: "one" } }),
    entry({ id: "b", at: START - 40 * DAY, model: "mystery", conversation: "c" }),
    entry({ id: "c", at: START - 12 * DAY }),
  ];
  const young = [entry({ id: "d", at: START, tags: { team: "one" } }), entry({ id: "e", at: START + HOUR })];

  describe("retention", () => {
    test("takes single records away and leaves every total as it was", async () => {
      await using ledger = await opened(open);
      await ledger.append([...old, ...young]);
      const questions = [ALL, { ...ALL, by: ["day", "model"] }, { ...ALL, by: ["month"] }] as const;
      const before = await Promise.all(questions.map((question) => querySpend(ledger, question)));
      expect(await previewPrune(ledger, START)).toMatchObject({ records: 3 });
      expect(await ids(ledger)).toEqual(["a", "b", "c", "d", "e"]);
      expect(await pruneRecords(ledger, START, "ada")).toMatchObject({ records: 3 });
      expect(await ids(ledger)).toEqual(["d", "e"]);
      expect(await Promise.all(questions.map((question) => querySpend(ledger, question)))).toEqual(before);
      expect(await auditEntries(ledger)).toMatchObject([{ actor: "ada", action: "prune", details: { records: 3 } }]);
      expect(await pruneRecords(ledger, START, "ada")).toMatchObject({ records: 0 });
    });

    test("a question that needs what is gone is refused, never answered too low", async () => {
      await using ledger = await opened(open);
      await ledger.append([...old, ...young]);
      await pruneRecords(ledger, START, "ada");
      const tagged = { ...ALL, where: [{ dimension: "tag:team", values: ["one"] }] } as const;
      await expect(querySpend(ledger, tagged)).rejects.toMatchObject({ code: "records_pruned" });
      await expect(querySpend(ledger, { ...ALL, from: START - 12 * DAY + 1 })).rejects.toMatchObject({
        code: "records_pruned",
      });
      expect((await querySpend(ledger, { ...tagged, from: START })).total.usd).toBe(10n * DOLLAR);
      // The same question of a time before there was any usage.
      expect((await querySpend(ledger, { ...tagged, from: START - 390 * DAY, to: START - 380 * DAY })).total.usd).toBe(
        0n,
      );
    });

    test("usage of that time that comes again is refused and counted once", async () => {
      await using ledger = await opened(open);
      await ledger.append([...old, ...young]);
      const before = (await querySpend(ledger, ALL)).total;
      await pruneRecords(ledger, START, "ada");
      const again = await ledger.append([...old, ...young, entry({ id: "f", at: START + 2 * HOUR })]);
      expect(again).toMatchObject({ stored: 1, duplicates: 5 });
      expect(again.conflicts.map(({ id, reason }) => [id, reason?.slice(0, 22)])).toEqual(
        ["a", "b", "c"].map((id) => [id, "single calls are kept "]),
      );
      const window = { source: "http", from: START - 100 * DAY, to: START, idPrefix: "" };
      expect(await replaceBuckets(ledger, window, old)).toMatchObject({ stored: 0, removed: 0 });
      expect((await querySpend(ledger, ALL)).total.usd).toBe(before.usd + 10n * DOLLAR);
    });

    test("when a total was reached is then known by the hour", async () => {
      await using ledger = await opened(open);
      await ledger.append([entry({ id: "a", at: START + 5 }), entry({ id: "b", at: START + HOUR + 5 })]);
      await pruneRecords(ledger, START + DAY, "ada");
      const scope = { from: START, to: START + 2 * DAY, where: [] };
      expect(await crossingAt(ledger, scope, 15n * DOLLAR)).toMatchObject({
        kind: "crossed",
        at: START + HOUR,
      });
    });

    test("ends at a day, in the past", async () => {
      await using ledger = await opened(open);
      await expect(pruneRecords(ledger, START + 1, "ada")).rejects.toMatchObject({ code: "bad_retention" });
      await expect(pruneRecords(ledger, START + 400 * DAY, "ada")).rejects.toMatchObject({ code: "bad_retention" });
    });
  });
}

async function ids(ledger: LedgerReader): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { record } of scanRecords(ledger, { from: ALL.from, to: START + 400 * DAY })) found.push(record.id);
  return found;
}
