import { testSchema, testServer, type TestSchema } from "@runrate/test-postgres";
import { sql } from "kysely";
import type { LedgerSettings, LedgerStore } from "../src/index.ts";
import { openPostgresLedger } from "../src/stores/postgres.ts";

const server = await testServer();

/** False, with the reason on standard error, where no PostgreSQL can be had. */
export const HAS_POSTGRES = server.kind === "server";

/** The server's URL; only with `HAS_POSTGRES`. */
export const POSTGRES_URL = server.kind === "server" ? server.url : "";

/** Ledgers on PostgreSQL, one after the other in the same few schemas: emptying one is ten times as fast as making one. */
export class PostgresLedgers {
  readonly #clock: () => number;
  readonly #all: TestSchema[] = [];
  readonly #free: TestSchema[] = [];

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  async open(settings?: LedgerSettings): Promise<LedgerStore> {
    let schema = this.#free.pop();
    if (schema === undefined) this.#all.push((schema = await testSchema(POSTGRES_URL)));
    const mine = schema;
    const store = await openPostgresLedger(mine.url, { clock: this.#clock, ...(settings ? { settings } : {}) });
    return {
      ...store,
      close: async () => {
        await empty(store);
        await store.close();
        this.#free.push(mine);
      },
    };
  }

  async drop(): Promise<void> {
    for (const schema of this.#all) await schema[Symbol.asyncDispose]();
  }
}

async function empty(store: LedgerStore): Promise<void> {
  await store.transaction(async ({ db }) => {
    const { rows } = await sql<{ name: string; partition: boolean }>`
      select relname as name, relispartition as partition from pg_class
      where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')`.execute(db);
    const kept = new Set(["schema_versions", "state"]);
    const dropped = rows.filter((table) => table.partition).map((table) => sql.ref(table.name));
    const cleared = rows
      .filter((table) => !table.partition && !kept.has(table.name))
      .map((table) => sql.ref(table.name));
    if (dropped.length > 0) await sql`drop table ${sql.join(dropped)}`.execute(db);
    await sql`truncate ${sql.join(cleared)} restart identity cascade`.execute(db);
    await sql`alter sequence records_seq restart`.execute(db);
    await sql`update state set value = 0`.execute(db);
  });
}
