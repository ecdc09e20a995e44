import type { AppendResult, LedgerRecord, LedgerStore } from "../store.ts";
import { ledgerRecord, type RecordPricer, type WorkloadMatcher } from "../record.ts";
import { ROWS_PER_TRANSACTION } from "../append.ts";
import { MAX_REJECTIONS, type ImportFormat, type ImportResult, type Rejection } from "./import-types.ts";
import { withPseudonym } from "../ingest/pseudonym.ts";
import type { RowOutcome } from "./row-outcome.ts";

/** How records are priced and attributed on their way in. */
export interface TallyOptions {
  readonly price: RecordPricer;
  readonly matchWorkload?: WorkloadMatcher;
  /** What stands for a user in the ledger; absent: the name as it came. */
  readonly pseudonym?: (user: string) => string;
}

/** Counts what an import does, and stores records as soon as a transaction's worth is together. */
export class Tally {
  readonly #store: LedgerStore;
  readonly #options: TallyOptions;
  #waiting: LedgerRecord[] = [];
  #lines: number[] = [];
  readonly #rejected: Rejection[] = [];
  #rejectedCount = 0;
  #read = 0;
  #stored = 0;
  #duplicates = 0;
  #unpriced = 0;

  constructor(store: LedgerStore, options: TallyOptions) {
    this.#store = store;
    this.#options = options;
  }

  get read(): number {
    return this.#read;
  }

  get stored(): number {
    return this.#stored;
  }

  get isFull(): boolean {
    return this.#waiting.length >= ROWS_PER_TRANSACTION;
  }

  take(outcome: RowOutcome, line: number): void {
    if (outcome.kind === "rejected") {
      this.reject(line, outcome.reason);
      return;
    }
    this.#read += 1;
    this.#waiting.push(this.price(outcome));
    this.#lines.push(line);
  }

  /** The record as the ledger keeps it. */
  price(outcome: Extract<RowOutcome, { kind: "record" }>): LedgerRecord {
    const { price, matchWorkload, pseudonym } = this.#options;
    const record = pseudonym === undefined ? outcome.record : withPseudonym(outcome.record, pseudonym);
    const entry = ledgerRecord(record, price, matchWorkload);
    return outcome.unpriced === undefined
      ? entry
      : { ...entry, charge: { kind: "unpriced", reason: outcome.unpriced } };
  }

  reject(line: number, reason: string): void {
    this.#read += 1;
    this.#refuse(line, reason);
  }

  /** Counts what was stored otherwise than by `flush`. */
  add(result: {
    readonly read: number;
    readonly stored: number;
    readonly duplicates: number;
    readonly unpriced: number;
  }): void {
    this.#read += result.read;
    this.#stored += result.stored;
    this.#duplicates += result.duplicates;
    this.#unpriced += result.unpriced;
  }

  /** Stores what waits: one transaction. */
  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const records = this.#waiting;
    const lines = this.#lines;
    this.#waiting = [];
    this.#lines = [];
    const result: AppendResult = await this.#store.append(records);
    this.#stored += result.stored;
    this.#unpriced += result.unpriced;
    this.#duplicates += result.duplicates - result.conflicts.length;
    for (const { id, index, reason } of result.conflicts) {
      this.#refuse(
        lines[index] ?? 0,
        reason ??
          `the id ${JSON.stringify(id.slice(0, 80))} is already stored with other content; the first one is kept`,
      );
    }
  }

  result(format: ImportFormat, tagColumns: readonly string[]): ImportResult {
    return {
      format,
      read: this.#read,
      stored: this.#stored,
      duplicates: this.#duplicates,
      unpriced: this.#unpriced,
      rejected: this.#rejected.sort((a, b) => a.line - b.line),
      rejectedCount: this.#rejectedCount,
      tagColumns,
    };
  }

  #refuse(line: number, reason: string): void {
    this.#rejectedCount += 1;
    if (this.#rejected.length < MAX_REJECTIONS) this.#rejected.push({ line, reason });
  }
}
