import { setTimeout as sleep } from "node:timers/promises";
import { RunrateError } from "@runrate/core";
import { Kysely } from "kysely";
import pg from "pg";
import { KnownNumbers } from "../append.ts";
import { GroupAppend } from "../group-append.ts";
import { migrate, requireCurrent, requireUsable, schemaVersion, SCHEMA_VERSION } from "../migrations.ts";
import { StaleBelief } from "../stale-belief.ts";
import { NO_SETTINGS, type LedgerSettings, type LedgerStore } from "../store.ts";
import type { LedgerTables } from "../tables.ts";
import { postgresDialect } from "./postgres-dialect.ts";
import { isConnectionLost, isUndone } from "./postgres-errors.ts";
import { PostgresInserter } from "./postgres-insert.ts";
import { runAtOnce } from "./postgres-pipeline.ts";

/** How a PostgreSQL ledger is opened. */
export interface PostgresOptions {
  readonly clock: () => number;
  readonly settings?: LedgerSettings;
  /** For questions alone: nothing is created, every write is refused by the server. */
  readonly readOnly?: boolean;
  /** How long a write waits for another program's, in milliseconds; default 30,000. */
  readonly busyTimeoutMs?: number;
  /** For how long work whose connection was lost is tried again, in milliseconds; default 20,000. */
  readonly patienceMs?: number;
  /** Most connections at once; default 8. */
  readonly connections?: number;
  /** Opens a ledger whose schema is not this release's, for `migrateLedger`. */
  readonly anySchema?: boolean;
}

/** After so long without a word in the middle of a transaction, the server ends a program's connection, and others go on. */
const STILL_TIMEOUT_MS = 15_000;

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Opens a ledger in a PostgreSQL database (13 or later), in the schema that comes first in its search_path. An empty schema gets
 * the tables; a schema of an older release is used as it is while this release can, and `runrate ledger migrate` brings it up to
 * date. Parameters of the URL are PostgreSQL's (`sslmode`, `options`, `statement_timeout`, `application_name`).
 *
 * @throws RunrateError `bad_ledger_url`, `ledger_unreachable`, `ledger_access_refused`, `ledger_read_only`, `ledger_older`,
 * `ledger_newer`, each with the ledger (never its password) and the next step.
 */
export async function openPostgresLedger(url: string, options: PostgresOptions): Promise<LedgerStore> {
  const { clock, settings = NO_SETTINGS, readOnly = false, patienceMs = 20_000 } = options;
  const where = nameOf(url);
  const pool = openPool(url, where, options);
  const db = new Kysely<LedgerTables>({ dialect: postgresDialect(pool, where, patienceMs) });
  try {
    if (options.anySchema !== true) await readySchema(db, readOnly, clock());
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const known = new KnownNumbers();
  const inserter = new PostgresInserter();
  const reader = { dialect: "postgres", settings } as const;
  const store: LedgerStore = {
    ...reader,
    db,
    name: where,
    clock,
    append: (records) => grouped.append(records),
    transaction: (work) =>
      persistently(patienceMs, () => db.transaction().execute((trx) => work({ ...reader, db: trx, now: clock() }))),
    insertRows: (tx, rows) => inserter.insert(tx, rows),
    async storeNew(rows, notes) {
      const statement = inserter.insertNew(rows, notes, clock());
      return statement !== undefined && (await runAtOnce(pool, where, statement));
    },
    close: () => db.destroy(),
  };
  const grouped = new GroupAppend(store, known);
  return store;
}

async function readySchema(db: Kysely<LedgerTables>, readOnly: boolean, now: number): Promise<void> {
  if ((await schemaVersion(db, "postgres")) > 0) {
    await requireUsable(db, SCHEMA_VERSION);
    await requireCurrent(db);
    return;
  }
  if (readOnly) {
    throw new RunrateError("ledger_not_a_ledger", "the database holds no ledger yet", {
      hint: "Run `runrate ledger migrate`, or any command that writes.",
    });
  }
  await migrate(db, "postgres", now);
}

function openPool(url: string, where: string, options: PostgresOptions): pg.Pool {
  const { busyTimeoutMs = 30_000, readOnly = false, connections = 8 } = options;
  const config: pg.PoolConfig = {
    connectionString: withDefaults(url, {
      application_name: "runrate",
      lock_timeout: String(busyTimeoutMs),
      idle_in_transaction_session_timeout: String(STILL_TIMEOUT_MS),
    }),
    max: connections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    // A dead peer (a failover that took the address away) is noticed without waiting for an answer for ever.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser },
    pipeline: true,
  };
  try {
    const pool = new pg.Pool(config);
    // A connection that dies, idle or between two statements, is told by the next statement; without a listener it would end the process.
    pool.on("error", () => {});
    pool.on("connect", (client) => {
      client.on("error", () => {});
      if (readOnly) client.query("set default_transaction_read_only = on").catch(() => {});
    });
    return pool;
  } catch {
    throw badUrl(where);
  }
}

/** Whole numbers of any size are bigint, sums of them included; everything else as pg reads it. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: "text" | "binary") => {
  if (format !== "binary" && (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC)) return whole;
  return pg.types.getTypeParser(oid, format === "binary" ? "binary" : "text");
};

function whole(text: string): bigint | string {
  return /^-?\d+$/.test(text) ? BigInt(text) : text;
}

function withDefaults(url: string, defaults: Readonly<Record<string, string>>): string {
  const parsed = new URL(url);
  for (const [name, value] of Object.entries(defaults)) {
    if (!parsed.searchParams.has(name)) parsed.searchParams.set(name, value);
  }
  return parsed.href;
}

/** Host, port, database and user of a ledger's URL; never its password or parameters. */
function nameOf(url: string): string {
  if (!URL.canParse(url)) throw badUrl("postgres://…");
  const { username, host, pathname } = new URL(url);
  return `postgres://${username === "" ? "" : `${username}@`}${host}${pathname}`;
}

function badUrl(where: string): RunrateError {
  return new RunrateError("bad_ledger_url", `the URL of the ledger ${where} cannot be read`, {
    hint: "Write it as postgres://user:password@host:5432/database, with special characters of the password percent-encoded.",
  });
}

/** Runs a transaction again when the server undid it or the connection was lost before its commit. */
async function persistently<T>(patienceMs: number, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs;
  for (let pause = 50; ; pause = Math.min(pause * 2, 1_000)) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof StaleBelief) continue;
      const isWorth = isUndone(error) || (isConnectionLost(error) && !isUnknown(error));
      if (!isWorth || performance.now() + pause > until) throw error;
      await sleep(pause);
    }
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof RunrateError && error.code === "ledger_outcome_unknown";
}
