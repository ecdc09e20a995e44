import { expect, test } from "vitest";
import { outbox, setBudget, terms } from "../test/budgets.ts";
import { DAY, HOUR, memoryLedger, NOON, spend, TestClock } from "../test/ledger.ts";
import { dryRun } from "./dry-run.ts";
import { evaluateBudgets } from "./evaluate.ts";

const september = Date.UTC(2026, 8, 1);

test("a proposed budget says when it would have alerted", async () => {
  await using ledger = await memoryLedger();
  await ledger.append([
    // September: $6 at once and no more; October: $11 in one call; November nothing.
    spend("a", september + 5 * DAY, 600),
    spend("b", Date.UTC(2026, 9, 7, 8), 1_100),
  ]);
  const { alerts, periods } = await dryRun(
    ledger,
    terms({ thresholds: { actual: ["50", "80", "100"], forecast: [] } }),
    NOON,
  );
  expect(alerts).toEqual([
    { at: september + 5 * DAY, periodStart: september, basis: "actual", percent: "50" },
    { at: Date.UTC(2026, 9, 7, 8), periodStart: Date.UTC(2026, 9, 1), basis: "actual", percent: "100" },
  ]);
  // 90 days before 24 November lie in August.
  expect(periods.map(({ spent }) => Number(spent / 10n ** 10n))).toEqual([0, 600, 1_100, 0]);
});

test("a dry run tells what an evaluation every hour would have told", async () => {
  const clock = new TestClock(NOON - 14 * DAY);
  await using ledger = await memoryLedger(clock);
  const budget = terms({ period: "week", thresholds: { actual: ["50", "100"], forecast: ["100"] } });
  await setBudget(ledger, "weekly", budget);
  const records = Array.from({ length: 14 * 8 }, (_, index) => {
    const at = NOON - 14 * DAY + index * 3 * HOUR + 60_000;
    return spend(`r${index}`, at, (index * 7) % 40);
  });
  let next = 0;
  for (; clock.now <= NOON; clock.now += HOUR) {
    const due = [];
    for (let record = records[next]; record !== undefined && record.record.at < clock.now; record = records[next]) {
      due.push(record);
      next += 1;
    }
    if (due.length > 0) await ledger.append(due);
    await evaluateBudgets(ledger);
  }
  const told = (await outbox(ledger))
    .filter((kind) => kind !== "refresh")
    .map((kind) => kind.replace(" broadcast", ""));
  const { alerts } = await dryRun(ledger, budget, NOON, 14);
  let last = 0;
  const foretold = alerts.map(({ basis, percent, periodStart }) => {
    const kind = periodStart === last ? "reply" : "open";
    last = periodStart;
    return `${kind} ${basis === "forecast" ? "forecast " : ""}${percent}`;
  });
  expect(foretold.length).toBeGreaterThan(3);
  expect(told).toEqual(foretold);
});
