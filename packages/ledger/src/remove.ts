import { RECORD_COLUMNS, type StoredRecord } from "./record-row.ts";
import type { RollupDeltas } from "./rollup.ts";
import type { LedgerTransaction } from "./store.ts";

/** Takes records out, and out of the roll-ups once the deltas are written. */
export async function removeRecords(
  tx: LedgerTransaction,
  rows: readonly StoredRecord[],
  deltas: RollupDeltas,
): Promise<void> {
  for (const row of rows) deltas.remove(RECORD_COLUMNS.map((column) => row[column]));
  for (let start = 0; start < rows.length; start += 1_000) {
    const seqs = rows.slice(start, start + 1_000).map((row) => row.seq);
    await tx.db.deleteFrom("records").where("seq", "in", seqs).execute();
  }
}
