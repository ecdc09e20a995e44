import { sql } from "kysely";
import type { LedgerReader, LedgerTransaction, RecordValue } from "../store.ts";

/** A calendar month in UTC: the records of one partition. */
export interface MonthPartition {
  readonly table: string;
  /** Inclusive, milliseconds since 1970 UTC. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** The partition in which an instant's records are. */
export function partitionOf(at: number): MonthPartition {
  const day = new Date(at);
  const from = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1);
  const to = Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1);
  return { table: `records_${new Date(from).toISOString().slice(0, 7).replace("-", "_")}`, from, to };
}

/** The partitions that exist, oldest first. */
export async function partitions(ledger: Pick<LedgerReader, "db">): Promise<readonly MonthPartition[]> {
  const { rows } = await sql<{ name: string }>`
    select child.relname as name from pg_inherits join pg_class child on child.oid = pg_inherits.inhrelid
    where pg_inherits.inhparent = to_regclass('records') order by 1`.execute(ledger.db);
  return rows.flatMap(({ name }) => {
    const [, year, month] = /^records_(\d{4})_(\d\d)$/.exec(name) ?? [];
    return year === undefined ? [] : [partitionOf(Date.UTC(Number(year), Number(month) - 1, 1))];
  });
}

/**
 * Makes a month's partition. Ids and response ids are unique in it by an index of its own; across months `insertRows` looks.
 * Attaching it does not hold up readers of the other months.
 */
export async function createPartition(
  tx: Pick<LedgerTransaction, "db">,
  { table, from, to }: MonthPartition,
): Promise<void> {
  const name = sql.ref(table);
  const index = (suffix: string) => sql.ref(`${table}_${suffix}`);
  await sql`create table ${name} (like records including defaults including constraints)`.execute(tx.db);
  await sql`create unique index ${index("id")} on ${name} (id)`.execute(tx.db);
  await sql`create unique index ${index("response")} on ${name} (response_id) where response_id is not null`.execute(
    tx.db,
  );
  // The check spares the server a scan when it attaches; afterwards the partition's own bound says the same.
  await sql`alter table records attach partition ${name} for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(
    tx.db,
  );
}

/** The rows of one month, with their places in the batch. */
export interface MonthRows {
  readonly month: MonthPartition;
  readonly indexes: readonly number[];
}

/** Sorts a batch's rows by month; a batch mostly has one. */
export function byMonth(rows: readonly (readonly RecordValue[])[], atColumn: number): readonly MonthRows[] {
  const months = new Map<string, { month: MonthPartition; indexes: number[] }>();
  let last: { month: MonthPartition; indexes: number[] } | undefined;
  for (const [index, row] of rows.entries()) {
    const at = Number(row[atColumn]);
    if (last === undefined || at < last.month.from || at >= last.month.to) {
      const month = partitionOf(at);
      last = months.get(month.table);
      if (last === undefined) months.set(month.table, (last = { month, indexes: [] }));
    }
    last.indexes.push(index);
  }
  return [...months.values()];
}
