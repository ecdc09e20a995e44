import { findCrossings, type Crossing, type CrossingScope } from "../crossing.ts";
import type { LedgerReader, LedgerSettings, LedgerStore } from "../store.ts";

/** Opens a new, empty ledger with `CLOCK` as its clock; the suite closes it. */
export type OpenStore = (settings?: LedgerSettings) => Promise<LedgerStore>;

/** A ledger that is closed at the end of a test: `await using ledger = await opened(open)`. */
export async function opened(open: OpenStore, settings?: LedgerSettings): Promise<LedgerStore & AsyncDisposable> {
  const store = await open(settings);
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
}

/** Where spend first reaches an amount in pico-dollars. */
export async function crossingAt(
  ledger: LedgerReader,
  scope: Omit<CrossingScope, "measure">,
  amount: bigint,
): Promise<Crossing | undefined> {
  const [crossing] = await findCrossings(ledger, { ...scope, measure: "usd" }, [amount]);
  return crossing;
}
