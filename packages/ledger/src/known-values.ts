import { SERIES_DIMENSIONS } from "./dimension.ts";
import { seriesCondition } from "./scope.ts";
import type { LedgerReader } from "./store.ts";

/** Names that a ledger holds, for recognising them in questions. */
export interface KnownValues {
  /** By dimension with a column of its own: every value that was ever recorded, sorted. */
  readonly values: ReadonlyMap<(typeof SERIES_DIMENSIONS)[number], readonly string[]>;
  /** By tag: its values, sorted; a tag with more than `MOST_VALUES` has none listed. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
}

/** A tag with more values than these is an identifier, whose values nobody types from memory. */
const MOST_VALUES = 200;
const MOST_TAG_ROWS = 20_000;

/**
 * What was ever recorded in each dimension, and the tags with their values. Reads the combinations of dimensions, not the
 * records: their number follows what is told apart, not how much was used.
 */
export async function knownValues(ledger: LedgerReader): Promise<KnownValues> {
  const values = new Map<(typeof SERIES_DIMENSIONS)[number], readonly string[]>();
  const visible = seriesCondition(ledger);
  for (const column of SERIES_DIMENSIONS) {
    const rows = await ledger.db.selectFrom("series").select(column).distinct().where(visible).execute();
    values.set(column, rows.flatMap((row) => row[column] ?? []).sort());
  }
  // Which tags go with what may be seen stands in the records alone: of a narrowed ledger, none are told.
  if (ledger.settings.visible !== undefined) return { values, tags: new Map() };
  const found = new Map<string, string[]>();
  const keys = await ledger.db.selectFrom("tag_values").select("key").distinct().limit(MOST_VALUES).execute();
  for (const { key } of keys) found.set(key, []);
  const pairs = await ledger.db
    .selectFrom("tag_values")
    .select(["key", "value"])
    .distinct()
    .limit(MOST_TAG_ROWS)
    .execute();
  for (const { key, value } of pairs) found.get(key)?.push(value);
  const tags = [...found].map(([key, own]): [string, string[]] => [key, own.length > MOST_VALUES ? [] : own.sort()]);
  return { values, tags: new Map(tags.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** The start of the first hour in which usage was recorded, in milliseconds since 1970 UTC; null for an empty ledger. */
export async function usageBegins(ledger: LedgerReader): Promise<number | null> {
  const row = await ledger.db
    .selectFrom("rollups")
    .select((select) => select.fn.min("hour").as("hour"))
    .executeTakeFirst();
  return row === undefined || row.hour === null ? null : Number(row.hour) * 3_600_000;
}
