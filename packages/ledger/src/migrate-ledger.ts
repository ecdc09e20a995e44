import { sql } from "kysely";
import { migrate, MIGRATIONS, requireUsable, schemaVersion, SCHEMA_VERSION } from "./migrations.ts";
import type { LedgerReader, LedgerStore } from "./store.ts";

/** A step of the schema, and whether a ledger has it. */
export interface SchemaStep {
  readonly version: number;
  readonly name: string;
  /** By the clock of who applied it; null: not yet. */
  readonly appliedAt: number | null;
  /** The oldest schema version whose programs still work on a ledger that has this step. */
  readonly usableFrom: number;
}

/** How a ledger's schema stands against this release. */
export interface SchemaStatus {
  /** 0 for a database without tables. */
  readonly version: number;
  /** What this release knows. */
  readonly known: number;
  readonly steps: readonly SchemaStep[];
  readonly pending: readonly SchemaStep[];
  /** Releases that know at least this version can use the ledger. */
  readonly usableFrom: number;
}

/** Reads how a ledger's schema stands, changing nothing. */
export async function schemaStatus(ledger: LedgerReader): Promise<SchemaStatus> {
  const version = await schemaVersion(ledger.db, ledger.dialect);
  const rows =
    version === 0 ? [] : await ledger.db.selectFrom("schema_versions").selectAll().orderBy("version").execute();
  const applied = rows.map((row): SchemaStep => ({
    version: Number(row.version),
    name: row.name,
    appliedAt: Number(row.applied_at),
    usableFrom: Number(row.usable_from),
  }));
  const present = new Set(applied.map((step) => step.version));
  const pending = MIGRATIONS.filter((step) => !present.has(step.version)).map((step): SchemaStep => ({
    version: step.version,
    name: step.name,
    appliedAt: null,
    usableFrom: step.usableFrom,
  }));
  return {
    version,
    known: SCHEMA_VERSION,
    steps: [...applied, ...pending].sort((a, b) => a.version - b.version),
    pending,
    usableFrom: applied.reduce((newest, step) => Math.max(newest, step.usableFrom), 0),
  };
}

/**
 * Brings a ledger's schema up to this release, a transaction a step; run again after an interruption it goes on. Programs of the
 * release before can run meanwhile and afterwards: a step that they could not live with is only taken by a later release.
 *
 * @returns the steps taken now
 * @throws RunrateError `ledger_newer`, or what the engine's adapter says
 */
export async function migrateLedger(ledger: LedgerStore): Promise<readonly SchemaStep[]> {
  const before = await schemaStatus(ledger);
  if (before.version > 0) await requireUsable(ledger.db, SCHEMA_VERSION);
  const applied = await migrate(ledger.db, ledger.dialect, ledger.clock());
  return before.pending
    .filter((step) => applied.includes(step.version))
    .map((step) => ({ ...step, appliedAt: ledger.clock() }));
}

/** How much a ledger holds. */
export interface LedgerSize {
  readonly records: number;
  readonly rollups: number;
  /** Bytes on disk. */
  readonly bytes: number;
  /** Instants of the oldest and newest record, in milliseconds since 1970 UTC; null without records. */
  readonly oldest: number | null;
  readonly newest: number | null;
}

/** Counts what a ledger holds; reads the roll-ups, not the records. */
export async function ledgerSize(ledger: LedgerReader): Promise<LedgerSize> {
  const { rows: counts } = await sql<{ records: bigint | null; rollups: bigint }>`
    select sum(records) as records, count(*) as rollups from rollups`.execute(ledger.db);
  const { rows: span } = await sql<{ oldest: bigint | null; newest: bigint | null }>`
    select (select min(at) from records) as oldest, (select max(at) from records) as newest`.execute(ledger.db);
  const { rows: disk } = await (
    ledger.dialect === "sqlite"
      ? sql<{ bytes: bigint }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`
      : sql<{ bytes: bigint }>`select cast(sum(pg_total_relation_size(oid)) as bigint) as bytes from pg_class
          where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')`
  ).execute(ledger.db);
  const [count] = counts;
  const [ends] = span;
  return {
    records: Number(count?.records ?? 0n),
    rollups: Number(count?.rollups ?? 0n),
    bytes: Number(disk[0]?.bytes ?? 0n),
    oldest: ends?.oldest === null || ends === undefined ? null : Number(ends.oldest),
    newest: ends?.newest === null || ends === undefined ? null : Number(ends.newest),
  };
}
