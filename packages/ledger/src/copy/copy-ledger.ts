import { RunrateError } from "@runrate/core";
import { sql } from "kysely";
import { z } from "zod";
import { changeCounter, changesSince } from "../change.ts";
import { readCursor, writeCursor } from "../cursor.ts";
import type { LedgerReader, LedgerStore, LedgerTransaction, RecordValue } from "../store.ts";
import { digestOf, insertRows, keyOf, readRows, type Row } from "./table-rows.ts";
import { tableShapes, type TableShape } from "./table-shape.ts";

/** Under this name the copy keeps its place among the cursors of the ledger that it fills; it is gone at the end. */
const CURSOR = "runrate:copy";

const ROWS_PER_STEP = 5_000;

/** Tables whose rows are only ever added, in the order of their key; the others are copied whole, at the end. */
const GROWING: ReadonlySet<string> = new Set(["series", "tag_sets", "tag_values", "records", "changes", "audit"]);

/** What a copy did. */
export interface CopyResult {
  /** Rows by table, the same in both ledgers. */
  readonly tables: Readonly<Record<string, number>>;
  /** Rows that this run moved; fewer than there are when an earlier run had begun. */
  readonly copied: number;
  readonly resumed: boolean;
}

export interface CopyProgress {
  readonly table: string;
  readonly copied: number;
}

const placeSchema = z.object({
  from: z.string(),
  change: z.string(),
  done: z.array(z.string()),
  table: z.string().nullable(),
  after: z.array(z.union([z.string(), z.null()])),
});
type Place = z.infer<typeof placeSchema>;

/**
 * Copies everything that a ledger holds into an empty one, whatever their engines: records, roll-ups, change feed, cursors,
 * budgets, audit. Every step is a transaction that also keeps the place, so an interrupted copy goes on where it was. At the end
 * every table of both is read and compared, value by value.
 *
 * @throws RunrateError `copy_target_not_empty`; `copy_source_changed` when the source was written meanwhile (run it again);
 * `copy_differs` when a table does not agree.
 */
export async function copyLedger(
  from: LedgerReader & { readonly name: string },
  to: LedgerStore,
  onProgress: (progress: CopyProgress) => void = () => {},
): Promise<CopyResult> {
  const shapes = await tableShapes(from);
  const place = await begin(from, to);
  const { resumed } = place;
  let copied = 0;
  for (const shape of shapes.filter(({ name }) => GROWING.has(name))) {
    if (place.done.includes(shape.name)) continue;
    copied += await copyGrowing(from, to, shape, place, (rows) =>
      onProgress({ table: shape.name, copied: copied + rows }),
    );
  }
  const rest = shapes.filter(({ name }) => !GROWING.has(name));
  copied += await copyRest(from, to, rest);
  await requireUnchanged(from, BigInt(place.change));
  const tables = await compare(from, to, shapes, onProgress);
  await to.transaction(async (tx) => {
    await tx.db.deleteFrom("cursors").where("source", "=", CURSOR).execute();
    if (tx.dialect === "postgres") await moveSequences(tx, shapes);
  });
  return { tables, copied, resumed };
}

interface MutablePlace extends Place {
  resumed: boolean;
}

async function begin(from: LedgerReader & { readonly name: string }, to: LedgerStore): Promise<MutablePlace> {
  const change = await changeCounter(from);
  const stored = await readCursor(to, CURSOR);
  if (stored === undefined) {
    await requireEmpty(to);
    return { from: from.name, change: String(change), done: [], table: null, after: [], resumed: false };
  }
  const place = placeSchema.parse(JSON.parse(stored.cursor));
  if (place.from !== from.name) {
    throw new RunrateError("copy_target_not_empty", `${to.name} holds the beginning of a copy of ${place.from}`, {
      hint: `Go on with --from ${place.from}, or name an empty ledger.`,
    });
  }
  const since = await changesSince(from, BigInt(place.change), 100_000);
  // What was only added to a file since then is found behind the place; anything else means to begin anew.
  const isOnlyMore =
    since.length === 0 ||
    (from.dialect === "sqlite" && since.every(({ kind }) => kind === "append" || kind === "billed"));
  if (isOnlyMore) return { ...place, change: String(change), done: [], ...lastOf(place, since.length), resumed: true };
  await clear(to);
  return { ...place, change: String(change), done: [], table: null, after: [], resumed: false };
}

function lastOf(place: Place, changes: number): Partial<Place> {
  return changes === 0 ? { done: place.done, table: place.table, after: place.after } : { table: null, after: [] };
}

async function requireEmpty(to: LedgerStore): Promise<void> {
  const used = await changeCounter(to);
  const record = await to.db.selectFrom("records").select("id").limit(1).executeTakeFirst();
  if (used === 0n && record === undefined) return;
  throw new RunrateError("copy_target_not_empty", `${to.name} already holds usage`, {
    hint: "Name an empty database or schema: a copy does not mix two ledgers.",
  });
}

async function clear(to: LedgerStore): Promise<void> {
  const shapes = await tableShapes(to);
  await to.transaction(async (tx) => {
    for (const { name } of [...shapes].reverse()) {
      if (name !== "cursors") await sql`delete from ${sql.ref(name)}`.execute(tx.db);
    }
  });
}

async function copyGrowing(
  from: LedgerReader,
  to: LedgerStore,
  shape: TableShape,
  place: MutablePlace,
  onRows: (rows: number) => void,
): Promise<number> {
  // What is there already ends at the greatest key, whether or not the place says so.
  let after: readonly RecordValue[] | undefined =
    place.table === shape.name && place.after.length > 0 ? typed(shape, place.after) : await lastKey(to, shape);
  let copied = 0;
  for (;;) {
    const rows = await readRows(from, shape, after, ROWS_PER_STEP);
    const last = rows.at(-1);
    place.table = last === undefined ? null : shape.name;
    place.after = last === undefined ? [] : keyOf(shape, last).map((value) => (value === null ? null : String(value)));
    if (last === undefined) place.done.push(shape.name);
    await to.transaction(async (tx) => {
      await insertRows(tx, shape, rows);
      const { resumed: _, ...kept } = place;
      await writeCursor(tx, CURSOR, JSON.stringify(kept));
    });
    if (last === undefined) return copied;
    copied += rows.length;
    onRows(copied);
    after = keyOf(shape, last);
  }
}

function typed(shape: TableShape, key: readonly (string | null)[]): readonly RecordValue[] {
  return key.map((value, index) => {
    const column = shape.columns.find(({ name }) => name === shape.key[index]);
    return value === null || column?.isText === true ? value : BigInt(value);
  });
}

async function lastKey(to: LedgerReader, shape: TableShape): Promise<readonly RecordValue[] | undefined> {
  const names = sql.join(shape.key.map((column) => sql.ref(column)));
  const order = sql.join(shape.key.map((column) => sql`${sql.ref(column)} desc`));
  const { rows } = await sql<Row>`select ${names} from ${sql.ref(shape.name)} order by ${order} limit 1`.execute(to.db);
  const [row] = rows;
  return row === undefined ? undefined : keyOf(shape, row);
}

/** Small tables and roll-ups, in one transaction: what an earlier run had copied of them is written anew. */
async function copyRest(from: LedgerReader, to: LedgerStore, shapes: readonly TableShape[]): Promise<number> {
  return await to.transaction(async (tx) => {
    for (const { name } of [...shapes].reverse()) {
      const own = name === "cursors" ? sql` where source <> ${CURSOR}` : sql``;
      await sql`delete from ${sql.ref(name)}${own}`.execute(tx.db);
    }
    let copied = 0;
    for (const shape of shapes) {
      let after: readonly RecordValue[] | undefined;
      for (;;) {
        const rows = await readRows(from, shape, after, ROWS_PER_STEP);
        const last = rows.at(-1);
        if (last === undefined) break;
        await insertRows(tx, shape, rows);
        copied += rows.length;
        after = keyOf(shape, last);
      }
    }
    return copied;
  });
}

async function requireUnchanged(from: LedgerReader, change: bigint): Promise<void> {
  if ((await changeCounter(from)) === change) return;
  throw new RunrateError("copy_source_changed", "the ledger that is copied was written meanwhile", {
    hint: "Stop what writes to it (imports, the bot), and run the same command again: it goes on where it was.",
  });
}

async function compare(
  from: LedgerReader,
  to: LedgerReader,
  shapes: readonly TableShape[],
  onProgress: (progress: CopyProgress) => void,
): Promise<Record<string, number>> {
  const tables: Record<string, number> = {};
  const isContent = (row: Row) => row["source"] !== CURSOR;
  for (const shape of shapes) {
    onProgress({ table: `checking ${shape.name}`, copied: 0 });
    // By time on both, which both have an index for.
    const ordered = shape.name === "records" ? { ...shape, key: ["at", "seq"] } : shape;
    const [one, other] = [await digestOf(from, ordered, isContent), await digestOf(to, ordered, isContent)];
    if (one.rows !== other.rows || one.sha256 !== other.sha256) {
      throw new RunrateError("copy_differs", `the copies of ${shape.name} differ: ${one.rows} rows and ${other.rows}`, {
        table: shape.name,
        hint: "Nothing was taken away from the first ledger. Empty the second one and copy again, with nothing writing to either.",
      });
    }
    tables[shape.name] = one.rows;
  }
  return tables;
}

/** The next row that PostgreSQL numbers by itself comes after the copied ones. */
async function moveSequences(tx: LedgerTransaction, shapes: readonly TableShape[]): Promise<void> {
  for (const { name, key, columns } of shapes) {
    const [column] = name === "records" ? ["seq"] : key;
    const isNumber = columns.some((one) => one.name === column && !one.isText);
    if (column === undefined || !isNumber || (key.length > 1 && name !== "records")) continue;
    const sequence =
      name === "records" ? sql`'records_seq'` : sql`pg_get_serial_sequence(quote_ident(${name}), ${column})`;
    await sql`select setval((${sequence})::regclass, greatest(1, (select max(${sql.ref(column)}) from ${sql.ref(name)})),
      exists (select 1 from ${sql.ref(name)})) where ${sequence} is not null`.execute(tx.db);
  }
}
