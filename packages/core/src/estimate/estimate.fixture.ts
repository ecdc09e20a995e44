import { parseUsd, picoUsd } from "../money.ts";
import type { PriceCall } from "./call-cost.ts";
import type { ModelCall } from "./call.ts";

/** gpt-4o-mini and gpt-4o at SPEC.md's golden prices, in pico-dollars per token. */
const RATES: Readonly<Record<string, readonly [input: bigint, output: bigint]>> = {
  "gpt-4o-mini": [150_000n, 600_000n],
  "gpt-4o": [2_500_000n, 10_000_000n],
  /** Cheaper to read and dearer to write than gpt-4o. */
  "wordy-1": [1_000_000n, 30_000_000n],
};

export const priceCall: PriceCall = ({ model, inputTokens, outputTokens }) => {
  const rates = RATES[model];
  if (!rates) return { kind: "unpriced", message: `no price is known for "${model}"` };
  return { kind: "priced", usd: picoUsd(BigInt(inputTokens) * rates[0] + BigInt(outputTokens) * rates[1]) };
};

export function call(model: string, rest: Partial<ModelCall> = {}): ModelCall {
  return {
    model: { kind: "known", value: model },
    maxOutputTokens: { kind: "absent" },
    serviceTier: { kind: "absent" },
    staticInputTokens: 0,
    hasDynamicInput: true,
    hasOutput: true,
    tools: [],
    ...rest,
  };
}

export const usd = parseUsd;
