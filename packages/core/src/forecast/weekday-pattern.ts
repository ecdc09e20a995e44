import { ONE } from "./daily-spend.ts";

/** Two weeks: each weekday has been seen twice. */
const LEAST_DAYS = 14;

/** How many average days each weekday is mixed with, so that one odd Tuesday does not make Tuesdays odd. */
const AVERAGE_DAYS = 2n;

/** A single day says at most this much about its weekday: a spike is not a pattern. */
const MOST = 3n * ONE;

const EVEN: readonly bigint[] = Array.from({ length: 7 }, () => ONE);

/**
 * How each weekday compares with an average day, in millionths (they average `ONE`); Monday first.
 *
 * Each day is held against the mean of the seven days around it, which takes trend and level out. All `ONE` under two weeks,
 * and where the pattern would not have foretold the days (each from the others) better than no pattern: bursty spend has
 * weekdays that differ by chance.
 */
export function weekdayPattern(days: readonly { readonly usd: bigint; readonly weekday: number }[]): readonly bigint[] {
  if (days.length < LEAST_DAYS) return EVEN;
  const ratios = ratiosToWeek(days);
  const sums = EVEN.map(() => 0n);
  const counts = EVEN.map(() => 0n);
  for (const { ratio, weekday } of ratios) {
    sums[weekday - 1] = (sums[weekday - 1] ?? 0n) + ratio;
    counts[weekday - 1] = (counts[weekday - 1] ?? 0n) + 1n;
  }
  let [withPattern, without] = [0n, 0n];
  for (const { ratio, weekday } of ratios) {
    const others = mixed((sums[weekday - 1] ?? 0n) - ratio, (counts[weekday - 1] ?? 0n) - 1n);
    withPattern += distance(ratio, others);
    without += distance(ratio, ONE);
  }
  if (withPattern >= without) return EVEN;
  const factors = sums.map((sum, index) => mixed(sum, counts[index] ?? 0n));
  const total = factors.reduce((sum, factor) => sum + factor, 0n);
  return factors.map((factor) => (factor * 7n * ONE) / total);
}

function ratiosToWeek(days: readonly { readonly usd: bigint; readonly weekday: number }[]) {
  return days.flatMap(({ usd, weekday }, index) => {
    const start = Math.max(0, Math.min(index - 3, days.length - 7));
    const around = days.slice(start, start + 7).reduce((sum, day) => sum + day.usd, 0n);
    if (around <= 0n) return [];
    const ratio = (usd * 7n * ONE) / around;
    return [{ weekday, ratio: ratio > MOST ? MOST : ratio }];
  });
}

function mixed(sum: bigint, count: bigint): bigint {
  return (sum + AVERAGE_DAYS * ONE) / (count + AVERAGE_DAYS);
}

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}
