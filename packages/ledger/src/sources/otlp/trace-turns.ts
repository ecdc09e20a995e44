import type { LedgerStore } from "../../store.ts";

/** Lets requests that tell of the same trace take turns, so that each knows what the others have stored. */
class TraceTurns {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs work once all that came before it for any of these traces has ended. */
  async take<T>(traces: ReadonlySet<string>, work: () => Promise<T>): Promise<T> {
    const before = [...traces].flatMap((trace) => this.#last.get(trace) ?? []);
    const { promise, resolve } = Promise.withResolvers<void>();
    // Lined up for all of them at once: nobody waits for two others that wait for each other.
    for (const trace of traces) this.#last.set(trace, promise);
    try {
      await Promise.all(before);
      return await work();
    } finally {
      resolve();
      for (const trace of traces) if (this.#last.get(trace) === promise) this.#last.delete(trace);
    }
  }
}

const TURNS = new WeakMap<LedgerStore, TraceTurns>();

/** The turns of an open ledger. */
export function turnsOf(store: LedgerStore): TraceTurns {
  let turns = TURNS.get(store);
  if (turns === undefined) TURNS.set(store, (turns = new TraceTurns()));
  return turns;
}
