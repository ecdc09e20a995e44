import { picoUsd, type UsageRecord } from "@runrate/core";
import { ledgerRecord, type RecordPricer } from "../record.ts";
import type { LedgerRecord } from "../store.ts";

/** 1 November 2026, midnight in UTC: where the contract's records begin. */
export const START = Date.UTC(2026, 10, 1);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** The clock of the contract's stores: 24 November 2026, noon. */
export const CLOCK = Date.UTC(2026, 10, 24, 12);

/** One dollar in pico-dollars. */
export const DOLLAR = 10n ** 12n;

/** Ten dollars a call of "gpt-4o", a cent a call of "cheap", an unknown price for "mystery"; a range of ±1 for "ranged". */
export const contractPrices: RecordPricer = ({ model, requests }) => {
  if (model === "mystery") return { charge: { kind: "unpriced", reason: "nobody lists mystery" } };
  const usd = picoUsd((model === "cheap" ? DOLLAR / 100n : 10n * DOLLAR) * BigInt(requests));
  const range = model === "ranged" ? DOLLAR : 0n;
  return {
    provider: "openai",
    charge: { kind: "priced", usd, usdLow: picoUsd(usd - range), usdHigh: picoUsd(usd + range) },
  };
};

/** A usage record with what matters to a test given and the rest filled in. */
export function usageRecord(given: Partial<UsageRecord> & { readonly id: string }): UsageRecord {
  return {
    at: START,
    model: "gpt-4o",
    serviceTier: "standard",
    usage: { inputTokens: 1_000, outputTokens: 100 },
    requests: 1,
    tags: {},
    source: "http",
    ...given,
  };
}

/** The same, priced by `contractPrices`. */
export function entry(given: Partial<UsageRecord> & { readonly id: string }): LedgerRecord {
  return ledgerRecord(usageRecord(given), contractPrices);
}
