import { readCursor, writeCursor } from "./cursor.ts";
import type { LedgerReader, LedgerStore } from "./store.ts";

/** What amounts are computed at. */
export type PriceBasis = "list" | "negotiated";

/** The place among the cursors where it stands. */
const PLACE = "prices:basis";

/** Keeps what stored amounts are computed at, since the prices at hand when they are asked for may be others. */
export async function notePriceBasis(store: LedgerStore, basis: PriceBasis): Promise<void> {
  if ((await storedPriceBasis(store)) === basis) return;
  await store.transaction((tx) => writeCursor(tx, PLACE, basis));
}

/** `negotiated` as soon as any stored amount may be; `list` where nothing else was noted. */
export async function storedPriceBasis(ledger: LedgerReader): Promise<PriceBasis> {
  const noted = await readCursor(ledger, PLACE);
  return noted?.cursor === "negotiated" ? "negotiated" : "list";
}
