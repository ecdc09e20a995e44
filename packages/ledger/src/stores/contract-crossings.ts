import { describe, expect, test } from "vitest";
import { findCrossings } from "../crossing.ts";
import { scanRecords } from "../scan.ts";
import type { SpendFilter } from "../store.ts";
import { crossingAt, opened, type OpenStore } from "./contract-store.ts";
import { DAY, DOLLAR, entry, HOUR, START } from "./contract-records.ts";

/** Where a store must find the record that reaches an amount. */
export function crossingContract(open: OpenStore): void {
  describe("crossings", () => {
    test("the first record, by time then order of arrival, whose running total reaches the amount", async () => {
      await using ledger = await opened(open);
      await ledger.append([
        entry({ id: "late", at: START + 3 * HOUR }),
        entry({ id: "tie-1", at: START + HOUR }),
        entry({ id: "tie-2", at: START + HOUR }),
        entry({ id: "first", at: START + 10 }),
        entry({ id: "other", at: START + 20, project: "elsewhere" }),
      ]);
      const where: SpendFilter[] = [{ dimension: "project", values: [null] }];
      const scope = { from: START, to: START + 30 * DAY, where };
      // Calls at $10: first ($10), tie-1 ($20), tie-2 ($30), late ($40).
      expect(await crossingAt(ledger, scope, 20n * DOLLAR)).toEqual({
        kind: "crossed",
        id: "tie-1",
        at: START + HOUR,
        seq: 2n,
        running: 20n * DOLLAR,
      });
      expect(await crossingAt(ledger, scope, 20n * DOLLAR + 1n)).toMatchObject({
        kind: "crossed",
        id: "tie-2",
      });
      expect(await crossingAt(ledger, scope, 40n * DOLLAR)).toMatchObject({ kind: "crossed", id: "late" });
      expect(await crossingAt(ledger, scope, 40n * DOLLAR + 1n)).toEqual({
        kind: "not_reached",
        total: 40n * DOLLAR,
      });
      expect(await crossingAt(ledger, scope, 0n)).toMatchObject({ kind: "crossed", id: "first" });
    });

    test("several amounts, tokens, tags and periods that cut hours are found alike", async () => {
      await using ledger = await opened(open);
      await ledger.append(
        Array.from({ length: 300 }, (_, index) =>
          entry({ id: `r${index}`, at: START + index * 17 * 60_000, tags: index % 2 ? { service: "chat" } : {} }),
        ),
      );
      const scope = {
        from: START + 600_000,
        to: START + 2 * DAY + 1_234_567,
        where: [{ dimension: "tag:service" as const, values: ["chat"] }],
      };
      const amounts = [1_100n, 55_000n, 55_001n, 1_000_000n];
      const expected = [];
      for (const amount of amounts) {
        let running = 0n;
        let found: { id: string } | undefined;
        for await (const { record } of scanRecords(ledger, scope)) {
          running += BigInt(record.usage.inputTokens + record.usage.outputTokens);
          if (running >= amount) {
            found = { id: record.id };
            break;
          }
        }
        expected.push(found ? { kind: "crossed", id: found.id } : { kind: "not_reached", total: running });
      }
      expect(await findCrossings(ledger, { ...scope, measure: "tokens" }, amounts)).toMatchObject(expected);
      expect(await findCrossings(ledger, { ...scope, measure: "tokens" }, [...amounts].reverse())).toMatchObject(
        [...expected].reverse(),
      );
    });
  });
}
