import { divideHalfEven, type PicoUsd } from "./money.ts";

/** How many tokens a dollar buys; a model on one's own machine has no price per token, which is not infinity. */
export type TokensPerDollar =
  | { readonly kind: "tokens"; readonly tokens: bigint }
  | { readonly kind: "no-token-price" };

/**
 * 1M / price, to the nearest token.
 *
 * @param perMillion USD per 1M tokens; null or 0 for a model without a per-token price
 */
export function tokensPerDollar(perMillion: PicoUsd | null): TokensPerDollar {
  if (perMillion === null || perMillion <= 0n) return { kind: "no-token-price" };
  return { kind: "tokens", tokens: divideHalfEven(10n ** 18n, perMillion) };
}
