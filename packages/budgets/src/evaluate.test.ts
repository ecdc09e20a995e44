import { parseUsd } from "@runrate/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changeBudget, outbox, setBudget, toldFacts } from "../test/budgets.ts";
import { DAY, HOUR, memoryLedger, NOON, spend, TestClock } from "../test/ledger.ts";
import { evaluateBudgets } from "./evaluate.ts";
import { periodAlerts, readPeriod } from "./period-state.ts";

const november = Date.UTC(2026, 10, 1);
const december = Date.UTC(2026, 11, 1);

describe("spend that reaches a threshold", () => {
  test("puts one message into the outbox, with the record that reached it", async () => {
    await using ledger = await memoryLedger();
    await setBudget(ledger, "all");
    await ledger.append([spend("a", NOON - DAY, 499), spend("b", NOON - HOUR, 1), spend("c", NOON - 2 * HOUR, 1)]);
    expect(await evaluateBudgets(ledger)).toMatchObject({ messages: 1 });
    const [facts] = await toldFacts(ledger);
    expect(facts).toMatchObject({
      key: "1/1/2026-11-01T00:00:00.000Z/actual/50",
      kind: "open",
      // $4.99 + $0.01: by time, c comes before b.
      crossed: { at: NOON - 2 * HOUR, record: "c", running: parseUsd("5").toString() },
      spent: parseUsd("5.01").toString(),
      limit: parseUsd("10").toString(),
      budget: { name: "all", scope: "everything", owner: "U1" },
      drivers: { dimension: "model", top: [{ name: "gpt-4o" }] },
    });
  });

  test("is told once, however often it is looked at, and with usage that comes twice", async () => {
    await using ledger = await memoryLedger();
    await setBudget(ledger, "all");
    for (let round = 0; round < 3; round += 1) {
      await ledger.append([spend("a", NOON - DAY, 600)]);
      await evaluateBudgets(ledger);
    }
    expect(await outbox(ledger)).toEqual(["open 50"]);
  });

  test("over several in one step is one message, and the lower ones are kept as passed", async () => {
    await using ledger = await memoryLedger();
    const budget = await setBudget(ledger, "all");
    await ledger.append([spend("a", NOON - DAY, 600), spend("b", NOON - HOUR, 300)]);
    await evaluateBudgets(ledger);
    expect(await outbox(ledger)).toEqual(["open 80"]);
    expect(await periodAlerts(ledger, budget.id, november)).toMatchObject([
      { percent: "50", told: "passed", recordId: "a" },
      { percent: "80", told: "message", recordId: "b" },
    ]);
  });

  test("later replies in the thread and writes the message anew; 100 % is broadcast", async () => {
    await using ledger = await memoryLedger();
    await setBudget(ledger, "all");
    for (const [id, cents] of [
      ["a", 500],
      ["b", 300],
      ["c", 200],
    ] as const) {
      await ledger.append([spend(id, NOON - HOUR, cents)]);
      await evaluateBudgets(ledger);
    }
    expect(await outbox(ledger)).toEqual(["open 50", "reply 80", "reply 100 broadcast", "refresh"]);
  });

  test("counts only what the budget is about", async () => {
    await using ledger = await memoryLedger();
    await setBudget(ledger, "search", { scope: [{ dimension: "project", values: ["search-*"] }] });
    await setBudget(ledger, "beta", { scope: [{ dimension: "tag:stage", values: ["beta"] }] });
    await ledger.append([
      spend("a", NOON, 700, { project: "search-eu" }),
      spend("b", NOON, 2_000, { project: "other" }),
      spend("c", NOON, 900, { project: "other", tags: { stage: "beta" } }),
    ]);
    await evaluateBudgets(ledger);
    expect((await toldFacts(ledger)).map(({ budget, percent }) => [budget.name, percent])).toEqual([
      ["beta", "80"],
      ["search", "50"],
    ]);
  });

  test("in tokens counts input and output", async () => {
    await using ledger = await memoryLedger();
    await setBudget(ledger, "tokens", { amount: { kind: "tokens", tokens: 2_000n } });
    await ledger.append([spend("a", NOON, 0)]);
    await evaluateBudgets(ledger);
    expect(await toldFacts(ledger)).toMatchObject([{ measure: "tokens", spent: "1100", percent: "50" }]);
  });

  test("is found after a restart, when nobody looked at the time", async () => {
    const clock = new TestClock(december - HOUR);
    await using ledger = await memoryLedger(clock);
    await setBudget(ledger, "all");
    await ledger.append([spend("a", december - 2 * HOUR, 900)]);
    clock.now = december + HOUR;
    await evaluateBudgets(ledger);
    expect(await outbox(ledger)).toEqual(["open 80"]);
  });
});

describe("a changed budget", () => {
  test("that is raised edits its message, and speaks again at the new amount's thresholds", async () => {
    await using ledger = await memoryLedger();
    const budget = await setBudget(ledger, "all");
    await ledger.append([spend("a", NOON - DAY, 1_050)]);
    await evaluateBudgets(ledger);
    await changeBudget(ledger, budget, { amount: { kind: "usd", usd: parseUsd("20") } });
    expect(await outbox(ledger)).toEqual(["open 100", "refresh"]);
    expect(await readPeriod(ledger, budget.id, november)).toMatchObject({ isResolved: true, resolution: "raised" });
    await ledger.append([spend("b", NOON, 600)]);
    await evaluateBudgets(ledger);
    expect(await outbox(ledger)).toEqual(["open 100", "reply 80", "refresh"]);
    expect(await readPeriod(ledger, budget.id, november)).toMatchObject({ isResolved: false, resolution: null });
  });

  test("that is lowered tells at once what is higher than the channel knows", async () => {
    await using ledger = await memoryLedger();
    const budget = await setBudget(ledger, "all");
    await ledger.append([spend("a", NOON - DAY, 550)]);
    await evaluateBudgets(ledger);
    await changeBudget(ledger, budget, { amount: { kind: "usd", usd: parseUsd("6") } });
    expect(await outbox(ledger)).toEqual(["open 50", "reply 80", "refresh"]);
  });

  test("that moves to another channel opens a message there", async () => {
    await using ledger = await memoryLedger();
    const budget = await setBudget(ledger, "all");
    await ledger.append([spend("a", NOON - DAY, 550)]);
    await evaluateBudgets(ledger);
    await changeBudget(ledger, budget, { channel: "C2" });
    expect(await outbox(ledger)).toEqual(["open 50", "open 50"]);
  });
});

describe("late usage", () => {
  test("that takes a closed period over a threshold replies in its thread, marked", async () => {
    const clock = new TestClock(december - DAY);
    await using ledger = await memoryLedger(clock);
    await setBudget(ledger, "all");
    await ledger.append([spend("a", december - 2 * DAY, 600)]);
    await evaluateBudgets(ledger);
    clock.now = december + DAY;
    await ledger.append([spend("b", december - HOUR, 250)]);
    await evaluateBudgets(ledger);
    await evaluateBudgets(ledger);
    expect(await outbox(ledger)).toEqual(["open 50", "late 80", "refresh"]);
  });

  test("opens nothing where no message stands", async () => {
    const clock = new TestClock(december - DAY);
    await using ledger = await memoryLedger(clock);
    await setBudget(ledger, "all");
    await evaluateBudgets(ledger);
    clock.now = december + DAY;
    await ledger.append([spend("b", december - HOUR, 2_500)]);
    await evaluateBudgets(ledger);
    expect(await outbox(ledger)).toEqual([]);
  });
});

test("a snoozed period keeps its replies until the snooze is over", async () => {
  await using ledger = await memoryLedger();
  const budget = await setBudget(ledger, "all");
  await ledger.append([spend("a", NOON - DAY, 600)]);
  await evaluateBudgets(ledger);
  await ledger.db
    .updateTable("budget_periods")
    .set({ snoozed_by: "U1", snoozed_until: NOON + HOUR })
    .where("budget_id", "=", BigInt(budget.id))
    .execute();
  await ledger.append([spend("b", NOON, 300)]);
  await evaluateBudgets(ledger);
  const rows = await ledger.db.selectFrom("outbox").select(["kind", "not_before"]).orderBy("id").execute();
  expect(rows).toEqual([
    { kind: "open", not_before: 0n },
    { kind: "reply", not_before: BigInt(NOON + HOUR) },
    { kind: "refresh", not_before: 0n },
  ]);
});

test("the same usage in any order, with duplicates, in any steps, ends in the same alerts at the same records", async () => {
  const records = Array.from({ length: 24 }, (_, index) =>
    spend(`r${index}`, NOON - index * HOUR - index, 10 * (index % 7)),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(records, { minLength: records.length }),
      fc.array(fc.integer({ min: 0, max: 23 }), { maxLength: 5 }),
      async (order, cuts) => {
        await using ledger = await memoryLedger();
        const budget = await setBudget(ledger, "all");
        for (const [index, record] of order.entries()) {
          await ledger.append([record, record]);
          if (cuts.includes(index)) await evaluateBudgets(ledger);
        }
        await evaluateBudgets(ledger);
        const told = await periodAlerts(ledger, budget.id, november);
        // 3 × (0+10+…+60) + 0+10+20 cents = $6.60: 50 % alone is reached. By time, r23 first, $5 are reached at r6:
        // r23..r7 are 17 records of $4.80, and r6 adds $0.60.
        expect(told.map(({ percent, basis, recordId }) => [percent, basis, recordId])).toEqual([
          ["50", "actual", "r6"],
        ]);
        expect((await outbox(ledger)).filter((kind) => kind !== "refresh")).toEqual(["open 50"]);
      },
    ),
    { numRuns: 15 },
  );
});
