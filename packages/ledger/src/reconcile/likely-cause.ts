import { formatPercent, type PicoUsd } from "@runrate/core";
import type { ComputedItem } from "./computed-lines.ts";

/** Why a bill and what usage comes to may differ. */
export type Cause =
  | "rounding"
  | "unknown_price"
  | "no_usage"
  | "not_billed_yet"
  | "not_billed"
  | "long_context"
  | "tier"
  | "regional"
  | "discount"
  | "other";

/** Each cause in words, with what to do. */
export const CAUSES: Readonly<Record<Cause, string>> = {
  rounding: "the provider rounds what it bills",
  unknown_price: "usage without a known price: add a price override, or update the prices",
  no_usage: "billed, but no usage of it was read: a source is missing or late",
  not_billed_yet: "the provider bills a day only after it has ended",
  not_billed: "usage that is not on the bill: free tokens, or a line item under another name",
  long_context: "the bill lies between all calls short and all calls long: hourly buckets have lost their lengths",
  tier: "the ratio is that of another service tier: batch or flex at half the price, priority at about twice",
  regional: "the ratio is that of regional processing (1.1 times)",
  discount: "every item is billed at the same ratio: a negotiated discount that runrate.yml does not have",
  other: "none of the known causes fits",
};

/** Half the price, twice, and 1.7 times: what batch, flex and priority cost against standard. */
const TIER_RATIOS: readonly (readonly [bigint, bigint])[] = [
  [1n, 2n],
  [2n, 1n],
  [17n, 10n],
];

const CENT = 10_000_000_000n;

/** The likeliest cause of a difference between one day's bill and usage of one item; undefined when they agree exactly. */
export function likelyCause(
  billed: PicoUsd,
  computed: ComputedItem | undefined,
  facts: { readonly isBilledDay: boolean; readonly commonRatio: string | undefined },
): Cause | undefined {
  const usd = computed?.usd ?? 0n;
  const gap = billed > usd ? billed - usd : usd - billed;
  if (gap === 0n) return undefined;
  if (gap <= CENT || gap * 10_000n <= billed) return "rounding";
  if (usd === 0n) return (computed?.unpricedRequests ?? 0) > 0 ? "unknown_price" : "no_usage";
  if (billed === 0n) return facts.isBilledDay ? "not_billed" : "not_billed_yet";
  if (computed && computed.low < computed.high && billed >= computed.low && billed <= computed.high)
    return "long_context";
  // Calls of unknown length may all have been short, or all long.
  const priced = [usd, ...(computed ? [computed.low, computed.high] : [])];
  if (TIER_RATIOS.some((ratio) => priced.some((amount) => isRatio(billed, amount, ...ratio)))) return "tier";
  if (priced.some((amount) => isRatio(billed, amount, 11n, 10n))) return "regional";
  if (facts.commonRatio !== undefined && ratioText(billed, usd) === facts.commonRatio) return "discount";
  return (computed?.unpricedRequests ?? 0) > 0 ? "unknown_price" : "other";
}

/** The ratio that most items share, to a tenth of a percent, when at least three do and it is below 1. */
export function commonRatio(pairs: readonly (readonly [billed: PicoUsd, computed: PicoUsd])[]): string | undefined {
  const counts = new Map<string, number>();
  for (const [billed, computed] of pairs) {
    if (billed <= CENT || billed >= computed) continue;
    const ratio = ratioText(billed, computed);
    counts.set(ratio, (counts.get(ratio) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] >= 3 && most[1] * 2 > pairs.length ? most[0] : undefined;
}

function ratioText(billed: bigint, computed: bigint): string {
  return formatPercent(billed, computed);
}

/** Within half a percent. */
function isRatio(billed: bigint, computed: bigint, numerator: bigint, denominator: bigint): boolean {
  const gap = billed * denominator - computed * numerator;
  return (gap < 0n ? -gap : gap) * 200n <= computed * numerator;
}
