import { CompiledQuery, sql } from "kysely";
import { MEASURES } from "./measures.ts";
import type { LedgerTransaction, RecordValue } from "./store.ts";
import { arrayText } from "./stores/postgres-array.ts";

export const HOUR_MS = 3_600_000;

export const ROLLUP_COLUMNS = ["hour", "series_id", "records", "unpriced_requests", ...MEASURES] as const;

/** Index of the first measure in a row of record values (`RECORD_COLUMNS`). */
const FIRST_MEASURE = 4;
const AT = 1;
const SERIES = 3;
const UNPRICED = 17;

/** What a transaction adds to the roll-ups (or takes away), by hour and series. */
export class RollupDeltas {
  readonly #byKey = new Map<string, { hour: number; series: bigint; sums: Sum[] }>();
  #last: { hour: number; series: bigint; sums: Sum[] } | undefined;

  get size(): number {
    return this.#byKey.size;
  }

  add(row: readonly RecordValue[]): void {
    this.#apply(row, 1);
  }

  remove(row: readonly RecordValue[]): void {
    this.#apply(row, -1);
  }

  #apply(row: readonly RecordValue[], sign: 1 | -1): void {
    const hour = Math.floor(Number(row[AT]) / HOUR_MS);
    const series = BigInt(row[SERIES] ?? 0);
    let entry = this.#last;
    // Records mostly come in order, so the previous one's key is the likeliest.
    if (entry === undefined || entry.hour !== hour || entry.series !== series) {
      const key = `${hour}:${series}`;
      entry = this.#byKey.get(key);
      if (entry === undefined) {
        entry = { hour, series, sums: ROLLUP_COLUMNS.slice(2).map(() => 0) };
        this.#byKey.set(key, entry);
      }
      this.#last = entry;
    }
    const { sums } = entry;
    sums[0] = plus(sums[0] ?? 0, sign);
    if (row[UNPRICED] !== null) sums[1] = plus(sums[1] ?? 0, signed(unpricedRequests(row[FIRST_MEASURE]), sign));
    for (let index = 0; index < MEASURES.length; index += 1) {
      const value = row[FIRST_MEASURE + index];
      if (value !== 0 && value !== 0n) sums[index + 2] = plus(sums[index + 2] ?? 0, signed(value, sign));
    }
  }

  /** What changes, as rows of the roll-ups' columns. */
  sums(): (readonly [hour: number, series: bigint, ...sums: Sum[]])[] {
    return [...this.#byKey.values()].flatMap(({ hour, series, sums }) =>
      sums.every((sum) => sum === 0 || sum === 0n) ? [] : [[hour, series, ...sums] as const],
    );
  }

  /** Writes the deltas. Hours whose last record went away disappear. */
  async write(tx: LedgerTransaction): Promise<void> {
    const added: (readonly RecordValue[])[] = [];
    for (const row of this.sums()) {
      const [hour, series, ...sums] = row;
      if (sums.some((sum) => sum < 0)) await subtract(tx, hour, series, sums);
      else added.push(row);
    }
    for (let start = 0; start < added.length; start += 500) await upsert(tx, added.slice(start, start + 500));
  }
}

type Sum = number | bigint;

/** Usage without a price must show even where it counts no request (a day of storage): it counts as one. */
function unpricedRequests(requests: RecordValue | undefined): RecordValue {
  return requests === undefined || requests === 0 || requests === 0n ? 1 : requests;
}

/** Adds exactly: numbers while they are safe, bigint beyond. */
function plus(a: Sum, b: Sum): Sum {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return BigInt(a) + BigInt(b);
}

function signed(value: RecordValue | undefined, sign: 1 | -1): Sum {
  if (typeof value === "bigint") return sign === 1 ? value : -value;
  return Number(value) * sign;
}

async function upsert(tx: LedgerTransaction, rows: readonly (readonly RecordValue[])[]): Promise<void> {
  if (tx.dialect === "postgres") {
    await tx.db.executeQuery(CompiledQuery.raw(rollupUpsert(1), rollupArrays(rows)));
    return;
  }
  const columns = sql.join(ROLLUP_COLUMNS.map((name) => sql.ref(name)));
  const values = sql.join(rows.map((row) => sql`(${sql.join(row)})`));
  await sql`insert into rollups (${columns}) values ${values} on conflict (hour, series_id) do update set ${sql.raw(SUMS)}`.execute(
    tx.db,
  );
}

const SUMS = ROLLUP_COLUMNS.slice(2)
  .map((name) => `${name} = rollups.${name} + excluded.${name}`)
  .join(", ");

/** What `rollupUpsert` binds. One array a column: thousands of bound values cost the server more than the rows do. */
export function rollupArrays(rows: readonly (readonly RecordValue[])[]): string[] {
  return ROLLUP_COLUMNS.map((_, column) => arrayText(rows.map((row) => row[column] ?? 0)));
}

/** Adds rows to the roll-ups of PostgreSQL: its parameters begin with number `first`. */
export function rollupUpsert(first: number): string {
  const arrays = ROLLUP_COLUMNS.map((_, index) => `$${first + index}::bigint[]`).join(", ");
  return `insert into rollups (${ROLLUP_COLUMNS.join(", ")})
    select * from unnest(${arrays})
    on conflict (hour, series_id) do update set ${SUMS}`;
}

async function subtract(tx: LedgerTransaction, hour: number, series: bigint, sums: readonly Sum[]): Promise<void> {
  const sets = sql.join(
    ROLLUP_COLUMNS.slice(2).map((name, index) => sql`${sql.ref(name)} = ${sql.ref(name)} + ${sums[index] ?? 0}`),
  );
  await sql`update rollups set ${sets} where hour = ${hour} and series_id = ${series}`.execute(tx.db);
  await tx.db
    .deleteFrom("rollups")
    .where("hour", "=", BigInt(hour))
    .where("series_id", "=", series)
    .where("records", "=", 0n)
    .execute();
}
