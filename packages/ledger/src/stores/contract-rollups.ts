import { picoUsd } from "@runrate/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { querySpend } from "../query.ts";
import type { LedgerRecord, SpendFilter } from "../store.ts";
import { opened, type OpenStore } from "./contract-store.ts";
import { entry, START } from "./contract-records.ts";

/** What a store's roll-ups must add up to. */
export function rollupContract(open: OpenStore): void {
  describe("roll-ups", () => {
    const anyEntry = fc.record({
      minutes: fc.integer({ min: 0, max: 30 * 24 * 60 - 1 }),
      model: fc.constantFrom("gpt-4o", "cheap", "ranged", "mystery"),
      project: fc.constantFrom(undefined, "a", "b"),
      inputTokens: fc.integer({ min: 0, max: 2 ** 40 }),
      pico: fc.bigInt({ min: 0n, max: 10n ** 22n }),
    });

    test("any question answered from roll-ups equals the sum of the records", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyEntry, { maxLength: 60 }),
          fc.constantFrom("UTC", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe"),
          fc.tuple(fc.integer({ min: 0, max: 30 * 24 * 60 }), fc.integer({ min: 0, max: 30 * 24 * 60 })),
          async (given, zone, [one, other]) => {
            await using ledger = await opened(open);
            const records = given.map(({ minutes, model, project, inputTokens, pico }, index): LedgerRecord => {
              const base = entry({
                id: `r${index}`,
                at: START + minutes * 60_000,
                model,
                usage: { inputTokens, outputTokens: 1 },
                ...(project === undefined ? {} : { project }),
              });
              const usd = picoUsd(pico);
              return base.charge.kind === "unpriced"
                ? base
                : { ...base, charge: { kind: "priced", usd, usdLow: usd, usdHigh: usd } };
            });
            await ledger.append(records);
            const [from, to] = [START + Math.min(one, other) * 60_000, START + Math.max(one, other) * 60_000];
            for (const by of [[], ["project", "day"], ["hour"], ["month", "model"]] as const) {
              const rolled = await querySpend(ledger, { from, to, zone, by, where: [] });
              // Every record has a tag set or none, so filtering on a tag that none has makes the same question read the records.
              const scanned = await querySpend(ledger, {
                from,
                to,
                zone,
                by,
                where: [{ dimension: "tag:none", values: [null] }],
              });
              expect(rolled).toEqual(scanned);
            }
            const of = async (filter: SpendFilter) =>
              (await querySpend(ledger, { from, to, zone, by: [], where: [filter] })).total;
            const some = { dimension: "project", values: ["search", "c*"] } as const;
            const [fit, others, all] = [
              await of(some),
              await of({ ...some, not: true }),
              (await querySpend(ledger, { from, to, zone, by: [], where: [] })).total,
            ];
            expect([fit.usd + others.usd, fit.counts.requests + others.counts.requests]).toEqual([
              all.usd,
              all.counts.requests,
            ]);
            const inside = records.filter(({ record }) => record.at >= from && record.at < to);
            const sum = inside.reduce(
              (total, { charge }) => (charge.kind === "priced" ? total + charge.usd : total),
              0n,
            );
            expect((await querySpend(ledger, { from, to, zone, by: [], where: [] })).total.usd).toBe(sum);
          },
        ),
        { numRuns: 15 },
      );
    });
  });
}
