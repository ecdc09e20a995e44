import { sql } from "kysely";
import { scopeCondition } from "./scope.ts";
import { ledgerRecordOf } from "./record-row.ts";
import { seriesOf } from "./series.ts";
import type { LedgerReader, LedgerRecord, SpendFilter } from "./store.ts";

/** Which records to read: half-open in milliseconds since 1970 UTC, all filters hold. */
export interface ScanScope {
  readonly from: number;
  readonly to: number;
  readonly where?: readonly SpendFilter[];
  /** Also the records of sources that do not bill (an export wants them, a sum does not). */
  readonly allSources?: boolean;
}

/** A stored record with its place in the order of arrival. */
export interface ScannedRecord extends LedgerRecord {
  readonly seq: bigint;
}

/** Records with the JSON of their tags. */
export function selectRecords(ledger: LedgerReader) {
  return ledger.db
    .selectFrom("records")
    .leftJoin("tag_sets", "tag_sets.id", "records.tag_set_id")
    .selectAll("records")
    .select("tag_sets.tags as tags");
}

/**
 * All records of a scope, by time, then order of arrival (file order), in pages: memory does not grow with the ledger, and
 * writers are not held up. Records that arrive meanwhile with an earlier time are not seen.
 */
export async function* scanRecords(
  ledger: LedgerReader,
  scope: ScanScope,
  pageSize = 1_000,
): AsyncGenerator<ScannedRecord> {
  const condition = scopeCondition(ledger, scope.where ?? [], "records", scope.allSources === true);
  let after = { at: scope.from, seq: -1n };
  for (;;) {
    const rows = await selectRecords(ledger)
      .innerJoin("series", "series.id", "records.series_id")
      .where("records.at", ">=", BigInt(after.at))
      .where("records.at", "<", BigInt(scope.to))
      .where(sql<boolean>`(records.at > ${after.at} or records.seq > ${after.seq})`)
      .where(condition)
      .orderBy("records.at")
      .orderBy("records.seq")
      .limit(pageSize)
      .execute();
    const series = await seriesOf(ledger, rows);
    for (const row of rows) {
      const own = series.get(row.series_id);
      if (own) yield { ...ledgerRecordOf(row, own, row.tags), seq: row.seq };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = { at: Number(last.at), seq: last.seq };
  }
}
