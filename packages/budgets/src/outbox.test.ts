import { expect, test } from "vitest";
import { memoryLedger, NOON } from "../test/ledger.ts";
import { claimNext, enqueue, settle, type OutboxWorker } from "./outbox.ts";

const worker = (name: string, machineNow: number): OutboxWorker => ({
  name,
  now: NOON,
  machineNow,
  isGone: () => false,
});

test("a claim is held for a minute and says so; after it another worker takes the row over, its outcome uncertain", async () => {
  await using ledger = await memoryLedger();
  await ledger.transaction((tx) => enqueue(tx, { key: "k", kind: "post", channel: "C1", payload: "{}" }));
  const claim = (name: string, at: number) => ledger.transaction((tx) => claimNext(tx, ["C1"], worker(name, at)));
  expect(await claim("first", 1_000)).toMatchObject({ key: "k", heldUntil: 61_000, isUncertain: false });
  expect(await claim("second", 60_000)).toBeUndefined();
  expect(await claim("second", 61_001)).toMatchObject({ key: "k", heldUntil: 121_001, isUncertain: true });
});

test("of lanes that lead to one place the oldest row comes first, whatever the place is called in it", async () => {
  await using ledger = await memoryLedger();
  await ledger.transaction(async (tx) => {
    for (const [key, channel] of [
      ["a", "costs"],
      ["b", "C1"],
      ["c", null],
      ["d", "C2"],
    ] as const)
      await enqueue(tx, { key, kind: "post", channel, payload: "{}" });
  });
  const keys: (string | undefined)[] = [];
  for (let count = 0; count < 4; count += 1) {
    const claimed = await ledger.transaction((tx) => claimNext(tx, ["C1", "costs", null], worker("one", count)));
    keys.push(claimed?.key);
    if (claimed === undefined) break;
    const sent = { kind: "sent", channel: "C1", ts: "1", isRepeat: false } as const;
    await ledger.transaction((tx) => settle(tx, claimed, "one", sent));
  }
  expect(keys).toEqual(["a", "b", "c", undefined]);
});
