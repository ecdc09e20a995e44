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

  /**
   * The statement that stores rows with what goes with them and fails unless all are new, in one month that is there, and young
   * enough. Undefined where that is known not to be so.
   */
  insertNew(rows: readonly (readonly RecordValue[])[], notes: AppendNotes, now: number): CompiledQuery | undefined {
    const [own, ...others] = byMonth(rows, AT);
    if (own === undefined || others.length > 0 || !this.#seen.has(own.month.table)) return undefined;
    return insertNewOf(rows, { notes, now, month: own.month, months: this.#seen.size });
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
    const [arrived] = (await tx.db.executeQuery(insertOf(fresh.map((index) => rows[index] ?? [])))).rows;
    if (Number(arrived?.months) !== existing) {
      // Another process made a month since: its ids were not looked through.
      this.forget();
      throw new StaleBelief();
    }
    const ids = Number(arrived?.stored) === fresh.length ? undefined : new Set(arrived?.ids ?? []);
    for (const index of fresh) inserted[index] = ids === undefined || ids.delete(String(rows[index]?.[ID]));
    return { inserted };
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
}

function insertOf(rows: readonly (readonly RecordValue[])[]): CompiledQuery<Arrived> {
  const columns = usedColumns(rows);
  return CompiledQuery.raw(
    `with arrived as (${insertInto(columns)} on conflict do nothing returning id)
     select count(*) as stored, case when count(*) < ${rows.length} then array_agg(id) end as ids, ${MONTHS} as months
     from arrived`,
    arraysOf(columns, rows),
  );
}

const MONTHS = "(select count(*) from pg_inherits where inhparent = 'records'::regclass)";

interface Along {
  readonly notes: AppendNotes;
  readonly now: number;
  readonly month: MonthPartition;
  /** How many months there are. */
  readonly months: number;
}

function insertNewOf(rows: readonly (readonly RecordValue[])[], { notes, now, month, months }: Along): CompiledQuery {
  const columns = usedColumns(rows);
  const conditions = [`${MONTHS} = ${months}`, `${HORIZON_NOW} <= ${notes.reach.from}`];
  for (const column of months > 1 ? [ID, RESPONSE] : []) {
    const place = columns.indexOf(column) + 1;
    if (place > 0) conditions.push(`not exists (${elsewhereOf(column, place, month)})`);
  }
  // A division by zero is the one way in which a statement can undo itself without a function in the schema.
  return CompiledQuery.raw(
    `with arrived as (${insertInto(columns)}), ${noteSteps(columns.length + 1)}
     select 1 / (case when ${conditions.join(" and ")} then 1 else 0 end) from noted`,
    [...arraysOf(columns, rows), ...noteParameters(notes, now)],
  );
}

function insertInto(columns: readonly number[]): string {
  const names = columns.map((column) => RECORD_COLUMNS[column]).join(", ");
  const arrays = columns.map((column, index) => `$${index + 1}::${typeOf(column)}[]`).join(", ");
  return `insert into records (${names}) select * from unnest(${arrays})`;
}

function arraysOf(columns: readonly number[], rows: readonly (readonly RecordValue[])[]): string[] {
  return columns.map((column) => arrayText(rows.map((row) => row[column] ?? null)));
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
    await collect(tx, month, ID, part, ids);
    await collect(tx, month, RESPONSE, part, responses);
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
  column: number,
  rows: readonly (readonly RecordValue[])[],
  into: Set<RecordValue>,
): Promise<void> {
  const values = rows.map((row) => row[column] ?? null).filter((value) => value !== null);
  if (values.length === 0) return;
  const query = CompiledQuery.raw(elsewhereOf(column, 1, own), [arrayText(values)]);
  const { rows: present } = await tx.db.executeQuery<{ found: string }>(query);
  for (const { found } of present) into.add(found);
}

/** Which of the values bound in `place` other months have. */
function elsewhereOf(column: number, place: number, { from, to }: MonthPartition): string {
  const name = RECORD_COLUMNS[column];
  return `select ${name} as found from records where ${name} = any($${place}::text[]) and (at < ${from} or at >= ${to})`;
}

function typeOf(column: number): "text" | "bigint" {
  return TEXT_COLUMNS.has(RECORD_COLUMNS[column] ?? "") ? "text" : "bigint";
}

function usedColumns(rows: readonly (readonly RecordValue[])[]): number[] {
  return RECORD_COLUMNS.flatMap((_, column) =>
    rows.some((row) => row[column] !== 0 && row[column] !== null) ? [column] : [],
  );
}
