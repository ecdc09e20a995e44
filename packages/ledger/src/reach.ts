import { touchCoverage } from "./coverage.ts";
import type { LedgerRecord, LedgerTransaction } from "./store.ts";

/** How far each source reaches after a batch, and the instants that the stored records span. */
export class Reach {
  readonly #ends = new Map<string, Map<string, number>>();
  from = Number.POSITIVE_INFINITY;
  to = Number.NEGATIVE_INFINITY;

  /** @param now by the ledger's clock: a bucket that has not ended by then reaches only to its start */
  add({ record, provider }: LedgerRecord, now: number): void {
    let ends = this.#ends.get(record.source);
    if (ends === undefined) this.#ends.set(record.source, (ends = new Map()));
    // Exclusive, so that a question up to there has the last call in it.
    const { at, spanMs } = record;
    const end = spanMs === undefined ? at + 1 : at + spanMs > now ? at : at + spanMs;
    if (end > (ends.get(provider) ?? Number.NEGATIVE_INFINITY)) ends.set(provider, end);
  }

  addStored(at: number): void {
    if (at < this.from) this.from = at;
    if (at >= this.to) this.to = at + 1;
  }

  /** The exclusive end of what each source told of each provider. */
  ends(): readonly { readonly source: string; readonly provider: string; readonly end: number }[] {
    return [...this.#ends].flatMap(([source, ends]) => [...ends].map(([provider, end]) => ({ source, provider, end })));
  }

  async write(tx: LedgerTransaction): Promise<void> {
    for (const { source, provider, end } of this.ends()) await touchCoverage(tx, source, provider, end);
  }
}
