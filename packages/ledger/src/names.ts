import type { LedgerReader } from "./store.ts";

/** What has a name of its own beside its id. */
export type NamedKind = "project" | "api_key" | "user";

/** The names that providers give the ids in a ledger, by kind and id. Ids without a name are absent. */
export type Names = Readonly<Record<NamedKind, ReadonlyMap<string, string>>>;

/** All names that sources have resolved. */
export async function readNames(ledger: LedgerReader): Promise<Names> {
  const rows = await ledger.db
    .selectFrom("names")
    .select(["kind", "id", "name"])
    .where("name", "is not", null)
    .execute();
  const of = (kind: NamedKind) =>
    new Map(rows.flatMap((row) => (row.kind === kind && row.name !== null ? [[row.id, row.name] as const] : [])));
  return { project: of("project"), api_key: of("api_key"), user: of("user") };
}
