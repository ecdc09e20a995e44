import { describe, expect, test } from "vitest";
import type { LedgerStore } from "@runrate/ledger";
import { setBudget } from "../test/budgets.ts";
import { DAY, HOUR, memoryLedger, NOON, spend, TestClock } from "../test/ledger.ts";
import { evaluateBudgets } from "./evaluate.ts";
import {
  claimNext,
  enqueue,
  isOvertaken,
  releaseHeld,
  settle,
  waitingLanes,
  type ClaimedEntry,
  type Delivery,
  type OutboxLane,
  type OutboxWorker,
} from "./outbox.ts";
import { readPeriod } from "./period-state.ts";
import { acknowledge, snooze } from "./respond.ts";

const november = Date.UTC(2026, 10, 1);
const sent: Delivery = { kind: "sent", channel: "C1", ts: "1.1", isRepeat: false };

const worker = (name: string, given: Partial<OutboxWorker> = {}): OutboxWorker => ({
  name,
  now: NOON,
  machineNow: 1_000_000,
  isGone: () => false,
  ...given,
});

const put = (ledger: LedgerStore, key: string, channel: string | null = "C1") =>
  ledger.transaction((tx) => enqueue(tx, { key, kind: "post", channel, payload: "{}" }));
const claim = (ledger: LedgerStore, by: OutboxWorker, lane: OutboxLane = "C1") =>
  ledger.transaction((tx) => claimNext(tx, lane, by));
const finish = (ledger: LedgerStore, entry: ClaimedEntry | undefined, by: string, delivery: Delivery) => {
  if (entry === undefined) throw new Error("nothing was claimed");
  return ledger.transaction((tx) => settle(tx, entry, by, delivery));
};

describe("the outbox", () => {
  test("gives a lane's rows in order, one at a time, and the same key once", async () => {
    await using ledger = await memoryLedger();
    for (const key of ["a", "b", "a"]) await put(ledger, key);
    await put(ledger, "elsewhere", "C2");
    expect(await waitingLanes(ledger, NOON)).toEqual(["C1", "C2"]);
    const first = await claim(ledger, worker("one"));
    expect(first).toMatchObject({ key: "a", attempts: 1, isUncertain: false });
    // The second worker waits for the first: the lane keeps its order.
    expect(await claim(ledger, worker("two"))).toBeUndefined();
    expect(await claim(ledger, worker("two"), "C2")).toMatchObject({ key: "elsewhere" });
    await finish(ledger, first, "one", sent);
    expect(await claim(ledger, worker("two"))).toMatchObject({ key: "b" });
    await finish(ledger, await claim(ledger, worker("two")), "two", sent);
    expect(await claim(ledger, worker("one"))).toBeUndefined();
  });

  test("hands a row over whose worker is gone or whose minute is over, as one that may have been sent", async () => {
    await using ledger = await memoryLedger();
    await put(ledger, "a");
    await claim(ledger, worker("one"));
    expect(await claim(ledger, worker("two", { isGone: (name) => name === "one" }))).toMatchObject({
      isUncertain: true,
    });
    expect(await claim(ledger, worker("three", { machineNow: 1_059_999 }))).toBeUndefined();
    expect(await claim(ledger, worker("three", { machineNow: 1_060_001 }))).toMatchObject({ key: "a", attempts: 3 });
    // Whoever lost the row does not write over what the next one does.
    const lost = await claim(ledger, worker("three", { machineNow: 1_060_002 }));
    await finish(ledger, lost, "one", sent);
    expect(await waitingLanes(ledger, NOON)).toEqual(["C1"]);
  });

  test("keeps what failed, remembers that its outcome is not known, and keeps what has nowhere to go for the next start", async () => {
    await using ledger = await memoryLedger();
    await put(ledger, "a");
    await finish(ledger, await claim(ledger, worker("one")), "one", {
      kind: "failed",
      error: "timeout",
      uncertain: true,
    });
    const again = await claim(ledger, worker("one"));
    expect(again).toMatchObject({ isUncertain: true, attempts: 2 });
    await finish(ledger, again, "one", { kind: "held", error: "no channel" });
    expect(await waitingLanes(ledger, NOON)).toEqual([]);
    await ledger.transaction(releaseHeld);
    expect(await waitingLanes(ledger, NOON)).toEqual(["C1"]);
  });
});

describe("a snooze", () => {
  test("holds replies back, and when it is over one of them tells the highest", async () => {
    const clock = new TestClock(NOON);
    await using ledger = await memoryLedger(clock);
    const budget = await setBudget(ledger, "all");
    const place = { budget: budget.id, periodStart: november };
    await ledger.append([spend("a", NOON - DAY, 500)]);
    await evaluateBudgets(ledger);
    await finish(ledger, await claim(ledger, worker("one")), "one", sent);
    expect(await ledger.transaction((tx) => snooze(tx, place, "hour", "U1"))).toEqual({
      kind: "done",
      until: NOON + HOUR,
    });
    expect(await ledger.transaction((tx) => snooze(tx, place, "day", "U2"))).toEqual({
      kind: "already",
      by: "U1",
      at: NOON + HOUR,
    });
    for (const [id, cents] of [
      ["b", 300],
      ["c", 200],
    ] as const) {
      await ledger.append([spend(id, NOON, cents)]);
      await evaluateBudgets(ledger);
    }
    // Only the message itself is brought up to date.
    const refresh = await claim(ledger, worker("one"));
    expect(refresh?.kind).toBe("refresh");
    await finish(ledger, refresh, "one", sent);
    expect(await claim(ledger, worker("one"))).toBeUndefined();
    const later = worker("one", { now: NOON + HOUR });
    const first = await claim(ledger, later);
    expect(first?.key).toContain("/actual/80");
    if (first) expect(await isOvertaken(ledger, first, NOON + HOUR)).toBe(true);
    await finish(ledger, first, "one", { kind: "superseded" });
    const second = await claim(ledger, later);
    expect(second?.key).toContain("/actual/100");
    if (second) expect(await isOvertaken(ledger, second, NOON + HOUR)).toBe(false);
  });
});

test("an alert that is acknowledged has to be acknowledged again when something new is told", async () => {
  await using ledger = await memoryLedger();
  const budget = await setBudget(ledger, "all");
  const place = { budget: budget.id, periodStart: november };
  await ledger.append([spend("a", NOON - DAY, 500)]);
  await evaluateBudgets(ledger);
  expect(await ledger.transaction((tx) => acknowledge(tx, place, "U1"))).toEqual({ kind: "done" });
  expect(await ledger.transaction((tx) => acknowledge(tx, place, "U2"))).toEqual({
    kind: "already",
    by: "U1",
    at: NOON,
  });
  await ledger.append([spend("b", NOON, 300)]);
  await evaluateBudgets(ledger);
  expect((await readPeriod(ledger, budget.id, november))?.acknowledged).toBeNull();
});

test("a message whose period has ended is written anew once", async () => {
  const clock = new TestClock(NOON);
  await using ledger = await memoryLedger(clock);
  await setBudget(ledger, "all");
  await ledger.append([spend("a", NOON - DAY, 500)]);
  await evaluateBudgets(ledger);
  clock.now = Date.UTC(2026, 11, 1);
  for (let round = 0; round < 3; round += 1) await evaluateBudgets(ledger);
  const rows = await ledger.db.selectFrom("outbox").select("kind").orderBy("id").execute();
  expect(rows.map(({ kind }) => kind)).toEqual(["open", "refresh"]);
});
