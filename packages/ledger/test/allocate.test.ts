import { toDecimal } from "@runrate/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { allocateShared, ingestLines, querySpend, type LedgerStore } from "../src/index.ts";
import { memoryLedger, NOW, pricesOf } from "./open-ledger.ts";

const QUESTION = { from: 0, to: NOW, zone: "UTC", by: "project", where: [] } as const;

async function send(ledger: LedgerStore, calls: readonly (readonly [project: string | null, tokens: number])[]) {
  const lines = calls.map(([project, tokens], index) =>
    JSON.stringify({
      id: `c${index}`,
      at: "2026-11-20T00:00:00Z",
      model: "gpt-4o",
      ...(project === null ? {} : { project }),
      usage: { input_tokens: tokens, output_tokens: 0 },
    }),
  );
  await ingestLines(ledger, Buffer.from(lines.join("\n")), { source: "http", price: pricesOf(), now: NOW });
}

test("what nobody is named for is shared out in proportion to what each spends", async () => {
  await using ledger = await memoryLedger();
  // $2.50 a million: $7.50, $2.50 and $1.00 of nobody.
  await send(ledger, [
    ["a", 3_000_000],
    ["b", 1_000_000],
    [null, 400_000],
  ]);
  const { rows, shared, total } = await allocateShared(ledger, QUESTION);
  expect(rows.map(({ name, own, share }) => [name, toDecimal(own), toDecimal(share)])).toEqual([
    ["a", "7.5", "0.75"],
    ["b", "2.5", "0.25"],
  ]);
  expect([toDecimal(shared), toDecimal(total)]).toEqual(["1", "11"]);
});

test("a platform that serves all is shared out among the others, and nobody's spend stays with nobody", async () => {
  await using ledger = await memoryLedger();
  await send(ledger, [
    ["a", 3_000_000],
    ["b", 1_000_000],
    ["platform", 1_600_000],
    [null, 400_000],
  ]);
  const { rows, unattributed } = await allocateShared(ledger, QUESTION, { dimension: "project", values: ["platform"] });
  expect(rows.map(({ name, total }) => [name, toDecimal(total)])).toEqual([
    ["a", "10.5"],
    ["b", "3.5"],
    [null, "1"],
  ]);
  expect(toDecimal(unattributed)).toBe("1");
});

test("where the platform alone spends, its spend stays with nobody", async () => {
  await using ledger = await memoryLedger();
  await send(ledger, [["platform", 1_600_000]]);
  const { rows, total } = await allocateShared(ledger, QUESTION, { dimension: "project", values: ["platform"] });
  expect(rows.map(({ name, own, share }) => [name, toDecimal(own), toDecimal(share)])).toEqual([[null, "0", "4"]]);
  expect(toDecimal(total)).toBe("4");
});

test("for any spend the rows add up to the total, to the pico-dollar", async () => {
  const call = fc.tuple(fc.constantFrom("a", "b", "c", "platform", null), fc.integer({ min: 0, max: 999_983 }));
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 12 }), fc.boolean(), async (calls, isPlatform) => {
      await using ledger = await memoryLedger();
      await send(ledger, calls);
      const shared = isPlatform ? ({ dimension: "project", values: ["platform"] } as const) : undefined;
      const { total } = await allocateShared(ledger, QUESTION, shared);
      expect(total).toBe((await querySpend(ledger, { ...QUESTION, by: [] })).total.usd);
    }),
    { numRuns: 25 },
  );
});
