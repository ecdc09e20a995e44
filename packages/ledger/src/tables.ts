import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { BudgetTables } from "./budget-tables.ts";
import type { ReservationTables } from "./reservation-tables.ts";
import type { SlackTables } from "./slack-tables.ts";
import type { SourceTables } from "./source-tables.ts";

/** A 64-bit whole number: bigint when read, on every engine; number or bigint when written. */
export type Whole = ColumnType<bigint, number | bigint, number | bigint>;
type DefaultedWhole = ColumnType<bigint, number | bigint | undefined, number | bigint>;

/** What is summed, in records and roll-ups alike. */
interface Measures {
  requests: Whole;
  input_tokens: Whole;
  cached_input_tokens: Whole;
  cache_write_tokens: Whole;
  output_tokens: Whole;
  reasoning_tokens: Whole;
  /** Whole micro-dollars of the likely amount, 0 when unpriced. */
  usd_micro: Whole;
  /** The pico-dollars left over, below 1,000,000 in a record. Two columns, so that SUM is exact and does not overflow. */
  usd_pico: Whole;
  /** How far the lowest possible amount is below the likely one. */
  low_gap_micro: Whole;
  low_gap_pico: Whole;
  /** How far the highest possible amount is above the likely one. */
  high_gap_micro: Whole;
  high_gap_pico: Whole;
}

/** One combination of the roll-up dimensions; rows are never changed or removed. */
export interface SeriesTable {
  id: GeneratedAlways<bigint>;
  /** All dimensions as one JSON text, since NULLs would not collide in a unique index. */
  key: string;
  provider: string;
  /** As the source named it; null when it did not. */
  recorded_provider: string | null;
  model: string;
  service_tier: string;
  project: string | null;
  api_key: string | null;
  user: string | null;
  workload: string | null;
  /** 1 when configuration matched the workload, 0 when the record named it or has none. */
  workload_matched: Whole;
  organisation: string | null;
  region: string | null;
  source: string;
  /** The change in which it first appeared: how new models are noticed. */
  first_change: Whole;
}

export interface RecordTable extends Measures {
  /** Order of arrival: file order for an import. */
  seq: Generated<bigint>;
  id: string;
  at: Whole;
  span_ms: Whole;
  series_id: Whole;
  /** Counts that few records have, as JSON; null when there are none. */
  other_counts: string | null;
  /** Why it has no price; null when it has one. */
  unpriced: string | null;
  conversation: string | null;
  response_id: string | null;
  tag_set_id: ColumnType<bigint | null, number | bigint | null, number | bigint | null>;
}

export interface RollupTable extends Measures {
  /** Whole hours since 1970 UTC. */
  hour: Whole;
  series_id: Whole;
  records: Whole;
  unpriced_requests: Whole;
}

/** One combination of tags, shared by all records that carry it. */
export interface TagSetTable {
  id: GeneratedAlways<bigint>;
  /** The tags as JSON, keys sorted. */
  tags: string;
}

export interface TagValueTable {
  tag_set_id: Whole;
  key: string;
  value: string;
}

export interface ChangeTable {
  /** Rises by one with each commit, in commit order. */
  seq: Whole;
  at: Whole;
  kind: string;
  records: Whole;
  /** The instants of what changed lie in [from_at, to_at). */
  from_at: Whole;
  to_at: Whole;
}

export interface CoverageTable {
  source: string;
  provider: string;
  /** End of the newest bucket or call that the source has delivered. */
  reaches: Whole;
  /** When the source was last heard of, by the ledger's clock. */
  heard_at: Whole;
}

export interface CursorTable {
  source: string;
  /** What the source needs to go on from where it was, as JSON. */
  cursor: string;
  updated_at: Whole;
}

export interface ClosedMonthTable {
  /** "2026-10", cut in UTC. */
  month: string;
  closed_at: Whole;
  closed_by: string;
  usd_micro: Whole;
  usd_pico: Whole;
  requests: Whole;
}

/** What a provider says that it billed. Never added to computed spend: held against it. */
export interface BilledCostTable {
  id: string;
  source: string;
  provider: string;
  at: Whole;
  span_ms: Whole;
  line_item: string | null;
  project: string | null;
  api_key: string | null;
  organisation: string | null;
  /** Decimal text, in `quantity_unit`. */
  quantity: string | null;
  quantity_unit: string | null;
  /** May be negative (credits): micro and pico then have the same sign. */
  usd_micro: Whole;
  usd_pico: Whole;
}

export interface AuditTable {
  id: GeneratedAlways<bigint>;
  at: Whole;
  actor: string;
  action: string;
  /** JSON. */
  details: string;
}

export interface SchemaVersionTable {
  version: Whole;
  name: string;
  /** The oldest schema version whose programs can still use a ledger that has this one. */
  usable_from: Whole;
  applied_at: Whole;
}

export interface StateTable {
  name: string;
  value: DefaultedWhole;
}

/** Every table of a ledger. Other parts of this package add theirs by `extends` in their own file and an entry in `migrations.ts`. */
export interface LedgerTables extends BudgetTables, ReservationTables, SlackTables, SourceTables {
  series: SeriesTable;
  records: RecordTable;
  rollups: RollupTable;
  tag_sets: TagSetTable;
  tag_values: TagValueTable;
  changes: ChangeTable;
  coverage: CoverageTable;
  cursors: CursorTable;
  closed_months: ClosedMonthTable;
  billed_costs: BilledCostTable;
  audit: AuditTable;
  schema_versions: SchemaVersionTable;
  state: StateTable;
}
