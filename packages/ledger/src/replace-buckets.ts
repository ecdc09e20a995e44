import { sql } from "kysely";
import { contentOf, insertPrepared, KnownNumbers, prepare, type PreparedRecord } from "./append.ts";
import { nextChange, writeChange } from "./change.ts";
import { touchCoverage } from "./coverage.ts";
import { recordsFrom } from "./horizon.ts";
import { ledgerRecordOf, type StoredRecord } from "./record-row.ts";
import { removeRecords } from "./remove.ts";
import { Reach } from "./reach.ts";
import { RollupDeltas } from "./rollup.ts";
import { selectRecords } from "./scan.ts";
import { seriesOf, markFirstChange } from "./series.ts";
import type { LedgerRecord, LedgerStore, LedgerTransaction } from "./store.ts";

/** What a source says anew: all of its buckets that start in [from, to) and whose ids begin with `idPrefix`. */
export interface BucketWindow {
  readonly source: string;
  readonly from: number;
  readonly to: number;
  /** Separates what one source reports apart ("completions", "embeddings"); "" for everything of the source. */
  readonly idPrefix: string;
  /** The providers whose data now reach the end of the window even if there was no usage; absent: as far as the records go. */
  readonly covers?: { readonly providers: readonly string[]; readonly reaches: number };
}

/** What a replacement did. */
export interface ReplaceResult {
  /** New buckets, and those whose content or price differs from before. */
  readonly stored: number;
  readonly unchanged: number;
  /** Buckets that the source no longer reports, or reports with other figures. */
  readonly removed: number;
  /** Ids that another source, or another window, already holds: left as they are. */
  readonly duplicates: number;
  readonly unpriced: number;
}

/**
 * Replaces a source's buckets in a window by what it reports now (late usage changes buckets that were read before), in one
 * transaction: readers see the old figures or the new ones. Unchanged buckets keep their place; a run that brings nothing new
 * writes no change. `afterwards` runs in the same transaction, for the source's cursor.
 */
export async function replaceBuckets(
  store: LedgerStore,
  window: BucketWindow,
  records: readonly LedgerRecord[],
  afterwards?: (tx: LedgerTransaction) => Promise<void>,
): Promise<ReplaceResult> {
  return await store.transaction(async (tx) => {
    const before = await storedBuckets(tx, window);
    const deltas = new RollupDeltas();
    const span = new Reach();
    const fresh: PreparedRecord[] = [];
    let unchanged = 0;
    const horizon = await recordsFrom(tx);
    for (const prepared of records.map((entry) => prepare(entry))) {
      const { id, at } = prepared.entry.record;
      if (at < horizon) {
        // Counted in the roll-ups, its record gone: as it was.
        unchanged += 1;
        continue;
      }
      const old = before.get(id);
      if (old !== undefined && old.content === fullContent(prepared)) {
        unchanged += 1;
        before.delete(id);
      } else {
        fresh.push(prepared);
      }
      span.add(prepared.entry, tx.now);
    }
    const gone = [...before.values()].map((one) => one.row);
    await removeRecords(tx, gone, deltas);
    for (const row of gone) span.addStored(Number(row.at));

    const { rows, inserted, series } = await insertPrepared(store, tx, new KnownNumbers(), fresh);
    let stored = 0;
    let unpriced = 0;
    for (const [index, prepared] of fresh.entries()) {
      const row = rows[index];
      if (!inserted[index] || row === undefined) continue;
      stored += 1;
      if (prepared.charge.unpriced !== null) unpriced += 1;
      deltas.add(row);
      span.addStored(prepared.entry.record.at);
    }
    await span.write(tx);
    for (const provider of window.covers?.providers ?? []) {
      await touchCoverage(tx, window.source, provider, window.covers?.reaches ?? window.to);
    }
    if (stored > 0 || gone.length > 0) {
      await deltas.write(tx);
      const change = await nextChange(tx);
      await markFirstChange(tx, series.values(), change);
      await writeChange(tx, change, { kind: "replace", records: stored + gone.length, from: span.from, to: span.to });
    }
    await afterwards?.(tx);
    return { stored, unchanged, removed: gone.length, duplicates: fresh.length - stored, unpriced };
  });
}

interface StoredBucket {
  readonly row: StoredRecord;
  readonly content: string;
}

async function storedBuckets(tx: LedgerTransaction, window: BucketWindow): Promise<Map<string, StoredBucket>> {
  const rows = await selectRecords(tx)
    .innerJoin("series", "series.id", "records.series_id")
    .where("series.source", "=", window.source)
    .where("records.at", ">=", BigInt(window.from))
    .where("records.at", "<", BigInt(window.to))
    .where(sql<boolean>`substr(records.id, 1, ${window.idPrefix.length}) = ${window.idPrefix}`)
    .execute();
  const series = await seriesOf(tx, rows);
  const buckets = new Map<string, StoredBucket>();
  for (const row of rows) {
    const own = series.get(row.series_id);
    if (own) buckets.set(row.id, { row, content: fullContent(prepare(ledgerRecordOf(row, own, row.tags))) });
  }
  return buckets;
}

/** Content, attribution and charge: a bucket whose price changed is written anew as well. */
function fullContent({ entry, series, charge }: PreparedRecord): string {
  const { usd, lowGap, highGap, unpriced } = charge;
  const amounts = [usd, lowGap, highGap].flatMap(({ micro, pico }) => [String(micro), String(pico)]);
  return JSON.stringify([contentOf(entry.record), series, amounts, unpriced]);
}
