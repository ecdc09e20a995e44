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
    const part = rows.slice(start, start + 1_000);
    const [first, last] = ends(part);
    await tx.db
      .deleteFrom("records")
      .where(
        "seq",
        "in",
        part.map((row) => row.seq),
      )
      // On PostgreSQL the index and the partitions go by time.
      .where("at", ">=", first)
      .where("at", "<=", last)
      .execute();
  }
}

function ends(rows: readonly StoredRecord[]): readonly [bigint, bigint] {
  const at = rows[0]?.at ?? 0n;
  return rows.reduce<readonly [bigint, bigint]>(
    ([first, last], row) => [row.at < first ? row.at : first, row.at > last ? row.at : last],
    [at, at],
  );
}
