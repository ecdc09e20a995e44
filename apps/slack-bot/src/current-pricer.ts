import { compilePricer } from "@runrate/core";
import { recordPricer, type RecordPricer } from "@runrate/ledger";
import type { Prices } from "./bot.ts";

/** Prices records with the prices that hold when each comes; they are compiled once per catalogue. */
export function currentPricer(prices: () => Prices): RecordPricer {
  let compiled: { readonly of: Prices; readonly price: RecordPricer } | undefined;
  return (record) => {
    const now = prices();
    if (compiled?.of.catalogue !== now.catalogue) {
      compiled = { of: now, price: recordPricer(compilePricer(now.catalogue, now.aliases), now.aliases) };
    }
    return compiled.price(record);
  };
}
