import { bundledCatalogue } from "@runrate/catalogue";
import type { LedgerReader, LedgerStore } from "@runrate/ledger";
import { expect, test } from "vitest";
import { DAY, HOUR, memoryLedger, NOON, spend, TestClock } from "../test/ledger.ts";
import { noticeSchema } from "./notice.ts";
import { acknowledgeNotice, noticeView, snoozeNotice } from "./notice-response.ts";
import { topicOf } from "./notice-topic.ts";
import { watchLedger } from "./watch.ts";

const prices = { catalogue: bundledCatalogue(), aliases: {} };

async function told(ledger: LedgerReader) {
  const rows = await ledger.db.selectFrom("outbox").select(["payload", "not_before"]).orderBy("id").execute();
  return rows.map(({ payload, not_before: notBefore }) => ({
    title: noticeSchema.parse(JSON.parse(payload).notice).title,
    notBefore: Number(notBefore),
  }));
}

const titles = async (ledger: LedgerReader) => (await told(ledger)).map(({ title }) => title);

function snooze(ledger: LedgerStore, key: string, until: number, actor = "U1") {
  return ledger.transaction((tx) => snoozeNotice(tx, key, until, actor));
}

test.each([
  ["anomaly/project:search/eu/2026-11-24", "anomaly/project:search/eu"],
  ["shutdown/azure/openai/gpt-4o/2027-01-14/30", "shutdown/azure/openai/gpt-4o"],
  ["stale/http/openai/1795521600000", "stale/http/openai"],
  ["drift/openai/2026-11", "drift/openai"],
  ["unpriced/openai/org/mystery", "unpriced/openai/org/mystery"],
  ["estimate/acme/shop#482", "estimate/acme/shop#482"],
  ["model/openai/gpt-6-sol", "model"],
  ["price/openai/gpt-6-sol/2026-11-24/input $1", "price"],
])("a snooze of %s holds back %s", (key, topic) => {
  expect(topicOf(key)).toBe(topic);
});

test("how something stands is told again when a snooze is over and it is still so, once", async () => {
  const clock = new TestClock(NOON);
  await using ledger = await memoryLedger(clock);
  await ledger.append([spend("a", NOON - HOUR, 0, { model: "mystery" })]);
  await watchLedger(ledger, prices);
  await snooze(ledger, "unpriced/openai/mystery", NOON + HOUR);
  clock.now = NOON + HOUR - 1;
  await watchLedger(ledger, prices);
  expect(await titles(ledger)).toHaveLength(1);
  clock.now = NOON + HOUR;
  await watchLedger(ledger, prices);
  await watchLedger(ledger, prices);
  expect(await titles(ledger)).toEqual([
    "Usage of mystery has no price and is in no amount",
    "Usage of mystery has no price and is in no amount",
  ]);
  clock.now += DAY;
  await watchLedger(ledger, prices);
  expect((await titles(ledger)).filter((title) => title.includes("no price"))).toHaveLength(2);
});

test("what somebody looks after is not told again after a snooze", async () => {
  const clock = new TestClock(NOON);
  await using ledger = await memoryLedger(clock);
  await ledger.append([spend("a", NOON - HOUR, 0, { model: "mystery" })]);
  await watchLedger(ledger, prices);
  await ledger.transaction((tx) => acknowledgeNotice(tx, "unpriced/openai/mystery", "U2"));
  await snooze(ledger, "unpriced/openai/mystery", NOON + HOUR);
  clock.now = NOON + 2 * HOUR;
  await watchLedger(ledger, prices);
  expect(await titles(ledger)).toHaveLength(1);
});

test("a state that ended during its snooze is not told", async () => {
  const clock = new TestClock(NOON);
  await using ledger = await memoryLedger(clock);
  await ledger.append([spend("a", NOON - HOUR, 100)]);
  await watchLedger(ledger, prices);
  clock.now = NOON + 30 * HOUR;
  await watchLedger(ledger, prices);
  const silent = () => titles(ledger).then((all) => all.filter((title) => title.includes("delivered no usage")).length);
  expect(await silent()).toBe(1);
  await snooze(ledger, `stale/http/openai/${NOON - HOUR}`, clock.now + DAY);
  // It delivers, and falls silent again while it is snoozed.
  await ledger.append([spend("b", clock.now, 100)]);
  clock.now += DAY - HOUR;
  await watchLedger(ledger, prices);
  expect(await silent()).toBe(1);
  await ledger.append([spend("c", clock.now, 100)]);
  clock.now += 2 * HOUR;
  await watchLedger(ledger, prices);
  expect(await silent()).toBe(1);
});

test("what happens during a snooze is told when it is over", async () => {
  const clock = new TestClock(NOON);
  await using ledger = await memoryLedger(clock);
  await ledger.append([spend("a", NOON - HOUR, 100, { model: "gpt-6-sol" })]);
  await watchLedger(ledger, prices);
  await ledger.append([spend("b", NOON - HOUR, 100, { model: "gpt-6-luna" })]);
  await watchLedger(ledger, prices);
  await snooze(ledger, "model/openai/gpt-6-luna", NOON + DAY);
  await ledger.append([spend("c", NOON - HOUR, 100, { model: "gpt-6-astra" })]);
  await watchLedger(ledger, prices);
  expect(await told(ledger)).toEqual([
    { title: "A new model is in use: gpt-6-luna", notBefore: 0 },
    { title: "A new model is in use: gpt-6-astra", notBefore: NOON + DAY },
  ]);
});

test("of two who snooze it at once one wins", async () => {
  const clock = new TestClock(NOON);
  await using ledger = await memoryLedger(clock);
  await ledger.append([
    spend("a", NOON - HOUR, 0, { model: "mystery" }),
    spend("b", NOON - HOUR, 0, { model: "mystery", project: "x" }),
  ]);
  await watchLedger(ledger, prices);
  const pressed = await Promise.all([
    snooze(ledger, "unpriced/openai/mystery", NOON + DAY, "U1"),
    snooze(ledger, "unpriced/openai/mystery", NOON + HOUR, "U2"),
  ]);
  expect(pressed.map((each) => each?.kind).toSorted()).toEqual(["already", "done"]);
  const view = await noticeView(ledger, "unpriced/openai/mystery", NOON);
  const winner = pressed[0]?.kind === "done" ? { by: "U1", until: NOON + DAY } : { by: "U2", until: NOON + HOUR };
  expect(view?.snoozed).toEqual(winner);
  expect(await snooze(ledger, "unpriced/nobody/none", NOON + HOUR)).toBeUndefined();
});
