import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { RunrateError } from "@runrate/core";
import { Kysely } from "kysely";
import { KnownNumbers } from "../append.ts";
import { GroupAppend } from "../group-append.ts";
import { migrate, requireUsable, SCHEMA_VERSION } from "../migrations.ts";
import { NO_SETTINGS, type LedgerSettings, type LedgerStore } from "../store.ts";
import type { LedgerTables } from "../tables.ts";
import { openDatabase } from "./sqlite-connection.ts";
import { sqliteDialect } from "./sqlite-dialect.ts";
import { RecordInserter } from "./sqlite-insert.ts";
import { sqliteFailure } from "./sqlite-errors.ts";

/** How a SQLite ledger is opened. */
export interface SqliteOptions {
  readonly clock: () => number;
  readonly settings?: LedgerSettings;
  /** For questions alone: nothing is created or migrated, every write is refused. */
  readonly readOnly?: boolean;
  /** How long a write waits for another program's, in milliseconds; default 10,000. */
  readonly busyTimeoutMs?: number;
}

/**
 * Opens a ledger in one file, or ":memory:". It is created, with its folder, and brought up to this release's schema. What
 * `append` has acknowledged survives a power cut (WAL, synchronous FULL).
 *
 * @throws RunrateError `ledger_unreachable`, `ledger_not_a_ledger`, `ledger_corrupt`, `ledger_locked`, `ledger_read_only`,
 * `ledger_disk_full`, `ledger_newer`, each with the file and the next step.
 */
export async function openSqliteLedger(file: string, options: SqliteOptions): Promise<LedgerStore> {
  const { clock, settings = NO_SETTINGS, readOnly = false, busyTimeoutMs = 10_000 } = options;
  const database = openOrExplain(file, readOnly, busyTimeoutMs);
  const db = new Kysely<LedgerTables>({ dialect: sqliteDialect(database) });
  try {
    if (readOnly) await requireUsable(db, SCHEMA_VERSION);
    else await migrate(db, "sqlite", clock());
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const known = new KnownNumbers();
  const inserter = new RecordInserter(database);
  const reader = { dialect: "sqlite", settings } as const;
  const store: LedgerStore = {
    ...reader,
    db,
    name: `sqlite:${file}`,
    clock,
    append: (records) => grouped.append(records),
    transaction: (work) => db.transaction().execute((trx) => work({ ...reader, db: trx, now: clock() })),
    async insertRows(_tx, rows) {
      // The transaction holds the one connection, so these statements are part of it.
      try {
        return { inserted: inserter.insert(rows) };
      } catch (error) {
        throw sqliteFailure(error, file);
      }
    },
    close: () => db.destroy(),
  };
  const grouped = new GroupAppend(store, known);
  return store;
}

/** Makes the folder that a ledger's file is to be in. @throws RunrateError `ledger_unreachable` */
export function makeLedgerFolder(file: string): void {
  try {
    makeFolder(dirname(file));
  } catch (error) {
    throw openFailure(error, file);
  }
}

// Not `recursive: true`: Node.js then tries for ever where a file system answers "no such file" to a new folder, as /proc does.
function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another program may have made it in between.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function openOrExplain(file: string, readOnly: boolean, busyTimeoutMs: number) {
  if (file !== ":memory:" && !readOnly) makeLedgerFolder(file);
  try {
    return openDatabase(file, readOnly, busyTimeoutMs);
  } catch (error) {
    throw openFailure(error, file);
  }
}

function openFailure(error: unknown, file: string): unknown {
  const known = sqliteFailure(error, file);
  if (known instanceof RunrateError || !(error instanceof Error)) return known;
  return new RunrateError(
    "ledger_unreachable",
    `the ledger ${file} cannot be opened: ${error.message}`,
    { file, hint: "Check that its folder exists and that you may read and write there." },
    { cause: error },
  );
}
