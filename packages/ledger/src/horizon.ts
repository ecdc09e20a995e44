import { RunrateError } from "@runrate/core";
import { sql } from "kysely";
import { HOUR_MS } from "./rollup.ts";
import type { LedgerReader, LedgerTransaction } from "./store.ts";

/** The row of `state` that says since when single records are kept. */
export const HORIZON = "records_from";

/** Since when single records are kept, in milliseconds since 1970 UTC; what is older is known by the hour. 0: since ever. */
export async function recordsFrom(ledger: LedgerReader): Promise<number> {
  const row = await ledger.db.selectFrom("state").select("value").where("name", "=", HORIZON).executeTakeFirst();
  return Number(row?.value ?? 0n);
}

/** Moves the horizon, never back. */
export async function moveHorizon(tx: LedgerTransaction, before: number): Promise<void> {
  await tx.db
    .insertInto("state")
    .values({ name: HORIZON, value: before })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: before }))
    .execute();
}

/**
 * Refuses a question that would need single records of a time for which only roll-ups are kept: its answer would be too small.
 *
 * @throws RunrateError `records_pruned`
 */
export async function requireRecords(
  ledger: LedgerReader,
  pieces: readonly { readonly lo: number; readonly hi: number }[],
): Promise<void> {
  if (pieces.length === 0) return;
  const horizon = await recordsFrom(ledger);
  const from = pieces.reduce((lowest, piece) => Math.min(lowest, piece.lo), horizon);
  if (from >= horizon) return;
  const to = Math.min(
    horizon,
    pieces.reduce((highest, piece) => Math.max(highest, piece.hi), from),
  );
  const { rows } = await sql`
    select 1 from rollups where hour >= ${Math.floor(from / HOUR_MS)} and hour < ${Math.ceil(to / HOUR_MS)} limit 1`.execute(
    ledger.db,
  );
  if (rows.length === 0) return;
  const day = new Date(horizon).toISOString().slice(0, 10);
  throw new RunrateError("records_pruned", `single calls are kept since ${day}; before, spend is known by the hour`, {
    records_from: day,
    hint: "Ask without tags and conversations, in whole hours of UTC, or from that day on.",
  });
}

/**
 * A span as far as it can be told: ends that lie in a time whose single records are gone become whole hours of UTC. For comparisons
 * and histories, in which less than an hour does not matter; a total that was asked for to the minute is refused instead.
 */
export async function tellableSpan<Of extends { readonly from: number; readonly to: number }>(
  ledger: LedgerReader,
  span: Of,
): Promise<Of> {
  const horizon = await recordsFrom(ledger);
  const whole = (at: number) => (at < horizon ? Math.floor(at / HOUR_MS) * HOUR_MS : at);
  return { ...span, from: whole(span.from), to: whole(span.to) };
}
