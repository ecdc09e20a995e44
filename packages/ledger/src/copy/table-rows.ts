import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { LedgerReader, LedgerTransaction, RecordValue } from "../store.ts";
import { arrayText } from "../stores/postgres-array.ts";
import { storable } from "../stores/postgres-dialect.ts";
import { createPartition, partitionOf, partitions } from "../stores/postgres-partitions.ts";
import type { TableShape } from "./table-shape.ts";

export type Row = Readonly<Record<string, RecordValue>>;

/** The rows of a table after a key, in the order of the key. */
export async function readRows(
  ledger: LedgerReader,
  { name, columns, key }: TableShape,
  after: readonly RecordValue[] | undefined,
  limit: number,
): Promise<readonly Row[]> {
  const names = sql.join(columns.map((column) => sql.ref(column.name)));
  // Texts in the order of their bytes on both engines, whatever the locale of the database.
  const order = sql.join(
    key.map((column) => {
      const isText = columns.find((one) => one.name === column)?.isText === true;
      return ledger.dialect === "postgres" && isText ? sql`${sql.ref(column)} collate "C"` : sql.ref(column);
    }),
  );
  const start =
    after === undefined ? sql`` : sql` where (${order}) > (${sql.join(after.map((value) => sql`${value}`))})`;
  const { rows } =
    await sql<Row>`select ${names} from ${sql.ref(name)}${start} order by ${order} limit ${limit}`.execute(ledger.db);
  return rows;
}

export function keyOf({ key }: TableShape, row: Row): readonly RecordValue[] {
  return key.map((column) => row[column] ?? null);
}

/** Adds rows as they are, numbers of series and the like included. */
export async function insertRows(tx: LedgerTransaction, shape: TableShape, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const names = sql.join(shape.columns.map((column) => sql.ref(column.name)));
  if (tx.dialect === "postgres") {
    if (shape.name === "records") await ensurePartitions(tx, rows);
    const arrays = shape.columns.map(
      ({ name, isText }) =>
        sql`${arrayText(rows.map((row) => row[name] ?? null))}::${sql.raw(isText ? "text[]" : "bigint[]")}`,
    );
    await sql`insert into ${sql.ref(shape.name)} (${names}) select * from unnest(${sql.join(arrays)})`.execute(tx.db);
    return;
  }
  const size = Math.max(1, Math.floor(20_000 / shape.columns.length));
  for (let start = 0; start < rows.length; start += size) {
    const values = rows
      .slice(start, start + size)
      .map((row) => sql`(${sql.join(shape.columns.map(({ name }) => row[name] ?? null))})`);
    await sql`insert into ${sql.ref(shape.name)} (${names}) values ${sql.join(values)}`.execute(tx.db);
  }
}

async function ensurePartitions(tx: LedgerTransaction, rows: readonly Row[]): Promise<void> {
  const present = new Set((await partitions(tx)).map(({ table }) => table));
  for (const row of rows) {
    const month = partitionOf(Number(row["at"]));
    if (present.has(month.table)) continue;
    await createPartition(tx, month);
    present.add(month.table);
  }
}

/** What a table holds, down to the last digit: how many rows, and a hash of every value in the order of the key. */
export async function digestOf(
  ledger: LedgerReader,
  shape: TableShape,
  isCounted: (row: Row) => boolean,
): Promise<{ readonly rows: number; readonly sha256: string }> {
  const hash = createHash("sha256");
  let count = 0;
  let after: readonly RecordValue[] | undefined;
  for (;;) {
    const page = await readRows(ledger, shape, after, 5_000);
    for (const row of page) {
      if (!isCounted(row)) continue;
      count += 1;
      hash.update(JSON.stringify(shape.columns.map(({ name }) => written(row[name] ?? null))));
    }
    const last = page.at(-1);
    if (last === undefined) return { rows: count, sha256: hash.digest("hex") };
    after = keyOf(shape, last);
  }
}

/** The same text for the same value on both engines: one gives 1n where the other gives 1. */
function written(value: RecordValue): string | null {
  return value === null ? null : typeof value === "string" ? `$${String(storable(value))}` : `#${value}`;
}
