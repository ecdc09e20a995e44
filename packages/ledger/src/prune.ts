import { RunrateError } from "@runrate/core";
import { sql } from "kysely";
import { writeAudit } from "./audit.ts";
import { noteDeployments } from "./estimates/deployment.ts";
import { moveHorizon, recordsFrom } from "./horizon.ts";
import type { LedgerReader, LedgerStore } from "./store.ts";
import { partitions } from "./stores/postgres-partitions.ts";

const DAY_MS = 86_400_000;

const ROWS_PER_STEP = 10_000;

/** What retention took, or would take. */
export interface Pruned {
  /** Single records are kept from here on, in milliseconds since 1970 UTC. */
  readonly before: number;
  readonly records: number;
  /** Months that went as a whole (PostgreSQL). */
  readonly partitions: number;
}

/** How many records are older than an instant. */
export async function previewPrune(ledger: LedgerReader, before: number): Promise<Pruned> {
  requireDay(before);
  const { rows } = await sql<{ count: bigint }>`select count(*) as count from records where at < ${before}`.execute(
    ledger.db,
  );
  const whole = ledger.dialect === "postgres" ? (await partitions(ledger)).filter(({ to }) => to <= before) : [];
  return { before, records: Number(rows[0]?.count ?? 0n), partitions: whole.length };
}

/**
 * Takes single records older than a day (UTC) away and keeps their roll-ups: totals, budgets and answers by hour, model, project,
 * key, user and workload stay as they are; tags, conversations and ids of that time are gone. Usage of that time that comes again
 * is refused from then on, since nobody could tell it from what was counted. On PostgreSQL whole months go at once. Interrupted,
 * it goes on when it is run again.
 *
 * @throws RunrateError `bad_retention` unless `before` is a midnight of UTC in the past
 */
export async function pruneRecords(ledger: LedgerStore, before: number, actor: string): Promise<Pruned> {
  requireDay(before);
  if (before > ledger.clock()) {
    throw new RunrateError("bad_retention", "records cannot be taken away before they are there", {
      hint: "Name a day in the past.",
    });
  }
  // First, so that nothing of that time comes in between the steps.
  await ledger.transaction(async (tx) => {
    if ((await recordsFrom(tx)) < before) await moveHorizon(tx, before);
    await noteDeployments(tx);
  });
  const dropped = ledger.dialect === "postgres" ? await dropMonths(ledger, before) : { records: 0, partitions: 0 };
  let records = dropped.records;
  for (;;) {
    const removed = await ledger.transaction(async ({ db }) => {
      const result = await sql`
        delete from records where at < ${before} and seq in
          (select seq from records where at < ${before} order by at limit ${ROWS_PER_STEP})`.execute(db);
      return Number(result.numAffectedRows ?? 0n);
    });
    records += removed;
    if (removed < ROWS_PER_STEP) break;
  }
  if (records > 0) {
    await ledger.transaction((tx) =>
      writeAudit(tx, { actor, action: "prune", details: { before: new Date(before).toISOString(), records } }),
    );
  }
  return { before, records, partitions: dropped.partitions };
}

async function dropMonths(ledger: LedgerStore, before: number): Promise<{ records: number; partitions: number }> {
  let records = 0;
  let dropped = 0;
  for (const month of await partitions(ledger)) {
    if (month.to > before) continue;
    records += await ledger.transaction(async ({ db }) => {
      const { rows } = await sql<{ count: bigint }>`select count(*) as count from ${sql.ref(month.table)}`.execute(db);
      await sql`drop table ${sql.ref(month.table)}`.execute(db);
      return Number(rows[0]?.count ?? 0n);
    });
    dropped += 1;
  }
  return { records, partitions: dropped };
}

function requireDay(before: number): void {
  if (Number.isSafeInteger(before) && before % DAY_MS === 0) return;
  throw new RunrateError("bad_retention", "retention ends at a midnight of UTC", {
    hint: "Name a day, such as 2026-06-01.",
  });
}
