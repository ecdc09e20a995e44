import { RunrateError, type UsageRecord } from "@runrate/core";
import { noteAppend, type AppendNotes } from "./append-notes.ts";
import { recordsFrom } from "./horizon.ts";
import { cacheWrites, writeOtherCounts } from "./other-counts.ts";
import { chargeColumns, ledgerRecordOf, recordValues, type ChargeColumns } from "./record-row.ts";
import { Reach } from "./reach.ts";
import { RollupDeltas } from "./rollup.ts";
import { selectRecords } from "./scan.ts";
import { seriesOf, ensureSeries, ensureTagSets, NumberCache, SeriesKeys, tagSetKey } from "./series.ts";
import { StaleBelief } from "./stale-belief.ts";
import {
  OUTCOME_UNKNOWN,
  type AppendResult,
  type InsertResult,
  type LedgerRecord,
  type LedgerStore,
  type LedgerTransaction,
  type RecordValue,
} from "./store.ts";

/** The most rows that one transaction stores, so that other writers never wait long. */
export const ROWS_PER_TRANSACTION = 1_000;

/** How often a batch is stored when the connection keeps breaking during its commit. */
const MOST_ATTEMPTS = 4;

/** Numbers of series and tag sets that this process has seen; they never change. One for each open ledger. */
export class KnownNumbers {
  readonly series = new NumberCache(200_000);
  readonly tagSets = new NumberCache(200_000);
  readonly keys = new SeriesKeys();
  /** Since when single records are kept, as last seen; it only moves forward. */
  horizon: number | undefined;
  /** Whether the last records were all new: the next ones are then stored as if they were, which is quicker where it comes true. */
  isNewLikely = true;
}

/** How `LedgerStore.append` works, for every engine. */
export async function appendRecords(
  store: LedgerStore,
  known: KnownNumbers,
  records: readonly LedgerRecord[],
): Promise<AppendResult> {
  let stored = 0;
  let duplicates = 0;
  let unpriced = 0;
  const conflicts: { id: string; index: number; reason?: string }[] = [];
  for (let start = 0; start < records.length; start += ROWS_PER_TRANSACTION) {
    const part =
      start === 0 && records.length <= ROWS_PER_TRANSACTION
        ? records
        : records.slice(start, start + ROWS_PER_TRANSACTION);
    const result = await appendPart(store, known, part);
    stored += result.stored;
    duplicates += result.duplicates;
    unpriced += result.unpriced;
    for (const conflict of result.conflicts) conflicts.push({ ...conflict, index: start + conflict.index });
  }
  return { stored, duplicates, unpriced, conflicts };
}

/** What a transaction did, with the indexes of the records that were not new. */
interface PartResult extends AppendResult {
  readonly left: readonly number[];
}

/** Stores records in one transaction. @throws RunrateError as `LedgerStore.append` */
export async function appendPart(
  store: LedgerStore,
  known: KnownNumbers,
  records: readonly LedgerRecord[],
): Promise<PartResult> {
  const prepared = records.map((entry) => prepare(entry, known.keys));
  // What can be done before the transaction is: other writers wait for as long as it lasts.
  const ready = areKnown(prepared, known) ? rowsOf(prepared, known) : undefined;
  let attempted: PartResult | undefined;
  if (ready !== undefined && known.isNewLikely && store.storeNew !== undefined) {
    const { notes, unpriced } = count(prepared, ready, store.clock());
    const allNew = { stored: records.length, duplicates: 0, unpriced, conflicts: [], left: [] };
    try {
      if (await store.storeNew(ready, notes)) return allNew;
    } catch (error) {
      if (!isOutcomeUnknown(error)) throw error;
      attempted = allNew;
    }
  }
  for (let attempt = 1; ; attempt += 1) {
    const before = attempted;
    try {
      const result = await store.transaction(async (tx) => {
        const part = await insertPrepared(store, tx, known, prepared, ready);
        attempted = await rollUp(tx, known, prepared, part);
        return { ...attempted, part };
      });
      known.isNewLikely = result.left.length === 0;
      known.series.keep(result.part.series);
      known.tagSets.keep(result.part.tagSets);
      // The connection broke during an earlier attempt's commit: it had gone through when nothing is missing now.
      return before !== undefined && result.stored === 0 ? before : resultOf(result);
    } catch (error) {
      if (!isOutcomeUnknown(error) || attempt >= MOST_ATTEMPTS) throw error;
      if (before !== undefined) attempted = before;
    }
  }
}

function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof RunrateError && error.code === OUTCOME_UNKNOWN;
}

function resultOf({ stored, duplicates, unpriced, conflicts, left }: PartResult): PartResult {
  return { stored, duplicates, unpriced, conflicts, left };
}

/** Adds what was inserted to roll-ups, coverage and change feed. */
async function rollUp(
  tx: LedgerTransaction,
  known: KnownNumbers,
  prepared: readonly PreparedRecord[],
  { rows, inserted, series, horizon }: Awaited<ReturnType<typeof insertPrepared>>,
): Promise<PartResult> {
  const { notes, unpriced, left } = count(prepared, rows, tx.now, inserted);
  const seen = await noteAppend(tx, notes, series);
  known.horizon = seen;
  if (seen > horizon && notes.reach.from < seen) throw new StaleBelief();
  const conflicts = await findConflicts(tx, prepared, left, seen);
  return { stored: notes.stored, duplicates: left.length, unpriced, conflicts, left };
}

interface Counted {
  readonly notes: AppendNotes;
  readonly unpriced: number;
  /** Indexes of what was not new. */
  readonly left: readonly number[];
}

/** @param inserted which rows were new; absent: all */
function count(
  prepared: readonly PreparedRecord[],
  rows: readonly (readonly RecordValue[])[],
  now: number,
  inserted?: readonly boolean[],
): Counted {
  const deltas = new RollupDeltas();
  const reach = new Reach();
  let unpriced = 0;
  const left: number[] = [];
  for (const [index, one] of prepared.entries()) {
    reach.add(one.entry, now);
    if (inserted !== undefined && !inserted[index]) {
      left.push(index);
      continue;
    }
    if (one.charge.unpriced !== null) unpriced += 1;
    reach.addStored(one.entry.record.at);
    const row = rows[index];
    if (row !== undefined) deltas.add(row);
  }
  return { notes: { reach, deltas, stored: prepared.length - left.length }, unpriced, left };
}

/** A record with the texts under which its series and tags are stored. */
export interface PreparedRecord {
  readonly entry: LedgerRecord;
  readonly series: string;
  readonly tagSet: string | null;
  readonly charge: ChargeColumns;
}

export function prepare(entry: LedgerRecord, keys = new SeriesKeys()): PreparedRecord {
  return { entry, series: keys.of(entry), tagSet: tagSetKey(entry.record.tags), charge: chargeColumns(entry.charge) };
}

/** Inserts prepared records and what they refer to; answers the rows, which of them were new, and the numbers that were looked up. */
export async function insertPrepared(
  store: LedgerStore,
  tx: LedgerTransaction,
  known: KnownNumbers,
  prepared: readonly PreparedRecord[],
  ready?: readonly RecordValue[][],
) {
  const newSeries = new Map<string, LedgerRecord>();
  const newTagSets = new Set<string>();
  for (const { entry, series, tagSet } of prepared) {
    if (known.series.get(series) === undefined) newSeries.set(series, entry);
    if (tagSet !== null && known.tagSets.get(tagSet) === undefined) newTagSets.add(tagSet);
  }
  const series = newSeries.size > 0 ? await ensureSeries(tx, newSeries) : new Map<string, bigint>();
  const tagSets = newTagSets.size > 0 ? await ensureTagSets(tx, newTagSets) : new Map<string, bigint>();
  const rows = ready ?? rowsOf(prepared, known, { series, tagSets });
  // PostgreSQL tells on the way whether it has moved (`noteAppend`), which saves a round trip.
  const horizon = (tx.dialect === "postgres" ? known.horizon : undefined) ?? (await recordsFrom(tx));
  const isOld = horizon > 0 && prepared.some(({ entry }) => entry.record.at < horizon);
  const result = isOld ? await insertYounger(store, tx, prepared, rows, horizon) : await store.insertRows(tx, rows);
  return { ...result, rows, series, tagSets, horizon };
}

/** Whether all numbers that the rows need are known without asking the database. */
function areKnown(prepared: readonly PreparedRecord[], known: KnownNumbers): boolean {
  return prepared.every(
    ({ series, tagSet }) =>
      known.series.get(series) !== undefined && (tagSet === null || known.tagSets.get(tagSet) !== undefined),
  );
}

interface MadeNumbers {
  readonly series: ReadonlyMap<string, bigint>;
  readonly tagSets: ReadonlyMap<string, bigint>;
}

function rowsOf(prepared: readonly PreparedRecord[], known: KnownNumbers, made?: MadeNumbers): RecordValue[][] {
  return prepared.map((one) =>
    recordValues(
      one.entry.record,
      one.charge,
      made?.series.get(one.series) ?? known.series.get(one.series) ?? 0n,
      one.tagSet === null ? null : (made?.tagSets.get(one.tagSet) ?? known.tagSets.get(one.tagSet) ?? null),
    ),
  );
}

/** Usage of a time whose records are gone cannot be told from what was counted: it stays out. */
async function insertYounger(
  store: LedgerStore,
  tx: LedgerTransaction,
  prepared: readonly PreparedRecord[],
  rows: readonly RecordValue[][],
  horizon: number,
): Promise<InsertResult> {
  const young = prepared.flatMap(({ entry }, index) => (entry.record.at < horizon ? [] : [index]));
  const { inserted: stored } = await store.insertRows(
    tx,
    young.map((index) => rows[index] ?? []),
  );
  const inserted = prepared.map(() => false);
  for (const [place, index] of young.entries()) inserted[index] = stored[place] === true;
  return { inserted };
}

/** Of the records that were not new, those whose stored namesake says something else. */
async function findConflicts(
  tx: LedgerTransaction,
  prepared: readonly PreparedRecord[],
  left: readonly number[],
  horizon: number,
): Promise<AppendResult["conflicts"]> {
  if (left.length === 0) return [];
  const ids = left.flatMap((index) => prepared[index]?.entry.record.id ?? []);
  const stored = new Map<string, string>();
  const rows = await selectRecords(tx).where("records.id", "in", ids).execute();
  const series = await seriesOf(tx, rows);
  for (const row of rows) {
    const own = series.get(row.series_id);
    if (own) stored.set(row.id, contentOf(ledgerRecordOf(row, own, row.tags).record));
  }
  return left.flatMap((index) => {
    const record = prepared[index]?.entry.record;
    if (record === undefined) return [];
    if (record.at < horizon) return [{ id: record.id, index, reason: tooOld(horizon) }];
    const first = stored.get(record.id);
    return first === undefined || first === contentOf(record) ? [] : [{ id: record.id, index }];
  });
}

function tooOld(horizon: number): string {
  return `single calls are kept since ${new Date(horizon).toISOString().slice(0, 10)}: older usage cannot be told from what is counted already`;
}

/** What a record says, apart from where it came from: two records with equal content are the same fact. */
export function contentOf(record: UsageRecord): string {
  const { usage } = record;
  return JSON.stringify([
    record.at,
    record.spanMs ?? 0,
    record.provider ?? null,
    record.model,
    record.serviceTier,
    record.requests,
    usage.inputTokens,
    usage.cachedInputTokens ?? 0,
    cacheWrites(usage),
    usage.outputTokens,
    usage.reasoningTokens ?? 0,
    writeOtherCounts(usage),
    record.project ?? null,
    record.apiKey ?? null,
    record.user ?? null,
    record.workload ?? null,
    record.conversation ?? null,
    record.organisation ?? null,
    record.region ?? null,
    record.responseId ?? null,
    tagSetKey(record.tags),
  ]);
}
