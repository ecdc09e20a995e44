import { describe, expect, test } from "vitest";
import { outbox, setBudget } from "../test/budgets.ts";
import { DAY, HOUR, memoryLedger, spend, TestClock } from "../test/ledger.ts";
import { evaluateBudgets } from "./evaluate.ts";

const november = Date.UTC(2026, 10, 1);

describe("a forecast", () => {
  test("needs two full hours in a row, and is told once", async () => {
    const clock = new TestClock(november + 4 * DAY);
    await using ledger = await memoryLedger(clock);
    await setBudget(ledger, "all", { thresholds: { actual: ["100"], forecast: ["100"] } });
    // A dollar a day is $30 a month.
    await ledger.append([0, 1, 2, 3].map((day) => spend(`d${day}`, november + day * DAY + HOUR, 100)));
    const seen: string[][] = [];
    for (const minutes of [10, 50, 61, 130, 200]) {
      clock.now = november + 4 * DAY + minutes * 60_000;
      await evaluateBudgets(ledger);
      seen.push([...(await outbox(ledger))]);
    }
    // The hours before 4:10 are looked at too: two of them are enough.
    expect(seen.at(-1)).toEqual(["open forecast 100"]);
    expect(seen[0]).toEqual(["open forecast 100"]);
  });

  test("waits for its second hour when the first is the only one that can be foretold", async () => {
    const clock = new TestClock(november + 3 * DAY + 60_000);
    await using ledger = await memoryLedger(clock);
    await setBudget(ledger, "all", { thresholds: { actual: ["100"], forecast: ["100"] } });
    await ledger.append([0, 1, 2].map((day) => spend(`d${day}`, november + day * DAY + HOUR, 100)));
    await evaluateBudgets(ledger);
    expect(await outbox(ledger)).toEqual([]);
    clock.now += HOUR;
    await evaluateBudgets(ledger);
    expect(await outbox(ledger)).toEqual(["open forecast 100"]);
  });

  test("that comes true is broadcast", async () => {
    const clock = new TestClock(november + 4 * DAY);
    await using ledger = await memoryLedger(clock);
    await setBudget(ledger, "all", { thresholds: { actual: ["100"], forecast: ["100"] } });
    await ledger.append([0, 1, 2, 3].map((day) => spend(`d${day}`, november + day * DAY + HOUR, 100)));
    await evaluateBudgets(ledger);
    clock.now += DAY;
    await ledger.append([spend("big", clock.now - HOUR, 700)]);
    await evaluateBudgets(ledger);
    expect(await outbox(ledger)).toEqual(["open forecast 100", "reply 100 broadcast", "refresh"]);
  });
});
