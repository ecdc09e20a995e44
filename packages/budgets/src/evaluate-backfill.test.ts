import { writeCursor } from "@runrate/ledger";
import { describe, expect, test } from "vitest";
import { outbox, setBudget, toldFacts } from "../test/budgets.ts";
import { DAY, HOUR, memoryLedger, NOON, spend, TestClock } from "../test/ledger.ts";
import { evaluateBudgets } from "./evaluate.ts";

describe("a first backfill", () => {
  test("tells nothing of closed periods and one thing of the current one", async () => {
    await using ledger = await memoryLedger();
    await setBudget(ledger, "month");
    await setBudget(ledger, "day", { period: "day" });
    const records = Array.from({ length: 90 }, (_, day) => spend(`d${day}`, NOON - day * DAY, 1_200));
    await ledger.append(records);
    await evaluateBudgets(ledger);
    expect((await toldFacts(ledger)).map(({ budget, kind, percent }) => [budget.name, kind, percent])).toEqual([
      ["day", "open", "100"],
      ["month", "open", "100"],
    ]);
  });

  test("that is set a budget afterwards tells at once how it stands", async () => {
    await using ledger = await memoryLedger();
    await ledger.append([spend("a", NOON - DAY, 850), spend("old", NOON - 60 * DAY, 5_000)]);
    await evaluateBudgets(ledger);
    await setBudget(ledger, "all");
    await evaluateBudgets(ledger);
    expect(await outbox(ledger)).toEqual(["open 80"]);
  });
});

test("a first backfill is told once it is over: one message about the current period", async () => {
  const clock = new TestClock();
  await using ledger = await memoryLedger(clock);
  await setBudget(ledger, "all");
  // How a source's progress stands in the ledger while it is read for the first time.
  const progress = (through: number) =>
    ledger.transaction((tx) =>
      writeCursor(tx, "openai-admin/completions", JSON.stringify({ from: NOON - 90 * DAY, through })),
    );
  for (const [days, cents] of [
    [20, 500],
    [10, 300],
    [1, 200],
  ] as const) {
    const at = NOON - days * DAY;
    await progress(at + HOUR);
    await ledger.append([spend(`d${days}`, at, cents, { source: "openai-admin" })]);
    await evaluateBudgets(ledger);
  }
  expect(await outbox(ledger)).toEqual([]);
  await progress(NOON);
  await evaluateBudgets(ledger);
  expect(await outbox(ledger)).toEqual(["open 100"]);
});

test("a source that does not get on holds nothing back", async () => {
  const clock = new TestClock();
  await using ledger = await memoryLedger(clock);
  await setBudget(ledger, "all");
  const progress = JSON.stringify({ from: NOON - 90 * DAY, through: NOON - 10 * DAY });
  await ledger.transaction((tx) => writeCursor(tx, "openai-admin/completions", progress));
  await ledger.append([spend("a", NOON - 10 * DAY, 700, { source: "openai-admin" })]);
  await evaluateBudgets(ledger);
  expect(await outbox(ledger)).toEqual([]);
  clock.now += 5 * 60_000;
  await evaluateBudgets(ledger);
  expect(await outbox(ledger)).toEqual(["open 50"]);
});
