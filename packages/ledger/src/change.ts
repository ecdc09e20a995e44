import type { LedgerReader, LedgerTransaction } from "./store.ts";

/** What a commit did: records came, a source's buckets were replaced, prices or workloads were applied anew, old records were pruned, a bill came. */
export type ChangeKind = "append" | "replace" | "reprice" | "attribute" | "prune" | "billed";

/** One commit that changed facts. What changed happened in [from, to), in milliseconds since 1970 UTC. */
export interface LedgerChange {
  readonly seq: bigint;
  readonly kind: ChangeKind | (string & {});
  /** When it was committed, by the writer's clock. */
  readonly at: number;
  readonly records: bigint;
  readonly from: number;
  readonly to: number;
}

/** The number of the newest commit; 0 for an empty ledger. Cheap: one row by key. Another process's commits count. */
export async function changeCounter(ledger: LedgerReader): Promise<bigint> {
  const row = await ledger.db
    .selectFrom("state")
    .select("value")
    .where("name", "=", "change")
    .executeTakeFirstOrThrow();
  return row.value;
}

/** The commits after a cursor, oldest first, at most `limit` of them. Go on from the last one's `seq`. */
export async function changesSince(
  ledger: LedgerReader,
  cursor: bigint,
  limit = 1_000,
): Promise<readonly LedgerChange[]> {
  const rows = await ledger.db
    .selectFrom("changes")
    .selectAll()
    .where("seq", ">", cursor)
    .orderBy("seq")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    seq: row.seq,
    kind: row.kind,
    at: Number(row.at),
    records: row.records,
    from: Number(row.from_at),
    to: Number(row.to_at),
  }));
}

/**
 * Takes the next number of the change feed. It locks the counter until the transaction ends, so numbers appear in commit order
 * and a reader that has seen n never later finds one below it.
 */
export async function nextChange(tx: LedgerTransaction): Promise<bigint> {
  const row = await tx.db
    .updateTable("state")
    .set((update) => ({ value: update("value", "+", 1n) }))
    .where("name", "=", "change")
    .returning("value")
    .executeTakeFirstOrThrow();
  return row.value;
}

/** Writes what the transaction changed under a number from `nextChange`. */
export async function writeChange(
  tx: LedgerTransaction,
  seq: bigint,
  change: { readonly kind: ChangeKind; readonly records: number; readonly from: number; readonly to: number },
): Promise<void> {
  await tx.db
    .insertInto("changes")
    .values({ seq, at: tx.now, kind: change.kind, records: change.records, from_at: change.from, to_at: change.to })
    .execute();
}
