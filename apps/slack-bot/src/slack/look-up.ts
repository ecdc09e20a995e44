/** What a look-up in Slack came to. A failed one is never the asker's fault: callers decide as if nothing stood against them. */
export type LookUp<T> = { readonly kind: "found"; readonly value: T } | { readonly kind: "failed" };

interface Kept<T> {
  readonly value: T;
  readonly at: number;
}

/**
 * Keeps what Slack said for a while, so that a question does not cost a call of the Web API each time. After a failure the last
 * known value holds on.
 */
export class LookUps<T> {
  readonly #ask: (key: string) => Promise<T>;
  readonly #onError: (error: unknown, key: string) => void;
  readonly #keepMs: number;
  readonly #kept = new Map<string, Kept<T>>();

  constructor(ask: (key: string) => Promise<T>, onError: (error: unknown, key: string) => void, keepMs = 300_000) {
    this.#ask = ask;
    this.#onError = onError;
    this.#keepMs = keepMs;
  }

  async find(key: string): Promise<LookUp<T>> {
    const kept = this.#kept.get(key);
    // The machine's clock, not the bot's: how long an answer of Slack's holds has nothing to do with the time of usage.
    if (kept && performance.now() - kept.at < this.#keepMs) return { kind: "found", value: kept.value };
    try {
      const value = await this.#ask(key);
      if (this.#kept.size > 10_000) this.#kept.clear();
      this.#kept.set(key, { value, at: performance.now() });
      return { kind: "found", value };
    } catch (error) {
      this.#onError(error, key);
      return kept ? { kind: "found", value: kept.value } : { kind: "failed" };
    }
  }
}
