import { picoUsd, type UsageRecord } from "@runrate/core";
import type { SchemaPool } from "@runrate/test-postgres";
import { ledgerRecord, openLedger, type LedgerRecord, type LedgerStore } from "@runrate/ledger";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** 24 November 2026, noon: where the tests' clocks stand unless they are moved. */
export const NOON = Date.UTC(2026, 10, 24, 12);

/** A clock that a test moves. */
export class TestClock {
  now: number;

  constructor(now = NOON) {
    this.now = now;
  }

  readonly read = (): number => this.now;
}

/** Where the ledgers of a test file are, instead of in memory: `postgres.test.ts` runs other files' tests there. */
export const elsewhere: { schemas: SchemaPool | undefined } = { schemas: undefined };

/** A ledger in memory on a movable clock, closed at the end of the test: `await using ledger = await memoryLedger(clock)`. */
export async function memoryLedger(clock = new TestClock()): Promise<LedgerStore & AsyncDisposable> {
  const { schemas } = elsewhere;
  if (schemas !== undefined) {
    const schema = await schemas.take();
    const store = await openLedger(schema.url, { clock: clock.read });
    return Object.assign(store, {
      [Symbol.asyncDispose]: async () => {
        await store.close();
        await schemas.giveBack(schema);
      },
    });
  }
  const store = await openLedger("sqlite::memory:", { clock: clock.read });
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

/** A call that costs whole cents, whatever its tokens. */
export function spend(id: string, at: number, cents: number, given: Partial<UsageRecord> = {}): LedgerRecord {
  const record: UsageRecord = {
    id,
    at,
    model: "gpt-4o",
    serviceTier: "standard",
    usage: { inputTokens: 1_000, outputTokens: 100 },
    requests: 1,
    tags: {},
    source: "http",
    ...given,
  };
  const usd = picoUsd(BigInt(cents) * 10n ** 10n);
  return ledgerRecord(record, () => ({
    provider: "openai",
    charge:
      record.model === "mystery"
        ? { kind: "unpriced", reason: "nobody lists mystery" }
        : { kind: "priced", usd, usdLow: usd, usdHigh: usd },
  }));
}
