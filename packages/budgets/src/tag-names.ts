import type { LedgerReader } from "@runrate/ledger";

/** The names of the tags that recorded usage carries, sorted. */
export async function tagNames(ledger: LedgerReader): Promise<readonly string[]> {
  const rows = await ledger.db.selectFrom("tag_values").select("key").distinct().orderBy("key").limit(200).execute();
  return rows.map(({ key }) => key);
}
