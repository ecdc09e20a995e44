import { RunrateError } from "@runrate/core";
import { sql, type Kysely, type Transaction } from "kysely";
import { ledgerTables } from "./migrations/0001-ledger.ts";
import { budgetTables } from "./migrations/0002-budgets.ts";
import { slackTables } from "./migrations/0003-slack.ts";
import { sourceTables } from "./migrations/0004-sources.ts";
import { reservationTables } from "./migrations/0005-reservations.ts";
import { noticeSnoozes } from "./migrations/0006-notice-snoozes.ts";
import { whatComesLater } from "./migrations/0007-what-comes-later.ts";
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
export const MIGRATIONS: readonly Migration[] = [
  ledgerTables,
  budgetTables,
  slackTables,
  sourceTables,
  reservationTables,
  noticeSnoozes,
  whatComesLater,
];

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
  const present = await schemaVersion(db, dialect);
  if (present > 0) {
    await requireUsable(db, steps.length);
    if (present >= steps.length) return [];
  }
  // An empty PostgreSQL database gets everything at once: what opens it meanwhile sees all of it or nothing.
  if (present === 0 && dialect === "postgres") {
    return await db.transaction().execute(async (trx) => {
      await createVersions(trx);
      return await applyMissing(trx, dialect, now, steps);
    });
  }
  await db.transaction().execute((trx) => createVersions(trx));
  const applied: number[] = [];
  for (const step of steps) {
    // Two processes may open a ledger at once: the step is looked up again inside the transaction that applies it.
    applied.push(...(await db.transaction().execute((trx) => applyMissing(trx, dialect, now, [step]))));
  }
  return applied;
}

async function createVersions(trx: Transaction<LedgerTables>): Promise<void> {
  await trx.schema
    .createTable("schema_versions")
    .ifNotExists()
    .addColumn("version", "bigint", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("usable_from", "bigint", (column) => column.notNull())
    .addColumn("applied_at", "bigint", (column) => column.notNull())
    .execute();
}

async function applyMissing(
  trx: Transaction<LedgerTables>,
  dialect: LedgerDialect,
  now: number,
  steps: readonly Migration[],
): Promise<number[]> {
  const rows = await trx.selectFrom("schema_versions").select("version").execute();
  const present = new Set(rows.map((row) => Number(row.version)));
  const missing = steps.filter((step) => !present.has(step.version));
  for (const step of missing) {
    await step.up(trx, dialect);
    await trx
      .insertInto("schema_versions")
      .values({ version: step.version, name: step.name, usable_from: step.usableFrom, applied_at: now })
      .execute();
  }
  return missing.map((step) => step.version);
}

/** The schema version of a ledger: 0 when it has no tables yet. */
export async function schemaVersion(db: Kysely<LedgerTables>, dialect: LedgerDialect): Promise<number> {
  const { rows } = await (
    dialect === "sqlite"
      ? sql`select 1 from sqlite_master where type = 'table' and name = 'schema_versions'`
      : sql`select 1 where to_regclass('schema_versions') is not null`
  ).execute(db);
  if (rows.length === 0) return 0;
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

/**
 * Refuses a schema whose steps this release needs and does not find: on PostgreSQL they are a command, so that several replicas
 * of two releases can share a ledger while one takes the other's place.
 */
export async function requireCurrent(
  db: Kysely<LedgerTables>,
  steps: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  const rows = await db.selectFrom("schema_versions").select("version").execute();
  const present = new Set(rows.map((row) => Number(row.version)));
  const missing = steps.filter((step) => !present.has(step.version));
  if (missing.length === 0) return;
  throw new RunrateError("ledger_older", `the ledger lacks ${missing.map((step) => step.name).join(", ")}`, {
    missing: missing.map((step) => step.version),
    hint: "Run `runrate ledger migrate`; the release that runs now can go on meanwhile.",
  });
}
