import { divideHalfEven, type PicoUsd } from "../money.ts";
import { parseDecimal } from "../decimal.ts";

/** What a budget limits: money, or tokens (input and output). */
export type BudgetAmount =
  | { readonly kind: "usd"; readonly usd: PicoUsd }
  | { readonly kind: "tokens"; readonly tokens: bigint };

/** The calendar units for which a budget can be set. */
export type BudgetPeriod = "day" | "week" | "month" | "quarter";

/** Percentages of the amount as exact decimals ("80", "12.5"), ascending. */
export interface BudgetThresholds {
  readonly actual: readonly string[];
  readonly forecast: readonly string[];
}

/** SPEC.md, section 6. */
export const DEFAULT_THRESHOLDS: BudgetThresholds = { actual: ["50", "80", "100"], forecast: ["100"] };

/** How a period stands against its budget. `spent`, `limit` and `remaining` are pico-dollars or tokens, as the budget is. */
export interface BudgetStatus {
  readonly spent: bigint;
  readonly limit: bigint;
  /** Below 0 when the budget is exceeded. */
  readonly remaining: bigint;
  /** In ten-thousandths of a per cent, rounded half to even: 12.5 % is 125,000. */
  readonly percentUsed: bigint;
}

/** An amount in its smallest unit: pico-dollars, or tokens. */
export function unitsOf(amount: BudgetAmount): bigint {
  return amount.kind === "usd" ? amount.usd : amount.tokens;
}

/** Spent, budget, remaining and per cent used; the limit is above 0. */
export function budgetStatus(spent: bigint, limit: bigint): BudgetStatus {
  return { spent, limit, remaining: limit - spent, percentUsed: divideHalfEven(spent * 1_000_000n, limit) };
}

/** The least amount that reaches a threshold: spend ≥ threshold × limit, rounded up to a whole unit, so that it is exact. */
export function thresholdUnits(limit: bigint, percent: string): bigint {
  const { digits, scale } = parseDecimal(percent);
  const whole = 100n * 10n ** BigInt(scale);
  return (limit * digits + whole - 1n) / whole;
}

/** Orders percentages by value. */
export function comparePercent(a: string, b: string): number {
  const [one, other] = [parseDecimal(a), parseDecimal(b)];
  const left = one.digits * 10n ** BigInt(other.scale);
  const right = other.digits * 10n ** BigInt(one.scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The highest percentage of a list; undefined for an empty one. */
export function highestPercent(percents: readonly string[]): string | undefined {
  return percents.reduce<string | undefined>(
    (highest, one) => (highest === undefined || comparePercent(one, highest) > 0 ? one : highest),
    undefined,
  );
}
