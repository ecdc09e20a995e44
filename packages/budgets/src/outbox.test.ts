import { expect, test } from "vitest";
import { memoryLedger, NOON } from "../test/ledger.ts";
import { claimNext, enqueue, type OutboxWorker } from "./outbox.ts";

const worker = (name: string, machineNow: number): OutboxWorker => ({
  name,
  now: NOON,
  machineNow,
  isGone: () => false,
});

test("a claim is held for a minute and says so; after it another worker takes the row over, its outcome uncertain", async () => {
  await using ledger = await memoryLedger();
  await ledger.transaction((tx) => enqueue(tx, { key: "k", kind: "post", channel: "C1", payload: "{}" }));
  const claim = (name: string, at: number) => ledger.transaction((tx) => claimNext(tx, "C1", worker(name, at)));
  expect(await claim("first", 1_000)).toMatchObject({ key: "k", heldUntil: 61_000, isUncertain: false });
  expect(await claim("second", 60_000)).toBeUndefined();
  expect(await claim("second", 61_001)).toMatchObject({ key: "k", heldUntil: 121_001, isUncertain: true });
});
