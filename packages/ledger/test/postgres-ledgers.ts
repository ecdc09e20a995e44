import { SchemaPool, testServer } from "@runrate/test-postgres";
import type { LedgerSettings, LedgerStore } from "../src/index.ts";
import { openPostgresLedger } from "../src/stores/postgres.ts";

const server = await testServer();

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
