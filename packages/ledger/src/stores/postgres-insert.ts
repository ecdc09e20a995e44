import { CompiledQuery } from "kysely";
import { HORIZON_NOW, noteParameters, noteSteps, type AppendNotes } from "../append-notes.ts";
import { RECORD_COLUMNS } from "../record-row.ts";
import { StaleBelief } from "../stale-belief.ts";
import type { InsertResult, LedgerTransaction, RecordValue } from "../store.ts";
import { arrayText } from "./postgres-array.ts";
import { byMonth, createPartition, partitions, type MonthPartition, type MonthRows } from "./postgres-partitions.ts";

const TEXT_COLUMNS: ReadonlySet<string> = new Set(["id", "other_counts", "unpriced", "conversation", "response_id"]);
const ID = RECORD_COLUMNS.indexOf("id");
const AT = RECORD_COLUMNS.indexOf("at");
const RESPONSE = RECORD_COLUMNS.indexOf("response_id");

/**
 * Inserts record rows, a batch as one statement with an array for each column that any row uses. Partitions of new months are made
 * on the way. A month's unique indexes keep ids apart inside it; the other months are looked through first, which nobody can
 * outrun, since one transaction writes at a time.
 */
export class PostgresInserter {
  /** Months that were seen in an earlier transaction: one that this transaction makes may be rolled back. */
  readonly #seen = new Set<string>();

  readonly #ready = new WeakMap<readonly (readonly RecordValue[])[], CompiledQuery<Arrived>>();

  /** Writes the statement that `insert` will need for the same rows; what goes with them is in it, for when all are new. */
  ready(rows: readonly (readonly RecordValue[])[], notes: AppendNotes, now: number): void {
    this.#ready.set(rows, insertOf(rows, { notes, now }));
  }

  /** Inserts in the order given. */
  async insert(tx: LedgerTransaction, rows: readonly (readonly RecordValue[])[]): Promise<InsertResult> {
    const inserted = rows.map(() => false);
    if (rows.length === 0) return { inserted };
    const months = byMonth(rows, AT);
    const existing = await this.#ensure(tx, months);
    const known = existing > 1 ? await elsewhere(tx, rows, months) : undefined;
    // In the order given, so that of two equal ids the first stays, in whichever months they lie.
    const fresh = rows.flatMap((row, index) => (known === undefined || known.isNew(row) ? [index] : []));
    if (fresh.length === 0) return { inserted };
    const isWhole = fresh.length === rows.length;
    const query = (isWhole ? this.#ready.get(rows) : undefined) ?? insertOf(fresh.map((index) => rows[index] ?? []));
    const [arrived] = (await tx.db.executeQuery(query)).rows;
    if (Number(arrived?.months) !== existing) {
      // Another process made a month since: its ids were not looked through.
      this.forget();
      throw new StaleBelief();
    }
    const ids = Number(arrived?.stored) === fresh.length ? undefined : new Set(arrived?.ids ?? []);
    for (const index of fresh) inserted[index] = ids === undefined || ids.delete(String(rows[index]?.[ID]));
    return arrived?.horizon == null ? { inserted } : { inserted, noted: Number(arrived.horizon) };
  }

  async #ensure(tx: LedgerTransaction, months: readonly MonthRows[]): Promise<number> {
    if (this.#seen.size > 0 && months.every(({ month }) => this.#seen.has(month.table))) return this.#seen.size;
    const present = new Set((await partitions(tx)).map(({ table }) => table));
    this.#seen.clear();
    for (const table of present) this.#seen.add(table);
    for (const { month } of months) {
      if (present.has(month.table)) continue;
      await createPartition(tx, month);
      present.add(month.table);
    }
    return present.size;
  }

  /** Months were dropped, or another process made some: look again. */
  forget(): void {
    this.#seen.clear();
  }
}

interface Arrived {
  readonly stored: bigint;
  /** Null where every row was new: no list is needed then. */
  readonly ids: string[] | null;
  /** How many months there are. */
  readonly months: bigint;
  /** Since when single records are kept, if what goes with the rows was written. */
  readonly horizon?: bigint | null;
}

function insertOf(
  rows: readonly (readonly RecordValue[])[],
  along?: { readonly notes: AppendNotes; readonly now: number },
): CompiledQuery<Arrived> {
  const columns = usedColumns(rows);
  const names = columns.map((column) => RECORD_COLUMNS[column]).join(", ");
  const arrays = columns.map((column, index) => `$${index + 1}::${typeOf(column)}[]`).join(", ");
  const values = columns.map((column) => arrayText(rows.map((row) => row[column] ?? null)));
  const steps = `with arrived as (
      insert into records (${names}) select * from unnest(${arrays}) on conflict do nothing returning id),
    total as (select count(*) as stored, case when count(*) < ${rows.length} then array_agg(id) end as ids from arrived)`;
  const months = "(select count(*) from pg_inherits where inhparent = 'records'::regclass) as months";
  if (along === undefined) return CompiledQuery.raw(`${steps} select stored, ids, ${months} from total`, values);
  const areNew = `(select stored from total) = ${rows.length}`;
  return CompiledQuery.raw(
    `${steps}, ${noteSteps(columns.length + 1, areNew)}
     select stored, ids, ${months}, case when ${areNew} then ${HORIZON_NOW} end as horizon from total`,
    [...values, ...noteParameters(along.notes, along.now)],
  );
}

/** Which of a batch's ids and response ids are in other months than the row's own. */
async function elsewhere(
  tx: LedgerTransaction,
  rows: readonly (readonly RecordValue[])[],
  months: readonly MonthRows[],
): Promise<{ isNew(row: readonly RecordValue[]): boolean }> {
  const ids = new Set<RecordValue>();
  const responses = new Set<RecordValue>();
  for (const { month, indexes } of months) {
    const part = indexes.map((index) => rows[index] ?? []);
    await collect(
      tx,
      month,
      "id",
      part.map((row) => row[ID] ?? null),
      ids,
    );
    const given = part.map((row) => row[RESPONSE] ?? null).filter((value) => value !== null);
    if (given.length > 0) await collect(tx, month, "response_id", given, responses);
  }
  const several = months.length > 1;
  return {
    isNew(row) {
      const id = row[ID] ?? null;
      const response = row[RESPONSE] ?? null;
      if (ids.has(id) || (response !== null && responses.has(response))) return false;
      if (several) {
        ids.add(id);
        if (response !== null) responses.add(response);
      }
      return true;
    },
  };
}

async function collect(
  tx: LedgerTransaction,
  own: MonthPartition,
  column: "id" | "response_id",
  values: readonly RecordValue[],
  into: Set<RecordValue>,
): Promise<void> {
  const { rows } = await tx.db.executeQuery<{ found: string }>(
    CompiledQuery.raw(
      `select ${column} as found from records where ${column} = any($1::text[]) and (at < ${own.from} or at >= ${own.to})`,
      [arrayText(values)],
    ),
  );
  for (const { found } of rows) into.add(found);
}

function typeOf(column: number): "text" | "bigint" {
  return TEXT_COLUMNS.has(RECORD_COLUMNS[column] ?? "") ? "text" : "bigint";
}

function usedColumns(rows: readonly (readonly RecordValue[])[]): number[] {
  return RECORD_COLUMNS.flatMap((_, column) =>
    rows.some((row) => row[column] !== 0 && row[column] !== null) ? [column] : [],
  );
}
