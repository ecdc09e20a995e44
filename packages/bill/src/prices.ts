import { priceUsage, type Catalogue, type ModelAliases, type PriceCall } from "@runrate/core";

/** The prices that hold for an estimate. */
export interface BillPrices {
  /** With negotiated prices in it, where there are any. */
  readonly catalogue: Catalogue;
  readonly aliases: ModelAliases;
}

/** Prices one call at an instant. */
export function callPricer({ catalogue, aliases }: BillPrices, at: number): PriceCall {
  return ({ model, serviceTier, inputTokens, cachedInputTokens, outputTokens }) => {
    const usage = { inputTokens, cachedInputTokens, outputTokens };
    return priceUsage(catalogue, { model, serviceTier, at, usage, requests: 1 }, aliases);
  };
}
