import type { LedgerReader, LedgerTransaction } from "./store.ts";

/** Where a source was: whatever JSON text it needs to go on. Undefined when it has never run. */
export async function readCursor(
  ledger: LedgerReader,
  source: string,
): Promise<{ readonly cursor: string; readonly updatedAt: number } | undefined> {
  const row = await ledger.db.selectFrom("cursors").selectAll().where("source", "=", source).executeTakeFirst();
  return row && { cursor: row.cursor, updatedAt: Number(row.updated_at) };
}

/** Moves a source's cursor in the transaction that stores what the cursor stands for, so that neither exists without the other. */
export async function writeCursor(tx: LedgerTransaction, source: string, cursor: string): Promise<void> {
  await tx.db
    .insertInto("cursors")
    .values({ source, cursor, updated_at: tx.now })
    .onConflict((conflict) => conflict.column("source").doUpdateSet({ cursor, updated_at: tx.now }))
    .execute();
}
