import { toDecimal } from "@runrate/core";
import { expect, test } from "vitest";
import {
  calibrate,
  describeCalibration,
  ledgerRecord,
  markMerged,
  pruneRecords,
  readEstimates,
  saveEstimate,
  trackEstimate,
  type EstimateBody,
  type EstimateTrack,
  type LedgerStore,
} from "../src/index.ts";
import { memoryLedger, NOW, pricesOf } from "./open-ledger.ts";

const DAY = 86_400_000;
const PR = { repository: "acme/shop", number: 482 };
const price = pricesOf();

const body = (before: string, after: string, more: Partial<EstimateBody> = {}): EstimateBody => ({
  head: "abcdef1",
  monthly: { likely: { before, after } },
  workloads: ["search"],
  models: ["gpt-4o"],
  ...more,
});

let ids = 0;

/** A day of calls worth so many dollars: 400,000 tokens of gpt-4o's input are one. */
async function spend(ledger: LedgerStore, daysAgo: number, dollars: number, more: object = {}) {
  ids += 1;
  const record = {
    id: `r${ids}`,
    at: NOW - daysAgo * DAY + 1,
    model: "gpt-4o",
    serviceTier: "standard" as const,
    usage: { inputTokens: dollars * 400_000, outputTokens: 0 },
    requests: 1,
    workload: "search",
    tags: {},
    source: "otlp",
    ...more,
  };
  await ledger.append([ledgerRecord(record, price)]);
}

async function trackOf(ledger: LedgerStore): Promise<EstimateTrack> {
  const [estimate] = await readEstimates(ledger, { number: 482 });
  if (estimate === undefined) throw new Error("there is no estimate");
  return await trackEstimate(ledger, estimate, NOW);
}

test("an estimate is kept once, replaced until the merge, and stands after it", async () => {
  await using ledger = await memoryLedger();
  expect(await saveEstimate(ledger, PR, body("30", "60"))).toBe("created");
  expect(await saveEstimate(ledger, PR, body("30", "60"))).toBe("unchanged");
  expect(await saveEstimate(ledger, PR, body("30", "90"))).toBe("updated");
  expect((await trackOf(ledger)).kind).toBe("open");
  expect(await markMerged(ledger, PR, { at: NOW - DAY })).toBe(true);
  expect(await markMerged(ledger, PR, { at: NOW })).toBe(true);
  expect(await saveEstimate(ledger, PR, body("30", "30"))).toBe("merged");
  const [kept] = await readEstimates(ledger);
  expect(kept).toMatchObject({ mergedAt: NOW - DAY, body: { monthly: { likely: { after: "90" } } } });
  expect(await markMerged(ledger, { ...PR, number: 1 }, { at: NOW })).toBe(false);
});

test("spend since the merge is held against the spend before and the estimated change, pro rata", async () => {
  await using ledger = await memoryLedger();
  await saveEstimate(ledger, PR, body("30", "60"));
  await markMerged(ledger, PR, { at: NOW - 10 * DAY });
  for (let day = 11; day <= 40; day += 1) await spend(ledger, day, 1);
  for (let day = 1; day <= 10; day += 1) await spend(ledger, day, 3);
  await spend(ledger, 2, 100, { workload: "other" });
  const track = await trackOf(ledger);
  expect(track).toMatchObject({ kind: "tracked", isOver: true, isComplete: false });
  if (track.kind !== "tracked") return;
  // Before: $30 in 30 days. Foreseen: (30 + 30) × 10 / 30. Spent: 10 × $3, at which pace a month is $90: $60 more than before.
  expect([track.before, track.expected, track.actual, track.actualChange].map(toDecimal)).toEqual([
    "30",
    "20",
    "30",
    "60",
  ]);
  const calibration = calibrate([track]);
  expect(calibration).toEqual({ pullRequests: 1, medianError: 10_000n, bias: 10_000n });
  expect(calibration && describeCalibration(calibration)).toContain("100.0%");
});

test("a merge whose single calls are gone is still held against its estimate, by the hour", async () => {
  await using ledger = await memoryLedger();
  await saveEstimate(ledger, PR, body("30", "60"));
  await markMerged(ledger, PR, { at: NOW - 40 * DAY + 1_234_567 });
  for (let day = 1; day <= 70; day += 1) await spend(ledger, day, 1);
  const before = await trackOf(ledger);
  await pruneRecords(ledger, NOW - (NOW % DAY) - 5 * DAY, "ada");
  const after = await trackOf(ledger);
  if (before.kind !== "tracked" || after.kind !== "tracked") throw new Error("it is not followed");
  expect([after.before, after.actual].map(toDecimal)).toEqual(["30", "30"]);
  expect(after).toMatchObject({ before: before.before, actual: before.actual, isComplete: true });
});

test("usage that carries the commit says when the change was deployed, without a word from the action", async () => {
  await using ledger = await memoryLedger();
  await saveEstimate(ledger, PR, body("0", "60"));
  await spend(ledger, 3, 1, { tags: { commit: "abcdef1" } });
  expect(await trackOf(ledger)).toMatchObject({ kind: "tracked", since: NOW - 3 * DAY + 1 });
});

test("a deployment is remembered when the calls that told of it are gone", async () => {
  await using ledger = await memoryLedger();
  await saveEstimate(ledger, PR, body("0", "60"));
  await spend(ledger, 10, 1, { tags: { commit: "abcdef1" } });
  await spend(ledger, 3, 1, { tags: { commit: "abcdef1" } });
  await pruneRecords(ledger, NOW - (NOW % DAY) - 5 * DAY, "ada");
  expect(await trackOf(ledger)).toMatchObject({ begins: "deployed", since: NOW - 10 * DAY + 1 });
  // The merge, once it is told, is when the time begins.
  await markMerged(ledger, PR, { at: NOW - 12 * DAY });
  expect(await trackOf(ledger)).toMatchObject({ begins: "merged", since: NOW - 12 * DAY });
});

const WHOLE = "abcdef1234567890abcdef1234567890abcdef12";

test.each([
  ["by its whole name, estimated by a short one", "abcdef1", WHOLE, true],
  ["by a short name, estimated by the whole one", WHOLE, "abcdef123", true],
  ["another one", WHOLE, "abcdef2", false],
  ["another one, estimated by a short name", "abcdef1", `abcdef2${WHOLE.slice(7)}`, false],
  ["fewer digits than a name has", WHOLE, "abcdef", false],
])("usage that names a commit says that it is deployed, and no other: %s", async (_what, head, commit, isDeployed) => {
  await using ledger = await memoryLedger();
  await saveEstimate(ledger, PR, body("0", "60", { head }));
  await spend(ledger, 3, 1, { tags: { commit } });
  expect((await trackOf(ledger)).kind).toBe(isDeployed ? "tracked" : "open");
});

test("a merge that is told before the estimate waits for it", async () => {
  await using ledger = await memoryLedger();
  expect(await markMerged(ledger, PR, { at: NOW - 2 * DAY, commit: "1234567" })).toBe(false);
  expect(await markMerged(ledger, PR, { at: NOW })).toBe(false);
  expect(await readEstimates(ledger)).toEqual([]);
  expect(await saveEstimate(ledger, PR, body("0", "60"))).toBe("created");
  expect(await readEstimates(ledger)).toMatchObject([{ mergedAt: NOW - 2 * DAY, mergeCommit: "1234567" }]);
  expect(await saveEstimate(ledger, PR, body("0", "90"))).toBe("merged");
});

test("an estimate without volumes is not followed, and says why", async () => {
  await using ledger = await memoryLedger();
  await saveEstimate(ledger, PR, body("0", "0", { monthly: null }));
  await markMerged(ledger, PR, { at: NOW - DAY });
  expect(await trackOf(ledger)).toMatchObject({ kind: "untracked", reason: expect.stringContaining("per call only") });
});

test("after 30 days it is complete, and later spend does not change it", async () => {
  await using ledger = await memoryLedger();
  await saveEstimate(ledger, PR, body("0", "60"));
  await markMerged(ledger, PR, { at: NOW - 35 * DAY });
  await spend(ledger, 20, 10);
  await spend(ledger, 2, 500);
  const track = await trackOf(ledger);
  expect(track).toMatchObject({ kind: "tracked", isOver: false, isComplete: true });
  expect(track.kind === "tracked" && toDecimal(track.actual)).toBe("10");
});
