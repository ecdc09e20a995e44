import type { Pricer } from "../compile-pricer.ts";
import type { PriceRequest } from "../cost.ts";
import { rational } from "../rational.ts";
import type { Rate } from "../rate.ts";
import type { UsageCounts } from "../usage.ts";
import type { TokenRates } from "./spend-cell.ts";

/** Short enough for every model's lowest length band, long enough for rates below a pico-dollar a token. */
const SAMPLE = 1_000;

/**
 * What a text token of each kind costs a model at an instant, in short requests; undefined when the model has no price then,
 * or none for output or for input.
 */
export function tokenRates(
  pricer: Pricer,
  model: Pick<PriceRequest, "provider" | "model" | "serviceTier" | "at" | "region">,
): TokenRates | undefined {
  const cost = (usage: UsageCounts): bigint | undefined => {
    const priced = pricer.price({ ...model, usage, requests: 1 });
    return priced.kind === "priced" ? priced.usd : undefined;
  };
  const nothing = cost({ inputTokens: 0, outputTokens: 0 });
  const rateOf = (usage: UsageCounts): Rate | undefined => {
    const usd = cost(usage);
    return usd === undefined || nothing === undefined ? undefined : rational(usd - nothing, BigInt(SAMPLE));
  };
  const input = rateOf({ inputTokens: SAMPLE, outputTokens: 0 });
  const output = rateOf({ inputTokens: 0, outputTokens: SAMPLE });
  if (input === undefined || output === undefined) return undefined;
  return {
    input,
    output,
    cachedInput: rateOf({ inputTokens: SAMPLE, cachedInputTokens: SAMPLE, outputTokens: 0 }) ?? input,
    cacheWrite: rateOf({ inputTokens: SAMPLE, cacheWriteTokens: SAMPLE, outputTokens: 0 }) ?? input,
  };
}
