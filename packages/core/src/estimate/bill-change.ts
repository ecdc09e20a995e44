import { picoUsd, subtractUsd, type PicoUsd } from "../money.ts";
import { perCase } from "./assumptions.ts";
import type { CallCost } from "./call-cost.ts";
import type { Range } from "./call.ts";
import type { ChangeCost, Direction } from "./direction.ts";

/** How many calls a call site makes in a month, and who says so. Never invented. */
export interface MonthlyVolume {
  readonly calls: Range<bigint>;
  /** `declared` in `runrate.yml`; `measured` by a ledger or the provider's usage API over 30 days. */
  readonly origin: "declared" | "measured";
  /**
   * `own`: of this call site's workload. `at-most`: measured for a model or a project that the call site shares with others,
   * so that its own part cannot be more (SPEC.md, section 9).
   */
  readonly share: "own" | "at-most";
}

/** An amount before and after a change; null where it cannot be said. A call that is not there costs $0. */
export interface AmountChange {
  readonly before: Range<PicoUsd>;
  readonly after: Range<PicoUsd>;
  /** after.likely − before.likely. */
  readonly delta: PicoUsd;
}

/** What one change of a call does to the bill. */
export interface BilledChange {
  readonly direction: Direction;
  readonly perCall: AmountChange | null;
  /** Null without a volume; then the figure per 1,000 calls speaks. */
  readonly monthly: AmountChange | null;
  readonly volume: MonthlyVolume | null;
  readonly assumptions: readonly string[];
  /** Why there is no amount, in words. */
  readonly unpriced: readonly string[];
}

/** Puts a change's direction, its cost per call and its volume together. */
export function billChange(direction: Direction, cost: ChangeCost, volume: MonthlyVolume | null): BilledChange {
  const sides = [cost.before, cost.after].filter((side) => side !== null);
  const unpriced = sides.flatMap((side) => (side.kind === "unpriced" ? [side.reason] : []));
  const perCall = unpriced.length > 0 ? null : amountChange(usdOf(cost.before), usdOf(cost.after));
  return {
    direction,
    perCall,
    monthly: perCall && volume ? timesVolume(perCall, volume.calls) : null,
    volume,
    assumptions: [...new Set(sides.flatMap((side) => side.assumptions))],
    unpriced: [...new Set(unpriced)],
  };
}

/** The change for `calls` calls. */
export function timesCalls(change: AmountChange, calls: bigint): AmountChange {
  return timesVolume(change, { low: calls, likely: calls, high: calls });
}

function timesVolume(change: AmountChange, calls: Range<bigint>): AmountChange {
  const times = (amounts: Range<PicoUsd>) => perCase((which) => picoUsd(amounts[which] * calls[which]));
  return amountChange(times(change.before), times(change.after));
}

export function amountChange(before: Range<PicoUsd>, after: Range<PicoUsd>): AmountChange {
  return { before, after, delta: subtractUsd(after.likely, before.likely) };
}

function usdOf(cost: CallCost | null): Range<PicoUsd> {
  return cost?.kind === "priced" ? cost.usd : perCase(() => picoUsd(0n));
}
