import { CompiledQuery } from "kysely";
import { nextChange, writeChange } from "./change.ts";
import { HORIZON, recordsFrom } from "./horizon.ts";
import type { Reach } from "./reach.ts";
import { ROLLUP_COLUMNS, rollupArrays, rollupUpsert, type RollupDeltas } from "./rollup.ts";
import { markFirstChange } from "./series.ts";
import type { LedgerTransaction } from "./store.ts";
import { arrayText } from "./stores/postgres-array.ts";

/** What goes with records that are inserted: how far their sources reach, the roll-ups, the change feed. */
export interface AppendNotes {
  readonly reach: Reach;
  readonly deltas: RollupDeltas;
  /** How many records are new. */
  readonly stored: number;
}

/**
 * Writes what goes with an append. Where nothing was new, only that the sources were heard of.
 *
 * @param series those that the transaction made
 * @returns since when single records are kept
 */
export async function noteAppend(
  tx: LedgerTransaction,
  notes: AppendNotes,
  series: ReadonlyMap<string, bigint>,
): Promise<number> {
  const { reach, deltas, stored } = notes;
  if (tx.dialect === "postgres" && stored > 0) {
    const { rows } = await tx.db.executeQuery<{ seq: bigint; horizon: bigint }>(
      CompiledQuery.raw(`with ${noteSteps(1)} select seq, ${HORIZON_NOW} as horizon from noted`, [
        ...noteParameters(notes, tx.now),
      ]),
    );
    if (series.size > 0) await markFirstChange(tx, series.values(), rows[0]?.seq ?? 0n);
    return Number(rows[0]?.horizon ?? 0n);
  }
  await reach.write(tx);
  if (stored === 0) return await recordsFrom(tx);
  await deltas.write(tx);
  const change = await nextChange(tx);
  if (series.size > 0) await markFirstChange(tx, series.values(), change);
  await writeChange(tx, change, { kind: "append", records: stored, from: reach.from, to: reach.to });
  return await recordsFrom(tx);
}

/** PostgreSQL: since when single records are kept. */
export const HORIZON_NOW = `coalesce((select value from state where name = '${HORIZON}'), 0)`;

/** What `noteSteps` binds, in its order. */
export function noteParameters({ reach, deltas, stored }: AppendNotes, now: number): (string | number)[] {
  const ends = reach.ends();
  return [
    ...rollupArrays(deltas.sums()),
    arrayText(ends.map(({ source }) => source)),
    arrayText(ends.map(({ provider }) => provider)),
    arrayText(ends.map(({ end }) => end)),
    now,
    stored,
    reach.from,
    reach.to,
  ];
}

/**
 * What `noteAppend` does, as steps of one statement of PostgreSQL: each statement is a round trip for which every other writer
 * waits. `noted` has the number of the change.
 *
 * @param first the number of the first parameter
 */
export function noteSteps(first: number): string {
  const after = first + ROLLUP_COLUMNS.length;
  const [source, provider, reaches, now, stored, from, to] = [0, 1, 2, 3, 4, 5, 6].map((index) => `$${after + index}`);
  return `rolled as (${rollupUpsert(first)}),
  covered as (
    insert into coverage (source, provider, reaches, heard_at)
    select *, ${now}::bigint from unnest(${source}::text[], ${provider}::text[], ${reaches}::bigint[])
    on conflict (source, provider) do update
      set reaches = greatest(coverage.reaches, excluded.reaches), heard_at = excluded.heard_at),
  counted as (update state set value = value + 1 where name = 'change' returning value),
  noted as (
    insert into changes (seq, at, kind, records, from_at, to_at)
    select value, ${now}::bigint, 'append', ${stored}::bigint, ${from}::bigint, ${to}::bigint from counted
    returning seq)`;
}
