import { parseUsd } from "@runrate/core";
import { expect, test } from "vitest";
import { DAY, memoryLedger, NOON, spend } from "../test/ledger.ts";
import type { BudgetTerms } from "./budget.ts";
import { reportJson } from "./report-json.ts";
import { reportBudget } from "./report.ts";

const monthly: BudgetTerms = {
  scope: [{ dimension: "project", values: ["search"] }],
  period: "month",
  zone: "UTC",
  amount: { kind: "usd", usd: parseUsd("10") },
  thresholds: { actual: ["50", "80", "100"], forecast: ["100"] },
  channel: "C1",
  owner: null,
};

const at = (day: number) => Date.UTC(2026, 10, day, 10);

test("a report says what was spent, what is left, and at which record each threshold was reached", async () => {
  await using ledger = await memoryLedger();
  await ledger.append([
    spend("a", at(2), 300, { project: "search" }),
    spend("b", at(3), 400, { project: "other" }),
    // Came later, happened earlier: $3 + $2.50 passes $5 on the 4th.
    spend("c", at(5), 200, { project: "search" }),
    spend("d", at(4), 250, { project: "search" }),
    spend("e", at(6), 0, { project: "search", model: "mystery" }),
  ]);
  const report = await reportBudget(ledger, monthly, NOON);
  expect(reportJson(report, "search")).toMatchObject({
    name: "search",
    // $3.00 + $2.00 + $2.50
    spent_usd: "7.5",
    budget_usd: "10",
    remaining_usd: "2.5",
    percent_used: 75,
    scope: "project:search",
    period: { from: "2026-11-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z", zone: "UTC" },
    thresholds: [
      { percent: 50, at_usd: "5", reached: true, crossed_at: "2026-11-04T10:00:00.000Z", record: "d" },
      { percent: 80, at_usd: "8", reached: false, crossed_at: null },
      { percent: 100, reached: false },
    ],
    unpriced: { requests: 1, models: ["mystery"] },
  });
});

test("as it stood at an instant, what came later is not in it", async () => {
  await using ledger = await memoryLedger();
  await ledger.append([spend("a", at(2), 300), spend("b", at(3), 400), spend("c", at(5), 200)]);
  const report = await reportBudget(ledger, { ...monthly, scope: [] }, at(3));
  expect(reportJson(report)).toMatchObject({
    spent_usd: "7",
    thresholds: [
      { percent: 50, reached: true, record: "b" },
      { percent: 80, reached: false },
      { percent: 100, reached: false },
    ],
  });
});

test("a budget of tokens counts input and output", async () => {
  await using ledger = await memoryLedger();
  await ledger.append([spend("a", NOON - DAY, 1), spend("b", NOON - 2 * DAY, 1)]);
  const report = await reportBudget(
    ledger,
    { ...monthly, scope: [], amount: { kind: "tokens", tokens: 2_000n } },
    NOON,
  );
  // 2 calls of 1,000 + 100 tokens
  expect(reportJson(report)).toMatchObject({ spent_tokens: 2_200, remaining_tokens: -200, percent_used: 110 });
});

test("the forecast is the one of a moment at which the data ended, however much later it is looked at", async () => {
  await using ledger = await memoryLedger();
  await ledger.append(Array.from({ length: 20 }, (_, day) => spend(`d${day}`, at(day + 1), 10)));
  const expected = async (now: number) => {
    const { forecast } = await reportBudget(ledger, { ...monthly, scope: [] }, now);
    return forecast.kind === "forecast" ? forecast.total : null;
  };
  const ended = at(20) + 1;
  expect(await expected(ended)).toBeGreaterThan(parseUsd("2.5"));
  expect(await expected(at(20) + 3 * 3_600_000)).toBe(await expected(ended));
  expect(await expected(NOON)).toBe(await expected(ended));
});
