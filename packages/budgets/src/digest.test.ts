import { picoUsd } from "@runrate/core";
import { expect, test } from "vitest";
import { memoryLedger, spend } from "../test/ledger.ts";
import { digestOf } from "./digest.ts";

const BERLIN = { zone: "Europe/Berlin", scope: [], channels: null } as const;
const dollars = (cents: number) => picoUsd(BigInt(cents) * 10n ** 10n);

test("where a day has 25 hours, the day's figure, the week's and the chart's bars hold all of them", async () => {
  await using ledger = await memoryLedger();
  await ledger.append([
    // 00:30 on 12 October in Berlin: the first bar of the fortnight.
    spend("first", Date.UTC(2026, 9, 11, 22, 30), 100),
    // 00:30 and 23:30 on 25 October, the day on which summer time ends.
    spend("early", Date.UTC(2026, 9, 24, 22, 30), 200),
    spend("late", Date.UTC(2026, 9, 25, 22, 30), 400),
    // 00:30 on the day after.
    spend("after", Date.UTC(2026, 9, 25, 23, 30), 800),
  ]);
  const nine = Date.UTC(2026, 9, 26, 8);
  const day = await digestOf(ledger, { ...BERLIN, every: "day" }, nine);
  expect(day.usd).toBe(dollars(600));
  expect(day.days).toHaveLength(14);
  expect(day.days[0]).toEqual({ day: "2026-10-12", usd: dollars(100) });
  expect(day.days[13]).toEqual({ day: "2026-10-25", usd: dollars(600) });
  const week = await digestOf(ledger, { ...BERLIN, every: "week" }, nine);
  expect([week.usd, week.earlierUsd]).toEqual([dollars(600), dollars(100)]);
  expect(week.days).toEqual(day.days);
});

test("where a day has 23 hours, the fortnight has fourteen bars all the same", async () => {
  await using ledger = await memoryLedger();
  await ledger.append([spend("first", Date.UTC(2026, 2, 15, 23, 30), 100)]);
  const { days } = await digestOf(ledger, { ...BERLIN, every: "day" }, Date.UTC(2026, 2, 30, 7));
  expect(days.map(({ day }) => day)).toEqual([
    "2026-03-16",
    ...Array.from({ length: 13 }, (_, index) => `2026-03-${17 + index}`),
  ]);
  expect(days[0]?.usd).toBe(dollars(100));
});
