import { ROWS_PER_TRANSACTION } from "../append.ts";
import type { OpenAiBucket } from "../import/openai-page.ts";

/** Buckets that have been read and are not stored yet, in the order of time, whatever the order in which they came. */
export class WaitingBuckets {
  readonly #buckets = new Map<number, OpenAiBucket>();
  #results = 0;
  #newest = Number.NEGATIVE_INFINITY;
  #isOrdered = true;

  /** Takes a bucket; parts of one bucket that come apart are put together. */
  add(bucket: OpenAiBucket): void {
    const { start_time: start, results } = bucket;
    if (start <= this.#newest) this.#isOrdered = false;
    this.#newest = Math.max(this.#newest, start);
    const same = this.#buckets.get(start);
    this.#buckets.set(start, same === undefined ? bucket : { ...same, results: [...same.results, ...results] });
    this.#results += results.length;
  }

  /** Whether a transaction's worth of entries is together. */
  get isFull(): boolean {
    return this.#results >= ROWS_PER_TRANSACTION;
  }

  /** Whether all so far came oldest first, and this one goes on from there. */
  isBefore({ start_time: start }: OpenAiBucket): boolean {
    return this.#isOrdered && start > this.#newest;
  }

  /** All of them, oldest first. */
  takeAll(): readonly OpenAiBucket[] {
    return this.#take(this.#sorted());
  }

  /** Those that start before an instant, oldest first. */
  takeBefore(at: number): readonly OpenAiBucket[] {
    return this.#take(this.#sorted().filter(({ start_time: start }) => start * 1_000 < at));
  }

  /** The oldest ones that make a transaction's worth, or all where they are fewer. */
  takeFull(): readonly OpenAiBucket[] {
    const sorted = this.#sorted();
    let results = 0;
    const last = sorted.findIndex((bucket) => (results += bucket.results.length) >= ROWS_PER_TRANSACTION);
    return this.#take(last < 0 ? sorted : sorted.slice(0, last + 1));
  }

  #sorted(): OpenAiBucket[] {
    return [...this.#buckets.values()].sort((a, b) => a.start_time - b.start_time);
  }

  #take(taken: readonly OpenAiBucket[]): readonly OpenAiBucket[] {
    for (const { start_time: start, results } of taken) {
      this.#buckets.delete(start);
      this.#results -= results.length;
    }
    return taken;
  }
}
