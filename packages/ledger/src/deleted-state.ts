import type { LedgerReader, LedgerStore } from "./store.ts";

/** State at a provider that somebody deleted, so that nobody tries again: ids of a kind. */
export async function deletedState(ledger: LedgerReader, kind: string): Promise<ReadonlySet<string>> {
  const rows = await ledger.db.selectFrom("deleted_state").select("id").where("kind", "=", kind).execute();
  return new Set(rows.map(({ id }) => id));
}

/** Notes that state is gone at the provider. */
export async function markDeleted(ledger: LedgerStore, kind: string, id: string): Promise<void> {
  await ledger.transaction(async (tx) => {
    await tx.db
      .insertInto("deleted_state")
      .values({ kind, id, deleted_at: tx.now })
      .onConflict((conflict) => conflict.columns(["kind", "id"]).doNothing())
      .execute();
  });
}
