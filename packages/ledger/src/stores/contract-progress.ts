import { describe, expect, test } from "vitest";
import { changeCounter, changesSince } from "../change.ts";
import { coverage, dataThrough, OWN_SPEND_SOURCE } from "../coverage.ts";
import { readCursor, writeCursor } from "../cursor.ts";
import { querySpend } from "../query.ts";
import { NO_SETTINGS } from "../store.ts";
import { opened, type OpenStore } from "./contract-store.ts";
import { CLOCK, DAY, DOLLAR, entry, HOUR, START } from "./contract-records.ts";

const ALL = { from: START - 400 * DAY, to: START + 400 * DAY, zone: "UTC", by: [], where: [] } as const;

/** What a store must tell of how far it has come: its changes, its sources' reach, their cursors. */
export function progressContract(open: OpenStore): void {
  describe("telling others", () => {
    test("each commit of new facts raises the change counter and says when they happened", async () => {
      await using ledger = await opened(open);
      expect(await changeCounter(ledger)).toBe(0n);
      await ledger.append([entry({ id: "a", at: START + 5 }), entry({ id: "b", at: START + 90 })]);
      await ledger.append([entry({ id: "a", at: START + 5 })]);
      await ledger.append([entry({ id: "c", at: START - DAY })]);
      expect(await changeCounter(ledger)).toBe(2n);
      expect(await changesSince(ledger, 0n)).toEqual([
        { seq: 1n, kind: "append", at: CLOCK, records: 2n, from: START + 5, to: START + 91 },
        { seq: 2n, kind: "append", at: CLOCK, records: 1n, from: START - DAY, to: START - DAY + 1 },
      ]);
      expect(await changesSince(ledger, 2n)).toEqual([]);
    });

    test("coverage says how far each source reaches, which bill, and which are stale", async () => {
      const settings = {
        ...NO_SETTINGS,
        billing: { openai: ["openai-admin"] },
        staleAfter: [{ source: "import:*", ms: 60 * DAY }],
      };
      await using ledger = await opened(open, settings);
      await ledger.append([
        entry({ id: "a", at: CLOCK - 2 * HOUR, spanMs: HOUR, source: "openai-admin" }),
        entry({ id: "b", at: CLOCK - DAY - HOUR, source: "otlp" }),
        entry({ id: "c", at: START, source: "import:old.csv" }),
      ]);
      const sources = await coverage(ledger, CLOCK);
      expect(sources.map(({ source, reaches, billing, stale }) => [source, reaches, billing, stale])).toEqual([
        // A call reaches to the millisecond after it, since spans are half-open.
        ["import:old.csv", START + 1, false, false],
        ["openai-admin", CLOCK - HOUR, true, false],
        ["otlp", CLOCK - DAY - HOUR + 1, false, true],
      ]);
      expect(dataThrough(sources)).toBe(CLOCK - HOUR);
      // The roll-ups hold all three calls; the sources that only enrich are not added up.
      expect((await querySpend(ledger, ALL)).total.usd).toBe(10n * DOLLAR);
      const asked = await querySpend(ledger, { ...ALL, where: [{ dimension: "source", values: ["otlp"] }] });
      expect(asked.total.usd).toBe(10n * DOLLAR);
    });

    test("a source has delivered what its newest call says, whichever provider that was of", async () => {
      await using ledger = await opened(open);
      await ledger.append([
        { ...entry({ id: "a", at: CLOCK - 3 * DAY }), provider: "anthropic" },
        entry({ id: "b", at: CLOCK - HOUR }),
      ]);
      const sources = await coverage(ledger, CLOCK);
      expect(sources.map(({ provider, reaches, stale }) => [provider, reaches, stale])).toEqual([
        ["anthropic", CLOCK - 3 * DAY + 1, false],
        ["openai", CLOCK - HOUR + 1, false],
      ]);
      expect(dataThrough(sources)).toBe(CLOCK - HOUR + 1);
    });

    test("what Runrate spends on questions says nothing about how far other usage reaches", async () => {
      await using ledger = await opened(open);
      await ledger.append([entry({ id: "own", at: CLOCK - 1, source: OWN_SPEND_SOURCE })]);
      expect(dataThrough(await coverage(ledger, CLOCK))).toBe(CLOCK);
      await ledger.append([entry({ id: "a", at: CLOCK - 9 * DAY, source: "import:old.csv" })]);
      expect(dataThrough(await coverage(ledger, CLOCK))).toBe(CLOCK - 9 * DAY + 1);
    });

    test("a source's cursor moves in the transaction of its records", async () => {
      await using ledger = await opened(open);
      expect(await readCursor(ledger, "openai-admin")).toBeUndefined();
      await ledger.transaction((tx) => writeCursor(tx, "openai-admin", '{"page":1}'));
      await ledger.transaction((tx) => writeCursor(tx, "openai-admin", '{"page":2}'));
      expect(await readCursor(ledger, "openai-admin")).toEqual({ cursor: '{"page":2}', updatedAt: CLOCK });
    });
  });
}
