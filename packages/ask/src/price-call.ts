import { priceUsage, type PicoUsd } from "@runrate/core";
import type { AskContext } from "./ask-context.ts";
import { notUnderstood } from "./grammar/context.ts";
import type { NotUnderstood, QueryOf } from "./query.ts";

/** One call of a calculator's question. */
export type Call = Pick<QueryOf<"run_cost">, "inputTokens" | "cachedInputTokens" | "outputTokens" | "tier">;

/** What one call costs on a model at today's prices, with what is to be said about the price. */
export function priceCall(
  model: string,
  { inputTokens, cachedInputTokens, outputTokens, tier: serviceTier }: Call,
  { catalogue, aliases, now }: Pick<AskContext, "catalogue" | "aliases" | "now">,
): { readonly kind: "cost"; readonly usd: PicoUsd; readonly warnings: readonly string[] } | NotUnderstood {
  const usage = { inputTokens, cachedInputTokens, outputTokens };
  const priced = priceUsage(catalogue, { model, serviceTier, at: now, usage, requests: 1 }, aliases);
  if (priced.kind === "unpriced") {
    return notUnderstood(
      priced.message,
      ...priced.suggestions.map((name) => `cost of ${inputTokens} in ${outputTokens} out on ${name}`),
    );
  }
  return { kind: "cost", usd: priced.usd, warnings: priced.warnings.map(({ message }) => message) };
}

/** "2,000 in and 500 out", with the cached part and the tier where they are not the usual ones. */
export function callText({ inputTokens, cachedInputTokens, outputTokens, tier }: Call): string {
  const cached = cachedInputTokens === 0 ? "" : ` (${cachedInputTokens.toLocaleString("en-US")} cached)`;
  const at = tier === "standard" ? "" : `, ${tier} tier`;
  return `${inputTokens.toLocaleString("en-US")} in${cached} and ${outputTokens.toLocaleString("en-US")} out${at}`;
}
