import { picoUsd, type PicoUsd } from "../money.ts";
import type { ServiceTier } from "../usage.ts";
import { type CallSize, perCase, sizeCall } from "./assumptions.ts";
import type { CallValue, KnownSizes, ModelCall, Range } from "./call.ts";

/** Prices one call of a known model; the catalogue and the instant are behind it. */
export type PriceCall = (
  call: CallSize & { readonly model: string; readonly serviceTier: ServiceTier },
) => { readonly kind: "priced"; readonly usd: PicoUsd } | { readonly kind: "unpriced"; readonly message: string };

/** What one call costs, or why that cannot be said. It is never $0 for want of a price. */
export type CallCost =
  | { readonly kind: "priced"; readonly usd: Range<PicoUsd>; readonly assumptions: readonly string[] }
  | { readonly kind: "unpriced"; readonly reason: string; readonly assumptions: readonly string[] };

/**
 * The cost of one call, low, likely and high. Where the model or the tier is one of several, low is the cheapest of them at
 * the low size, high the dearest at the high size, likely the first of them.
 */
export function estimateCall(call: ModelCall, price: PriceCall, known?: KnownSizes): CallCost {
  const { sizes, assumptions } = sizeCall(call, known);
  const models = optionsOf(call.model);
  const tiers = call.serviceTier.kind === "absent" ? STANDARD : optionsOf(call.serviceTier);
  if (models.kind === "none") return { kind: "unpriced", reason: `the model is ${models.reason}`, assumptions };
  if (tiers.kind === "none") return { kind: "unpriced", reason: `the service tier is ${tiers.reason}`, assumptions };

  const options = models.values.flatMap((model) => tiers.values.map((serviceTier) => ({ model, serviceTier })));
  const costs: Range<PicoUsd[]> = perCase(() => []);
  for (const option of options) {
    for (const which of ["low", "likely", "high"] as const) {
      const priced = price({ ...sizes[which], ...option });
      if (priced.kind === "unpriced") return { kind: "unpriced", reason: priced.message, assumptions };
      costs[which].push(priced.usd);
    }
  }
  const usd = { low: least(costs.low), likely: costs.likely[0] ?? picoUsd(0n), high: most(costs.high) };
  const several = options.length > 1 ? [`one of ${models.values.join(", ")}: likely the first`] : [];
  return { kind: "priced", usd, assumptions: [...several, ...assumptions] };
}

const STANDARD = { kind: "some", values: ["standard"] } as const;

type Options<T> =
  | { readonly kind: "some"; readonly values: readonly T[] }
  | { readonly kind: "none"; readonly reason: string };

function optionsOf<T>(value: CallValue<T>): Options<T> {
  switch (value.kind) {
    case "known":
      return { kind: "some", values: [value.value] };
    case "one-of":
      return { kind: "some", values: value.values };
    case "absent":
      return { kind: "none", reason: "not given" };
    case "unresolved":
      return { kind: "none", reason: `unresolved: ${value.reason}` };
    default:
      return value satisfies never;
  }
}

function least(amounts: readonly PicoUsd[]): PicoUsd {
  return amounts.reduce((a, b) => (b < a ? b : a));
}

function most(amounts: readonly PicoUsd[]): PicoUsd {
  return amounts.reduce((a, b) => (b > a ? b : a));
}
