import type { RecordTable } from "./tables.ts";

/** The columns of a record that are bound when it is inserted, in order. `seq` is the database's. */
export const RECORD_COLUMNS = [
  "id",
  "at",
  "span_ms",
  "series_id",
  "requests",
  "input_tokens",
  "cached_input_tokens",
  "cache_write_tokens",
  "output_tokens",
  "reasoning_tokens",
  "usd_micro",
  "usd_pico",
  "low_gap_micro",
  "low_gap_pico",
  "high_gap_micro",
  "high_gap_pico",
  "other_counts",
  "unpriced",
  "conversation",
  "response_id",
  "tag_set_id",
] as const satisfies readonly (keyof RecordTable)[];
