/**
 * One replica, as a process of its own: sends usage, evaluates budgets, delivers the outbox, until all of it is done. Everything
 * that it does may have been done already, by another replica or by an earlier life of its own.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { openLedger } from "@runrate/ledger";
import { claimNext, settle, waitingLanes, type OutboxWorker } from "../src/outbox.ts";
import { evaluateBudgets } from "../src/evaluate.ts";
import { HOUR, NOON, spend } from "./ledger.ts";

const [url = "", channel = "", totalText = "0"] = process.argv.slice(2);
const total = Number(totalText);
const BATCH = 10;

const ledger = await openLedger(url, { clock: () => NOON, connections: 3 });
const name = randomUUID();

/** A channel that, like Slack, forgets nothing and has no idempotency: who asks whether a message stands there is told. */
async function post(key: string): Promise<void> {
  await fetch(channel, { method: "POST", body: key });
}
async function isPosted(key: string): Promise<boolean> {
  return (await (await fetch(`${channel}?key=${encodeURIComponent(key)}`)).text()) === "yes";
}

async function deliver(): Promise<void> {
  // Leases of a minute end after three seconds here, so that the row of a killed replica is soon taken over.
  const worker: OutboxWorker = { name, now: NOON, machineNow: Date.now() * 20, isGone: () => false };
  for (const lane of await waitingLanes(ledger, NOON)) {
    const claimed = await ledger.transaction((tx) => claimNext(tx, [lane], worker));
    if (claimed === undefined) continue;
    const isThere = claimed.isUncertain && (await isPosted(claimed.key));
    if (!isThere) await post(claimed.key);
    await ledger.transaction((tx) =>
      settle(tx, claimed, name, { kind: "sent", channel: "C1", ts: String(claimed.id), isRepeat: false }),
    );
  }
}

/** Says that it runs, so that it is not killed before it has done anything. */
process.stdout.write("runs\n");
const batches = Array.from({ length: Math.ceil(total / BATCH) }, (_, batch) => batch).sort(() => Math.random() - 0.5);
for (const batch of batches) {
  const records = Array.from({ length: BATCH }, (_, index) => batch * BATCH + index)
    .filter((index) => index < total)
    .map((index) => spend(`call-${index}`, NOON - 20 * HOUR + index * 1_000, 1));
  await ledger.append(records);
  if (Math.random() < 0.3) {
    await evaluateBudgets(ledger);
    await deliver();
  }
}
for (;;) {
  await evaluateBudgets(ledger);
  await deliver();
  const open = await ledger.db.selectFrom("outbox").select("id").where("state", "in", ["pending", "sending"]).execute();
  if (open.length === 0) break;
  await sleep(100);
}
await ledger.close();
