import { RunrateError } from "@runrate/core";
import { appendPart, appendRecords, ROWS_PER_TRANSACTION, type KnownNumbers } from "./append.ts";
import { OUTCOME_UNKNOWN, type AppendResult, type LedgerRecord, type LedgerStore } from "./store.ts";

interface Member {
  readonly records: readonly LedgerRecord[];
  resolve(result: AppendResult): void;
  reject(error: unknown): void;
}

/**
 * Stores what arrives at once in one transaction: while one is written, further small batches wait together for the next, so that
 * the disk is waited for once for all of them. Each is answered with its own counts once it is durable; when a group is refused,
 * each batch is tried alone, so that none spoils another.
 */
export class GroupAppend {
  readonly #store: LedgerStore;
  readonly #known: KnownNumbers;
  #waiting: Member[] = [];
  #isWriting = false;

  constructor(store: LedgerStore, known: KnownNumbers) {
    this.#store = store;
    this.#known = known;
  }

  /** @throws RunrateError as `LedgerStore.append` */
  async append(records: readonly LedgerRecord[]): Promise<AppendResult> {
    if (records.length === 0 || records.length >= ROWS_PER_TRANSACTION) {
      return await appendRecords(this.#store, this.#known, records);
    }
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ records, resolve, reject });
      if (!this.#isWriting) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    for (let group = this.#next(); group.length > 0; group = this.#next()) await this.#storeGroup(group);
    this.#isWriting = false;
  }

  /** As many of those that wait, in their order, as one transaction holds. */
  #next(): readonly Member[] {
    let rows = 0;
    const over = this.#waiting.findIndex(({ records }) => (rows += records.length) > ROWS_PER_TRANSACTION);
    return this.#waiting.splice(0, over === -1 ? this.#waiting.length : over);
  }

  async #storeGroup(group: readonly Member[]): Promise<void> {
    try {
      const all = group.flatMap(({ records }) => records);
      const result = await appendPart(this.#store, this.#known, all);
      const left = new Set(result.left);
      let start = 0;
      for (const { records, resolve } of group) {
        const from = start;
        const end = (start += records.length);
        const isNew = records.map((_, index) => !left.has(from + index));
        const stored = isNew.filter(Boolean).length;
        resolve({
          stored,
          duplicates: records.length - stored,
          unpriced: records.filter(({ charge }, index) => isNew[index] && charge.kind === "unpriced").length,
          conflicts: result.conflicts
            .filter(({ index }) => index >= from && index < end)
            .map((conflict) => ({ ...conflict, index: conflict.index - from })),
        });
      }
    } catch (error) {
      if (group.length === 1 || isOfAll(error)) for (const { reject } of group) reject(error);
      else for (const member of group) await this.#storeGroup([member]);
    }
  }
}

/** Whether a batch alone would meet the same, after the same wait. */
function isOfAll(error: unknown): boolean {
  return error instanceof RunrateError && ["ledger_unreachable", "ledger_locked", OUTCOME_UNKNOWN].includes(error.code);
}
