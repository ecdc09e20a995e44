import { RunrateError } from "@runrate/core";
import type { LedgerStore } from "./store.ts";
import { openPostgresLedger, type PostgresOptions } from "./stores/postgres.ts";
import { openThreadedSqliteLedger } from "./stores/sqlite-threaded.ts";
import { openSqliteLedger, type SqliteOptions } from "./stores/sqlite.ts";

/** Where the ledger is when nothing else is said. */
export const DEFAULT_LEDGER = "sqlite:.runrate/ledger.db";

export interface OpenOptions extends SqliteOptions, PostgresOptions {
  /** For servers: SQLite waits and reads in threads, so that the event loop goes on. PostgreSQL does so anyway. */
  readonly threads?: boolean;
}

/**
 * Opens a ledger by URL: `sqlite:path` (`sqlite::memory:` for one that is gone on close) or `postgres://…`.
 *
 * @throws RunrateError `bad_ledger_url`, or what the engine's adapter says
 */
export async function openLedger(url: string, options: OpenOptions): Promise<LedgerStore> {
  const scheme = /^([a-z]+):/.exec(url)?.[1];
  if (scheme === "sqlite" && url.length > "sqlite:".length) {
    const file = url.slice("sqlite:".length);
    return await (options.threads === true ? openThreadedSqliteLedger(file, options) : openSqliteLedger(file, options));
  }
  if (scheme === "postgres" || scheme === "postgresql") return await openPostgresLedger(url, options);
  throw new RunrateError(
    "bad_ledger_url",
    `a ledger is named "sqlite:<path>" or "postgres://…", not "${scheme ?? url}"`,
    {
      hint: `Leave --ledger and RUNRATE_LEDGER away for ${DEFAULT_LEDGER}.`,
    },
  );
}
