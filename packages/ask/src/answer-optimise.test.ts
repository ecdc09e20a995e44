import { expect, test } from "vitest";
import { asking, HEADER } from "../test/ledger.ts";
import { answerOptimise } from "./answer-optimise.ts";
import type { QueryOf } from "./query.ts";

const THIS_MONTH: QueryOf<"optimise"> = {
  kind: "optimise",
  period: { kind: "unit", unit: "month", back: 0 },
  where: [],
  zone: null,
};

/** $5 of gpt-4o on the standard tier at an instant. */
const call = (at: string) => `${at},chat,openai,gpt-4o,standard,1,2000000,0,0,prod`;

async function batchOf(now: string, ...at: readonly string[]) {
  await using context = await asking([HEADER, ...at.map(call)].join("\n"), { now });
  const answer = await answerOptimise(THIS_MONTH, context, { batchPercent: "100" });
  const row = answer.rows.find(({ cells }) => cells["lever"]?.type === "text" && cells["lever"].text === "batch");
  return { usd: row?.cells["usd"], how: row?.cells["how"], assumptions: answer.assumptions.join("\n") };
}

test("ten minutes of usage are taken as a day of it, and the words say how long was measured", async () => {
  const { usd, how, assumptions } = await batchOf("2026-11-24T14:10:00Z", "2026-11-24T14:01:00Z");
  // Half of $5 on each of 30 days.
  expect(usd).toMatchObject({ usd: 75_000_000_000_000n });
  expect(JSON.stringify(how)).toMatch(/; measured over \d+ minutes?"/);
  expect(assumptions).toMatch(/measured over \d+ minutes? only/);
});

test("two days are spread over a month from their first hour on", async () => {
  const { usd, how } = await batchOf("2026-11-24T12:00:00Z", "2026-11-22T12:00:00Z", "2026-11-24T11:59:59Z");
  // Half of $10 in 2 days, or as near to them as data reach: 15 times as much a month.
  expect(usd).toMatchObject({ type: "usd" });
  expect(JSON.stringify(how)).toMatch(/measured over (1 day|2 days)/);
});

test("a week of usage says nothing of its length", async () => {
  const { how, assumptions } = await batchOf("2026-11-24T12:00:00Z", "2026-11-03T12:00:00Z", "2026-11-24T11:00:00Z");
  expect(JSON.stringify(how)).not.toContain("measured over");
  expect(assumptions).not.toContain("measured over");
});
