import { RunrateError } from "@runrate/core";
import { sql, type Kysely } from "kysely";
import { ledgerTables } from "./migrations/0001-ledger.ts";
import { budgetTables } from "./migrations/0002-budgets.ts";
import type { LedgerDialect } from "./store.ts";
import type { LedgerTables } from "./tables.ts";

/** One step of the schema. Steps are only ever added; an applied one is never edited. */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  readonly version: number;
  readonly name: string;
  /** The oldest version whose programs still work on a ledger that has this step: its own unless it only adds. */
  readonly usableFrom: number;
  up(db: Kysely<LedgerTables>, dialect: LedgerDialect): Promise<void>;
}

/** All steps, in order. A part of this package that needs tables appends its own step here. */
export const MIGRATIONS: readonly Migration[] = [ledgerTables, budgetTables];

export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * Brings a ledger's schema up to this program's version, each step in a transaction of its own.
 *
 * @returns the versions applied now
 * @throws RunrateError `ledger_newer` when the ledger was written by a newer release that this one cannot read.
 */
export async function migrate(
  db: Kysely<LedgerTables>,
  dialect: LedgerDialect,
  now: number,
  steps: readonly Migration[] = MIGRATIONS,
): Promise<readonly number[]> {
  // A ledger that is up to date is opened without a write, so that opening never waits for a running import.
  if ((await schemaVersion(db)) > 0) {
    await requireUsable(db, steps.length);
    if ((await schemaVersion(db)) >= steps.length) return [];
  }
  await db.schema
    .createTable("schema_versions")
    .ifNotExists()
    .addColumn("version", "bigint", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("usable_from", "bigint", (column) => column.notNull())
    .addColumn("applied_at", "bigint", (column) => column.notNull())
    .execute();
  const applied: number[] = [];
  for (const step of steps) {
    // Two processes may open a new ledger at once: the step is looked up again inside the transaction that applies it.
    const done = await db.transaction().execute(async (trx) => {
      if (dialect === "postgres") await sql`lock table schema_versions in exclusive mode`.execute(trx);
      const present = await trx
        .selectFrom("schema_versions")
        .select("version")
        .where("version", "=", BigInt(step.version))
        .executeTakeFirst();
      if (present) return false;
      await step.up(trx, dialect);
      await trx
        .insertInto("schema_versions")
        .values({ version: step.version, name: step.name, usable_from: step.usableFrom, applied_at: now })
        .execute();
      return true;
    });
    if (done) applied.push(step.version);
  }
  return applied;
}

/** The schema version of a ledger: 0 when it has no tables yet. */
export async function schemaVersion(db: Kysely<LedgerTables>): Promise<number> {
  const tables = await db.introspection.getTables();
  if (!tables.some((table) => table.name === "schema_versions")) return 0;
  const row = await db
    .selectFrom("schema_versions")
    .select((build) => build.fn.max("version").as("version"))
    .executeTakeFirst();
  return Number(row?.version ?? 0);
}

/** Refuses a ledger whose schema needs a newer program. A newer schema that only adds is fine. */
export async function requireUsable(db: Kysely<LedgerTables>, known: number): Promise<void> {
  const newest = await db
    .selectFrom("schema_versions")
    .select((build) => [build.fn.max("version").as("version"), build.fn.max("usable_from").as("usable_from")])
    .executeTakeFirst();
  const version = Number(newest?.version ?? 0);
  const needs = Number(newest?.usable_from ?? 0);
  if (needs > known) {
    throw new RunrateError("ledger_newer", `the ledger has schema ${version}, this release of Runrate knows ${known}`, {
      version,
      known,
      hint: `Update Runrate to a release that knows schema ${needs} or later; the ledger was left untouched.`,
    });
  }
}
