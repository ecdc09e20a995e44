import { SchemaPool, testServer } from "@runrate/test-postgres";
import { expect } from "vitest";
import {
  ledgerRecord,
  openLedger,
  querySpend,
  type LedgerReader,
  type LedgerRecord,
  type LedgerSettings,
  type LedgerStore,
} from "../src/index.ts";
import { openPostgresLedger } from "../src/stores/postgres.ts";
import { ALL } from "./importing.ts";
import { NOW, pricesOf } from "./open-ledger.ts";

const server = await testServer();
const PRICE = pricesOf();

/** False, with the reason on standard error, where no PostgreSQL can be had. */
export const HAS_POSTGRES = server.kind === "server";

/** The server's URL; only with `HAS_POSTGRES`. */
export const POSTGRES_URL = server.kind === "server" ? server.url : "";

/** Ledgers on PostgreSQL, one after the other in the same few schemas. */
export class PostgresLedgers {
  readonly #clock: () => number;
  readonly #schemas = new SchemaPool(POSTGRES_URL);

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  async open(settings?: LedgerSettings): Promise<LedgerStore> {
    const schema = await this.#schemas.take();
    const store = await openPostgresLedger(schema.url, { clock: this.#clock, ...(settings ? { settings } : {}) });
    return {
      ...store,
      close: async () => {
        await store.close();
        await this.#schemas.giveBack(schema);
      },
    };
  }

  drop(): Promise<void> {
    return this.#schemas.drop();
  }
}

/** A call of gpt-4o-mini with 2,000 input and 500 output tokens: $0.0006. */
export function call(id: string, at = NOW): LedgerRecord {
  return ledgerRecord(
    {
      id,
      at,
      model: "gpt-4o-mini",
      serviceTier: "standard",
      usage: { inputTokens: 2_000, outputTokens: 500 },
      requests: 1,
      project: id.slice(0, 1),
      tags: { batch: id.slice(0, 3) },
      source: "test",
    },
    PRICE,
  );
}

/** A ledger that is closed at the end of the test: `await using ledger = await opened(url)`. */
export async function opened(ledgerUrl: string): Promise<LedgerStore & AsyncDisposable> {
  const store = await openLedger(ledgerUrl, { clock: () => NOW });
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

/** A URL with a parameter of the connection, such as `statement_timeout`. */
export function withParameter(ledgerUrl: string, name: string, value: string): string {
  const changed = new URL(ledgerUrl);
  changed.searchParams.set(name, value);
  return changed.href;
}

/** Requests and pico-dollars, from the roll-ups and from the records themselves. */
export async function bothSums(ledger: LedgerReader) {
  const rolled = await querySpend(ledger, ALL);
  const scanned = await querySpend(ledger, { ...ALL, where: [{ dimension: "tag:none", values: [null] }] });
  expect(rolled.total).toEqual(scanned.total);
  return { requests: Number(rolled.total.counts.requests), usd: rolled.total.usd };
}
