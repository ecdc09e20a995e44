import { MEASURES } from "./measures.ts";
import type { RecordTable } from "./tables.ts";

/** The columns of a record that are bound when it is inserted, in order. `seq` is the database's. */
export const RECORD_COLUMNS = [
  "id",
  "at",
  "span_ms",
  "series_id",
  ...MEASURES,
  "other_counts",
  "unpriced",
  "conversation",
  "response_id",
  "tag_set_id",
] as const satisfies readonly (keyof RecordTable)[];
