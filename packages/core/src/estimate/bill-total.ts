import { picoUsd, type PicoUsd } from "../money.ts";
import { perCase } from "./assumptions.ts";
import { amountChange, timesCalls, type AmountChange, type BilledChange } from "./bill-change.ts";
import type { Range } from "./call.ts";
import type { Direction } from "./direction.ts";

/** What all changes together do to the bill. */
export interface BillTotal {
  readonly direction: "raises" | "lowers" | "neutral" | "unknown";
  /** Of the changes that have a volume; null when none has. */
  readonly monthly: AmountChange | null;
  /** Whether a part of `monthly` is only a bound: measured or declared for more than the call that changed. */
  readonly monthlyIsAtMost: boolean;
  /** Sum over the priced changes of 1,000 calls each; null when none is priced. */
  readonly per1kCalls: AmountChange | null;
  readonly changes: number;
  /** Changes without a volume of their own, those included for which only a bound is known. */
  readonly withoutVolume: number;
  /** Changes of which not even a bound is known. */
  readonly withoutBound: number;
  /** Changes whose cost cannot be said. */
  readonly withoutPrice: number;
}

const THOUSAND = 1_000n;

/**
 * Adds the changes up. The direction is the sign of the monthly sum when every change has a volume; otherwise the one that
 * all changes agree on, and unknown when they do not agree: a sum over unknown volumes has no sign.
 */
export function totalBill(changes: readonly BilledChange[]): BillTotal {
  const monthly = sumChanges(changes.flatMap(({ monthly: amount }) => (amount ? [amount] : [])));
  const per1kCalls = sumChanges(changes.flatMap(({ perCall }) => (perCall ? [timesCalls(perCall, THOUSAND)] : [])));
  const withoutVolume = changes.filter(({ volume }) => volume?.share !== "own").length;
  return {
    direction: totalDirection(changes, withoutVolume === 0 ? monthly : null),
    monthly,
    monthlyIsAtMost: changes.some(({ monthly: amount, volume }) => amount !== null && volume?.share === "at-most"),
    per1kCalls,
    changes: changes.length,
    withoutVolume,
    withoutBound: changes.filter(({ volume }) => volume === null).length,
    withoutPrice: changes.filter(({ perCall }) => perCall === null).length,
  };
}

function totalDirection(changes: readonly BilledChange[], monthly: AmountChange | null): BillTotal["direction"] {
  const directions = new Set<Direction>(changes.map(({ direction }) => direction));
  directions.delete("none");
  const [only, ...others] = directions;
  if (only === undefined) return "neutral";
  if (others.length === 0) return WORD[only];
  if (directions.has("unknown") || monthly === null) return "unknown";
  return monthly.delta > 0n ? "raises" : monthly.delta < 0n ? "lowers" : "neutral";
}

const WORD = { up: "raises", down: "lowers", none: "neutral", unknown: "unknown" } as const satisfies Record<
  Direction,
  string
>;

function sumChanges(changes: readonly AmountChange[]): AmountChange | null {
  if (changes.length === 0) return null;
  const sum = (side: "before" | "after"): Range<PicoUsd> =>
    perCase((which) => picoUsd(changes.reduce((total, change) => total + change[side][which], 0n)));
  return amountChange(sum("before"), sum("after"));
}
