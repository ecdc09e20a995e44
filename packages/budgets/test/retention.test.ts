import { parseUsd } from "@runrate/core";
import { pruneRecords } from "@runrate/ledger";
import { expect, test } from "vitest";
import { digestOf } from "../src/digest.ts";
import { anomalies } from "../src/notices/anomalies.ts";
import { modelsInUse } from "../src/notices/models.ts";
import { evaluateBudgets } from "../src/evaluate.ts";
import { recordsNeeded } from "../src/records-needed.ts";
import { reportBudget } from "../src/report.ts";
import { outbox, setBudget } from "./budgets.ts";
import { DAY, memoryLedger, NOON, spend } from "./ledger.ts";

const MIDNIGHT = NOON - (NOON % DAY);
const TAGGED = { scope: [{ dimension: "tag:team", values: ["a"] }] } as const;

async function months() {
  const ledger = await memoryLedger();
  for (let day = 60; day >= 1; day -= 1)
    await ledger.append([spend(`r${day}`, NOON - day * DAY, 10, { tags: { team: "a" } })]);
  return ledger;
}

test("a budget for a tag says since when single calls are needed; one for a project does not need them", async () => {
  await using ledger = await months();
  await setBudget(ledger, "project", { period: "quarter", scope: [{ dimension: "project", values: ["p"] }] });
  expect(await recordsNeeded(ledger, NOON)).toBeUndefined();
  await setBudget(ledger, "tagged", TAGGED);
  expect(await recordsNeeded(ledger, NOON)).toEqual({ budget: "tagged", from: Date.UTC(2026, 10, 1) });
});

test("with the calls of earlier months gone, a budget for a tag is watched and forecast as before", async () => {
  await using ledger = await months();
  const budget = await setBudget(ledger, "tagged", { ...TAGGED, thresholds: { actual: ["50"], forecast: ["100"] } });
  await pruneRecords(ledger, Date.UTC(2026, 10, 1), "ada");
  await ledger.append([spend("big", NOON - 1_000, 500, { tags: { team: "a" } })]);
  await evaluateBudgets(ledger);
  expect(await outbox(ledger)).toContain("open 50");
  expect(await reportBudget(ledger, budget.terms, NOON)).toMatchObject({ spend: { units: 73n * 10n ** 11n } });
});

test("a budget whose period cannot be told any more keeps no other from alerting", async () => {
  await using ledger = await months();
  await setBudget(ledger, "tagged", TAGGED);
  await setBudget(ledger, "all");
  await pruneRecords(ledger, MIDNIGHT - 5 * DAY, "ada");
  await ledger.append([spend("big", NOON - 1_000, 500, { tags: { team: "a" } })]);
  await evaluateBudgets(ledger);
  expect(await outbox(ledger)).toEqual(["open 50"]);
});

test("alerts, the digest and what is told beside budgets do without the minutes of a time whose calls are gone", async () => {
  await using ledger = await months();
  await setBudget(ledger, "all");
  await pruneRecords(ledger, MIDNIGHT - 5 * DAY, "ada");
  await ledger.append([spend("big", NOON - 1_000, 500, { model: "gpt-4o-mini" })]);
  await evaluateBudgets(ledger);
  expect(await outbox(ledger)).toEqual(["open 50"]);
  const watch = { ratio: "3", floorUsd: parseUsd("1"), channel: null, zone: "UTC" };
  const odd = NOON - 1_234_567;
  expect(await anomalies(ledger, watch, odd)).toEqual([]);
  expect((await modelsInUse(ledger, odd)).map(({ model }) => model)).toContain("gpt-4o");
  const digest = await digestOf(ledger, { every: "week", zone: "UTC", scope: [], channels: null }, odd);
  expect(digest.usd).toBe(parseUsd("0.70"));
});

test("a budget that is made for a time whose calls are gone alerts at once", async () => {
  await using ledger = await months();
  await pruneRecords(ledger, MIDNIGHT - 5 * DAY, "ada");
  await setBudget(ledger, "all", { amount: { kind: "usd", usd: parseUsd("1") } });
  expect(await outbox(ledger)).toEqual(["open 100"]);
});
