import type { Whole } from "./tables.ts";

/** What a limit in code has come to in a period. */
interface LimitSpendTable {
  name: string;
  period_start: Whole;
  period_end: Whole;
  /** "usd" (pico-dollars) or "tokens". */
  unit: string;
  /** Millions of the unit, and what is left over. */
  high: Whole;
  low: Whole;
}

/** An amount that a call under way may come to. */
interface ReservationTable {
  id: string;
  name: string;
  period_start: Whole;
  high: Whole;
  low: Whole;
  /** From then on it counts as spent. */
  expires_at: Whole;
}

/** State at a provider that has been deleted. */
interface DeletedStateTable {
  /** "conversation", "thread", "vector_store". */
  kind: string;
  id: string;
  deleted_at: Whole;
}

export interface ReservationTables {
  limit_spend: LimitSpendTable;
  reservations: ReservationTable;
  deleted_state: DeletedStateTable;
}
