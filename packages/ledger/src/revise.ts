import { sql } from "kysely";
import { prepare, ROWS_PER_TRANSACTION, type PreparedRecord } from "./append.ts";
import { nextChange, writeChange, type ChangeKind } from "./change.ts";
import { chargeColumns, ledgerRecordOf, RECORD_COLUMNS, recordValues, type StoredRecord } from "./record-row.ts";
import { RollupDeltas } from "./rollup.ts";
import { selectRecords } from "./scan.ts";
import { seriesOf, ensureSeries, markFirstChange, seriesKey } from "./series.ts";
import type { LedgerReader, LedgerRecord, LedgerStore, LedgerTransaction } from "./store.ts";

/** One record whose charge or attribution comes out differently now. */
export interface Revision {
  readonly before: LedgerRecord;
  readonly after: LedgerRecord;
}

/** Which records to look at again, and what they should be now. Pure; the record itself (id, counts, tags) must stay as it is. */
export interface Reviser {
  readonly from: number;
  readonly to: number;
  revise(entry: LedgerRecord): LedgerRecord;
}

/** The place of a record: its instant, and its order of arrival among those of the same instant. */
interface Place {
  readonly at: bigint;
  readonly seq: bigint;
}

/** What would change, without changing it: every differing record, by its instant, then time of arrival. */
export async function* findRevisions(ledger: LedgerReader, reviser: Reviser): AsyncGenerator<Revision> {
  let after: Place = { at: BigInt(reviser.from), seq: -1n };
  for (;;) {
    const page = await readPage(ledger, reviser, after);
    if (page.last === undefined) return;
    for (const { revision } of page.revisions) yield revision;
    after = page.last;
  }
}

/**
 * Applies a reviser, at most 1,000 records a transaction, roll-ups and change counter in the same one. When it is interrupted
 * the rest is found by running it again.
 *
 * @returns how many records changed
 */
export async function applyRevisions(
  store: LedgerStore,
  kind: ChangeKind,
  reviser: Reviser,
  onChanged?: (tx: LedgerTransaction, revisions: readonly Revision[]) => Promise<void>,
): Promise<number> {
  let after: Place = { at: BigInt(reviser.from), seq: -1n };
  let changed = 0;
  for (;;) {
    const start = after;
    const page = await store.transaction(async (tx) => {
      const read = await readPage(tx, reviser, start);
      if (read.revisions.length > 0) {
        await writeRevisions(tx, kind, read.revisions);
        await onChanged?.(
          tx,
          read.revisions.map(({ revision }) => revision),
        );
      }
      return read;
    });
    changed += page.revisions.length;
    if (page.last === undefined) return changed;
    after = page.last;
  }
}

interface Revised {
  readonly row: StoredRecord;
  readonly revision: Revision;
}

async function readPage(
  ledger: LedgerReader,
  { to, revise }: Reviser,
  after: Place,
): Promise<{ readonly revisions: readonly Revised[]; readonly last: Place | undefined }> {
  const rows = await selectRecords(ledger)
    .where("records.at", ">=", after.at)
    .where("records.at", "<", BigInt(to))
    .where(sql<boolean>`(records.at > ${after.at} or records.seq > ${after.seq})`)
    .orderBy("records.at")
    .orderBy("records.seq")
    .limit(ROWS_PER_TRANSACTION)
    .execute();
  const series = await seriesOf(ledger, rows);
  const revisions = rows.flatMap((row) => {
    const own = series.get(row.series_id);
    if (!own) return [];
    const before = ledgerRecordOf(row, own, row.tags);
    const revised = revise(before);
    return isSame(before, revised) ? [] : [{ row, revision: { before, after: revised } }];
  });
  return { revisions, last: rows.at(-1) };
}

function isSame(a: LedgerRecord, b: LedgerRecord): boolean {
  if (a.charge.kind === "unpriced" || b.charge.kind === "unpriced") {
    if (a.charge.kind !== b.charge.kind) return false;
    if (a.charge.kind === "unpriced" && b.charge.kind === "unpriced" && a.charge.reason !== b.charge.reason)
      return false;
  } else if (
    a.charge.usd !== b.charge.usd ||
    a.charge.usdLow !== b.charge.usdLow ||
    a.charge.usdHigh !== b.charge.usdHigh
  ) {
    return false;
  }
  return seriesKey(a) === seriesKey(b);
}

async function writeRevisions(tx: LedgerTransaction, kind: ChangeKind, revised: readonly Revised[]): Promise<void> {
  const prepared = revised.map(({ revision }): PreparedRecord => prepare(revision.after));
  const series = await ensureSeries(tx, new Map(prepared.map((one) => [one.series, one.entry])));
  const deltas = new RollupDeltas();
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const [index, { row, revision }] of revised.entries()) {
    const number = series.get(prepared[index]?.series ?? "") ?? row.series_id;
    const charge = chargeColumns(revision.after.charge);
    deltas.remove(RECORD_COLUMNS.map((column) => row[column]));
    deltas.add(recordValues(revision.after.record, charge, number, row.tag_set_id));
    const at = Number(row.at);
    from = Math.min(from, at);
    to = Math.max(to, at + 1);
    await tx.db
      .updateTable("records")
      .set({
        series_id: number,
        usd_micro: charge.usd.micro,
        usd_pico: charge.usd.pico,
        low_gap_micro: charge.lowGap.micro,
        low_gap_pico: charge.lowGap.pico,
        high_gap_micro: charge.highGap.micro,
        high_gap_pico: charge.highGap.pico,
        unpriced: charge.unpriced,
      })
      .where("seq", "=", row.seq)
      .where("at", "=", row.at)
      .execute();
  }
  await deltas.write(tx);
  const change = await nextChange(tx);
  await markFirstChange(tx, series.values(), change);
  await writeChange(tx, change, { kind, records: revised.length, from, to });
}
