import type { LedgerStore } from "@runrate/ledger";

/** Slack repeats an event for an hour at most; a day is beyond doubt. */
const KEEP_MS = 86_400_000;
const REMEMBERED = 10_000;

/** Which deliveries have been taken up, by this process and, through the ledger, by others and by this one before a restart. */
export class Deliveries {
  readonly #ledger: LedgerStore;
  readonly #recent = new Set<string>();

  constructor(ledger: LedgerStore) {
    this.#ledger = ledger;
  }

  /** Takes a delivery up. @returns false for one that has been taken up before */
  async take(id: string): Promise<boolean> {
    if (this.#recent.has(id)) return false;
    this.#recent.add(id);
    if (this.#recent.size > REMEMBERED) this.#recent.delete(this.#recent.values().next().value ?? id);
    const { numInsertedOrUpdatedRows } = await this.#ledger.db
      .insertInto("slack_deliveries")
      .values({ id, at: Date.now() })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows !== 0n;
  }

  /** Forgets what Slack will not repeat any more. */
  async forget(): Promise<void> {
    await this.#ledger.db
      .deleteFrom("slack_deliveries")
      .where("at", "<", BigInt(Date.now() - KEEP_MS))
      .execute();
  }
}
