import type { PicoUsd, UsageRecord } from "@runrate/core";
import type { Kysely, Transaction } from "kysely";
import type { Dimension, TimeBucket } from "./dimension.ts";
import type { AppendNotes } from "./append-notes.ts";
import type { LedgerTables } from "./tables.ts";

/** What pricing a record came to. `unpriced` is never zero dollars: it is counted and shown. */
export type Charge =
  | { readonly kind: "priced"; readonly usd: PicoUsd; readonly usdLow: PicoUsd; readonly usdHigh: PicoUsd }
  | { readonly kind: "unpriced"; readonly reason: string };

/** A usage record with its charge and the workload that it was attributed to, as the ledger keeps it. */
export interface LedgerRecord {
  /** As it came; its `workload` is set only if the source named one. */
  readonly record: UsageRecord;
  /** The maker that pricing resolved, or the recorded one; "unknown" when neither is known. */
  readonly provider: string;
  /** The record's own workload, else the one that configuration matched; absent: unattributed. */
  readonly workload?: string;
  readonly charge: Charge;
}

/** One condition: the values are alternatives. A value may hold `*` globs; null is "unattributed". Case matters. */
export interface SpendFilter {
  readonly dimension: Dimension;
  readonly values: readonly (string | null)[];
  /** What fits none of the values is meant, what is unattributed included. */
  readonly not?: true;
}

/** A question to the ledger: a half-open period, how to group, which records. */
export interface SpendQuery {
  /** Inclusive, milliseconds since 1970 UTC. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** IANA zone in which calendar buckets are cut. */
  readonly zone: string;
  readonly by: readonly (Dimension | TimeBucket)[];
  /** All must hold. */
  readonly where: readonly SpendFilter[];
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
  /** Unpriced requests included. */
  readonly counts: SpendCounts;
  /** How many records, an aggregate being one. */
  readonly records: bigint;
  /** Of the priced records; low = likely = high unless aggregation made the cost a range. */
  readonly usd: PicoUsd;
  readonly usdLow: PicoUsd;
  readonly usdHigh: PicoUsd;
  /** An unpriced record that counts no request (a day of storage) counts as one, so that it shows. */
  readonly unpricedRequests: bigint;
}

export interface SpendResult {
  /** Calendar buckets ascending, then dearest first, ties by name. */
  readonly rows: readonly SpendRow[];
  readonly total: Omit<SpendRow, "key">;
  /** Models with unpriced usage among what was asked for, sorted by name. */
  readonly unpricedModels: readonly string[];
}

/** How a batch of records went in. Everything is durable when this is returned. */
export interface AppendResult {
  readonly stored: number;
  /** Same id (or the same response id of the provider), nothing new; conflicts included. */
  readonly duplicates: number;
  /** Of the stored ones. */
  readonly unpriced: number;
  /**
   * Not stored although it is news: same id, different content (the first is kept), or older than single records are kept
   * (`reason`). `index` is into the records given.
   */
  readonly conflicts: readonly { readonly id: string; readonly index: number; readonly reason?: string }[];
}

/** A rule that gives records a team: all conditions hold, at an instant in [from, to). The first rule that fits wins. */
export interface TeamRule {
  readonly team: string;
  readonly match: readonly SpendFilter[];
  /** Inclusive; absent: since ever. */
  readonly from?: number;
  /** Exclusive; absent: for ever. */
  readonly to?: number;
}

/** What configuration says about reading a ledger. Applied when a question is asked, never written into history. */
export interface LedgerSettings {
  readonly teams: readonly TeamRule[];
  /**
   * For a provider, the sources (with `*` globs) whose records count; its other sources only enrich. A provider that is absent
   * counts all its sources. A question that filters on `source` itself asks for that source, so the rule is not applied.
   */
  readonly billing: Readonly<Record<string, readonly string[]>>;
  /** After how many milliseconds without news a source is stale, by source glob; the first that fits wins, else 24 hours. */
  readonly staleAfter: readonly { readonly source: string; readonly ms: number }[];
  /** What may be seen at all: every question to the ledger is narrowed to it. Absent: everything. */
  readonly visible?: readonly SpendFilter[];
}

export const NO_SETTINGS: LedgerSettings = { teams: [], billing: {}, staleAfter: [] };

/** The code of the error that says: the connection broke during a commit, so the transaction is in or not. */
export const OUTCOME_UNKNOWN = "ledger_outcome_unknown";

export type LedgerDialect = "sqlite" | "postgres";

/** What inserting rows came to. */
export interface InsertResult {
  /** Which rows were new, by index. */
  readonly inserted: readonly boolean[];
}

/** What a question needs of a ledger: also what a transaction offers, so that a question can be asked inside one. */
export interface LedgerReader {
  readonly dialect: LedgerDialect;
  readonly db: Kysely<LedgerTables>;
  readonly settings: LedgerSettings;
}

/** A transaction on a ledger, in which questions can be asked and facts written. */
export interface LedgerTransaction extends LedgerReader {
  readonly db: Transaction<LedgerTables>;
  /** When the transaction began, by the ledger's clock. */
  readonly now: number;
}

/**
 * The port: what a database engine supplies. Everything else (roll-ups, queries, repricing) is the same code for all of them;
 * `stores/contract.ts` is the suite that every adapter passes.
 */
export interface LedgerStore extends LedgerReader {
  /** Where it is, without credentials. */
  readonly name: string;
  readonly clock: () => number;
  /**
   * Adds records, at most 1,000 a transaction, roll-ups and change counter in the same one.
   *
   * @throws RunrateError `ledger_*` when the database refuses; whole transactions are in or not.
   */
  append(records: readonly LedgerRecord[]): Promise<AppendResult>;
  /**
   * Runs work in one write transaction: all of it is durable on return, nothing of it when it throws (except for
   * `ledger_outcome_unknown`: the connection broke during the commit). On PostgreSQL work may run again after a dropped connection,
   * so it has no effect but what it writes.
   */
  transaction<T>(work: (tx: LedgerTransaction) => Promise<T>): Promise<T>;
  /** Inserts record rows inside a transaction. Rows whose id or response id exists are left alone. */
  insertRows(tx: LedgerTransaction, rows: readonly (readonly RecordValue[])[]): Promise<InsertResult>;
  /**
   * Stores rows and what goes with them, all in a transaction of its own, provided that all rows are new and belong into the ledger.
   * For engines where that is quicker than `transaction` with `insertRows`.
   *
   * @returns false when nothing was stored, for whatever reason: `transaction` finds it out
   * @throws RunrateError `ledger_outcome_unknown`
   */
  storeNew?(rows: readonly (readonly RecordValue[])[], notes: AppendNotes): Promise<boolean>;
  close(): Promise<void>;
}

/** A bound value of a record row, in the order of `RECORD_COLUMNS`. */
export type RecordValue = string | number | bigint | null;
