import { CompiledQuery } from "kysely";
import { nextChange, writeChange } from "./change.ts";
import { HORIZON, recordsFrom } from "./horizon.ts";
import type { Reach } from "./reach.ts";
import { rollupArrays, ROLLUP_UPSERT, type RollupDeltas } from "./rollup.ts";
import { markFirstChange } from "./series.ts";
import type { LedgerTransaction } from "./store.ts";
import { arrayText } from "./stores/postgres-array.ts";

/** What goes with records that were inserted: how far their sources reach, the roll-ups, the change feed. */
export interface AppendNotes {
  readonly reach: Reach;
  readonly deltas: RollupDeltas;
  /** How many records are new. */
  readonly stored: number;
  /** The series that the transaction made. */
  readonly series: ReadonlyMap<string, bigint>;
}

/**
 * Writes what goes with an append. Where nothing was new, only that the sources were heard of.
 *
 * @returns since when single records are kept
 */
export async function noteAppend(tx: LedgerTransaction, notes: AppendNotes): Promise<number> {
  const { reach, deltas, stored, series } = notes;
  if (tx.dialect === "postgres" && stored > 0) {
    const { seq, horizon } = await noteAtOnce(tx, notes);
    if (series.size > 0) await markFirstChange(tx, series.values(), seq);
    return Number(horizon);
  }
  await reach.write(tx);
  if (stored === 0) return await recordsFrom(tx);
  await deltas.write(tx);
  const change = await nextChange(tx);
  if (series.size > 0) await markFirstChange(tx, series.values(), change);
  await writeChange(tx, change, { kind: "append", records: stored, from: reach.from, to: reach.to });
  return await recordsFrom(tx);
}

/** One statement instead of four: each is a round trip for which every other writer waits. */
async function noteAtOnce(tx: LedgerTransaction, { reach, deltas, stored }: AppendNotes): Promise<Noted> {
  const ends = reach.ends();
  const { rows } = await tx.db.executeQuery<Noted>(
    CompiledQuery.raw(AT_ONCE, [
      ...rollupArrays(deltas.sums()),
      arrayText(ends.map(({ source }) => source)),
      arrayText(ends.map(({ provider }) => provider)),
      arrayText(ends.map(({ end }) => end)),
      tx.now,
      stored,
      reach.from,
      reach.to,
    ]),
  );
  const [row] = rows;
  if (row === undefined) throw new Error("the ledger has no change counter");
  return row;
}

interface Noted {
  readonly seq: bigint;
  readonly horizon: bigint;
}

const FIRST = rollupArrays([]).length + 1;

const AT_ONCE = `with rolled as (${ROLLUP_UPSERT}),
  covered as (
    insert into coverage (source, provider, reaches, heard_at)
    select *, $${FIRST + 3}::bigint from unnest($${FIRST}::text[], $${FIRST + 1}::text[], $${FIRST + 2}::bigint[])
    on conflict (source, provider) do update
      set reaches = greatest(coverage.reaches, excluded.reaches), heard_at = excluded.heard_at),
  counted as (update state set value = value + 1 where name = 'change' returning value)
  insert into changes (seq, at, kind, records, from_at, to_at)
  select value, $${FIRST + 3}::bigint, 'append', $${FIRST + 4}::bigint, $${FIRST + 5}::bigint, $${FIRST + 6}::bigint
  from counted returning seq, coalesce((select value from state where name = '${HORIZON}'), 0) as horizon`;
