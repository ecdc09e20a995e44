import type { PicoUsd, ServiceTier, UsageRecord } from "@runrate/core";

/** What pricing a record came to. `unpriced` is never zero dollars: it is counted and shown. */
export type Charge =
  | { readonly kind: "priced"; readonly usd: PicoUsd; readonly usdLow: PicoUsd; readonly usdHigh: PicoUsd }
  | { readonly kind: "unpriced"; readonly reason: string };

/** A usage record with its charge and the workload that it was attributed to, as the ledger keeps it. */
export interface LedgerRecord {
  readonly record: UsageRecord;
  /** The maker that pricing resolved, or the recorded one. */
  readonly provider: string;
  readonly charge: Charge;
}

/** The dimensions by which spend can be grouped and filtered. `tag:<name>` reads the records, the others the roll-ups. */
export type Dimension =
  | "provider"
  | "model"
  | "service_tier"
  | "project"
  | "api_key"
  | "user"
  | "workload"
  | "team"
  | "organisation"
  | "region"
  | "source"
  | "conversation"
  | `tag:${string}`;

/** The calendar buckets by which spend can be grouped, cut in the zone of the question. */
export type TimeBucket = "hour" | "day" | "week" | "month";

/** A question to the ledger: a half-open period, how to group, which records. */
export interface SpendQuery {
  /** Inclusive, milliseconds since 1970 UTC. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** IANA zone in which calendar buckets are cut. */
  readonly zone: string;
  readonly by: readonly (Dimension | TimeBucket)[];
  /** All must hold; the values of one dimension are alternatives. A value may hold `*` globs. */
  readonly where: readonly { readonly dimension: Dimension; readonly values: readonly string[] }[];
}

/** Counts of a group; tokens as bigint, since sums may pass 2^53. */
export interface SpendCounts {
  readonly requests: bigint;
  readonly inputTokens: bigint;
  readonly cachedInputTokens: bigint;
  readonly cacheWriteTokens: bigint;
  readonly outputTokens: bigint;
  readonly reasoningTokens: bigint;
}

/** One group of an answer. `key` has one entry for each `by`, in its order; null is "unattributed". */
export interface SpendRow {
  readonly key: readonly (string | null)[];
  readonly counts: SpendCounts;
  /** Of the priced records; low = likely = high unless aggregation made the cost a range. */
  readonly usd: PicoUsd;
  readonly usdLow: PicoUsd;
  readonly usdHigh: PicoUsd;
  readonly unpricedRequests: bigint;
}

export interface SpendResult {
  readonly rows: readonly SpendRow[];
  readonly total: Omit<SpendRow, "key">;
  readonly unpricedModels: readonly string[];
}

/** How a batch of records went in. Everything is durable when this is returned. */
export interface AppendResult {
  readonly stored: number;
  readonly duplicates: number;
  readonly unpriced: number;
  /** Same id, different content: the first is kept, the later one is reported. */
  readonly conflicts: readonly { readonly id: string; readonly index: number }[];
}

export type { ServiceTier };
