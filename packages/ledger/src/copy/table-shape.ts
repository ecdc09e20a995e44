import { sql } from "kysely";
import type { LedgerReader } from "../store.ts";

/** A table as a copy sees it: its columns, and those that order its rows. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Unique, never null. */
  readonly key: readonly string[];
}

interface Column {
  readonly name: string;
  readonly isText: boolean;
}

/** What orders the records: their number in a file; on PostgreSQL, where they are partitioned by time, the time first. */
const RECORD_KEYS = { sqlite: ["seq"], postgres: ["at", "seq"] } as const;

/** Tables that are the ledger's own, not its content. */
const OWN: ReadonlySet<string> = new Set(["schema_versions"]);

/** All tables of a ledger in the order in which they were made, so that what a table refers to comes before it. */
export async function tableShapes(ledger: LedgerReader): Promise<readonly TableShape[]> {
  const { rows } = await (ledger.dialect === "sqlite" ? sqliteColumns : postgresColumns).execute(ledger.db);
  const shapes = new Map<string, { name: string; columns: Column[]; key: string[] }>();
  for (const { table_name: table, name, type, key } of rows) {
    if (OWN.has(table)) continue;
    let shape = shapes.get(table);
    if (shape === undefined) shapes.set(table, (shape = { name: table, columns: [], key: [] }));
    shape.columns.push({ name, isText: /text/i.test(type) });
    if (Number(key) > 0) shape.key.push(name);
  }
  return [...shapes.values()].map((shape) =>
    shape.name === "records" ? { ...shape, key: RECORD_KEYS[ledger.dialect] } : shape,
  );
}

interface ColumnRow {
  readonly table_name: string;
  readonly name: string;
  readonly type: string;
  /** Above 0 for a column of the primary key. */
  readonly key: bigint | number;
}

const sqliteColumns = sql<ColumnRow>`
  select t.name as table_name, c.name as name, c.type as type, c.pk as key
  from sqlite_master t join pragma_table_info(t.name) c
  where t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\'
  order by t.rowid, c.cid`;

const postgresColumns = sql<ColumnRow>`
  select t.relname as table_name, a.attname as name, format_type(a.atttypid, null) as type,
    case when a.attnum = any(i.indkey) then 1 else 0 end as key
  from pg_class t
  join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  left join pg_index i on i.indrelid = t.oid and i.indisprimary
  where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and not t.relispartition
  order by t.oid, a.attnum`;
