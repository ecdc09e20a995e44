/** What a look-up in Slack came to. A failed one is never the asker's fault: callers decide as if nothing stood against them. */
export type LookUp<T> = { readonly kind: "found"; readonly value: T } | { readonly kind: "failed" };

interface Kept<T> {
  readonly value: T;
  readonly at: number;
}

/** Slack wants an answer to a form within 3 seconds, and nobody waits longer for a look-up: one that is slow has failed for now. */
const PATIENCE_MS = 1_500;

/**
 * Keeps what Slack said for a while, so that a question does not cost a call of the Web API each time. After a failure the last
 * known value holds on; an answer that comes late is kept for the next time.
 */
export class LookUps<T> {
  readonly #ask: (key: string) => Promise<T>;
  readonly #onError: (error: unknown, key: string) => void;
  readonly #keepMs: number;
  readonly #kept = new Map<string, Kept<T>>();
  readonly #asking = new Map<string, Promise<T>>();

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
      return { kind: "found", value: await inTime(this.#asked(key)) };
    } catch (error) {
      this.#onError(error, key);
      return kept ? { kind: "found", value: kept.value } : { kind: "failed" };
    }
  }

  /** What is asked already is not asked a second time meanwhile. */
  #asked(key: string): Promise<T> {
    const underWay = this.#asking.get(key);
    if (underWay) return underWay;
    const asking = this.#ask(key)
      .then((value) => {
        if (this.#kept.size > 10_000) this.#kept.clear();
        this.#kept.set(key, { value, at: performance.now() });
        return value;
      })
      .finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Slack did not answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
