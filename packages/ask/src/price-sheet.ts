import {
  parseUsd,
  ratesInForce,
  tokensPerDollar,
  type Component,
  type PicoUsd,
  type QuotedRate,
  type RatesInForce,
  type ServiceTier,
  type Unpriced,
} from "@runrate/core";
import type { AskContext } from "./ask-context.ts";

/** The rates of a model at every service tier that it has. */
export interface PriceSheet {
  readonly kind: "sheet";
  /** The standard tier's, which every priced model has. */
  readonly standard: RatesInForce;
  readonly tiers: readonly { readonly tier: ServiceTier; readonly rates: RatesInForce }[];
}

const TIERS: readonly ServiceTier[] = ["standard", "batch", "flex", "priority"];

/** The prices of a model in force at an instant. @returns `unpriced` when it has none, or is unknown or ambiguous */
export function priceSheet(
  model: string,
  at: number,
  { catalogue, aliases }: Pick<AskContext, "catalogue" | "aliases">,
): PriceSheet | Unpriced {
  const standard = ratesInForce(catalogue, { model, serviceTier: "standard", at }, aliases);
  if (standard.kind === "unpriced") return standard;
  const tiers = TIERS.flatMap((serviceTier) => {
    const rates = ratesInForce(catalogue, { model, serviceTier, at }, aliases);
    return rates.kind === "rates" ? [{ tier: serviceTier, rates }] : [];
  });
  return { kind: "sheet", standard, tiers };
}

/** The rate of a component for short requests; undefined when the model has none. */
export function rateOf(rates: RatesInForce, component: Component): QuotedRate | undefined {
  return rates.bands[0]?.rates.find((rate) => rate.component === component);
}

/** USD per 1M tokens as an amount; null where there is no such rate. */
export function perMillion(rates: RatesInForce, component: "input" | "cached_input" | "output"): PicoUsd | null {
  const rate = rateOf(rates, component);
  return rate === undefined ? null : parseUsd(rate.usd);
}

/** How many tokens a dollar buys; undefined where there is no price per token. */
export function bought(rates: RatesInForce, component: "input" | "output"): bigint | undefined {
  const tokens = tokensPerDollar(perMillion(rates, component));
  return tokens.kind === "tokens" ? tokens.tokens : undefined;
}
