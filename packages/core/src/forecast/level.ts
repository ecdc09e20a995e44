import { divideHalfEven } from "../money.ts";
import { ONE } from "./daily-spend.ts";

/** A day's spend with its weekday's effect taken out, and how much of an average day it is evidence of (millionths). */
export interface Observation {
  readonly usd: bigint;
  readonly weight: bigint;
}

/** What an average day is expected to cost. */
export interface Level {
  /** Expected spend of the day that is `ahead` days after the last observation, 1 for the next; not below 0. */
  expect(ahead: number): bigint;
  /** Mean distance between what was expected of the next `horizon` days and what they cost, for each of them. */
  readonly error: bigint;
  readonly horizon: number;
}

/** Weights are held so fine that forgetting does not move the mean of steady spend by a pico-dollar. */
const FINE = 10n ** 18n;

/** 0.5^(1/half-life) in billionths: what a day counts for against the day after it. */
const DECAY = 1_000_000_000n;
const MEANS = [707_106_781n, 905_723_664n, 951_695_154n, 987_698_635n] as const; // half-lives of 2, 7, 14 and 56 days
const SLOPE = 975_549_062n; // half-life of 28 days

/** Each further day keeps nine tenths of the slope of the day before: trends do not last. */
const DAMPING = [9n, 10n] as const;

/** A slope is at most 5 % of the level a day. */
const STEEPEST = 20n;

/**
 * A day alone counts up to the upper quartile plus three times the spread of the quartiles: bursty spend passes, one spike
 * does not. Two such days in a row count in full: that is a new level.
 */
const FENCE = 3n;

/** Where expectations are tested: on the last so many days, up to a week ahead. */
const TEST_DAYS = 28;
const HORIZON = 7;
const LEAST_TESTS = 4;

interface Candidate {
  /** Level and slope after each number of observations. */
  readonly levels: readonly bigint[];
  readonly slopes: readonly bigint[];
}

/**
 * Learns the level from observations, oldest first: four means that forget at different speeds and a damped trend, mixed by
 * how well each would have foretold the last four weeks (weight = error to the power of -4).
 */
export function learnLevel(observed: readonly Observation[]): Level {
  const days = fence(observed);
  const candidates = [...MEANS.map((decay) => forgettingMean(days, decay)), dampedTrend(days)];
  const horizon = Math.max(1, Math.min(HORIZON, Math.floor(days.length / 2)));
  const { weights, error } = mix(candidates, days, horizon);
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  return {
    error,
    horizon,
    expect(ahead) {
      const sum = candidates.reduce((total, candidate, index) => {
        return total + (weights[index] ?? 0n) * foretell(candidate, days.length, dampedDays(ahead));
      }, 0n);
      return divideHalfEven(sum, whole);
    },
  };
}

function fence(observed: readonly Observation[]): Observation[] {
  if (observed.length < 5) return [...observed];
  const sorted = observed.toSorted((a, b) => (a.usd < b.usd ? -1 : a.usd > b.usd ? 1 : 0));
  const quartile = (quarters: bigint): bigint => {
    const whole = sorted.reduce((sum, { weight }) => sum + weight, 0n);
    let below = 0n;
    for (const { usd, weight } of sorted) {
      below += weight;
      if (below * 4n >= whole * quarters) return usd;
    }
    return 0n;
  };
  const [low, middle, high] = [quartile(1n), quartile(2n), quartile(3n)];
  const spread = high - low > middle / 10n ? high - low : middle / 10n;
  const most = high + FENCE * spread;
  const isHigh = (day: Observation | undefined): boolean => day !== undefined && day.usd > most;
  return observed.map((day, index) =>
    isHigh(day) && !isHigh(observed[index - 1]) && !isHigh(observed[index + 1]) ? { ...day, usd: most } : day,
  );
}

function forgettingMean(days: readonly Observation[], decay: bigint): Candidate {
  let [sum, weights] = [0n, 0n];
  const levels = [0n];
  for (const { usd, weight: coarse } of days) {
    const weight = coarse * FINE;
    sum = (sum * decay) / DECAY + weight * usd;
    weights = (weights * decay) / DECAY + weight;
    levels.push(weights === 0n ? 0n : divideHalfEven(sum, weights));
  }
  return { levels, slopes: levels.map(() => 0n) };
}

/** A straight line by weighted least squares, newer days counting more. */
function dampedTrend(days: readonly Observation[]): Candidate {
  let [w, wx, wxx, wy, wxy] = [0n, 0n, 0n, 0n, 0n];
  const levels = [0n];
  const slopes = [0n];
  for (const [index, { usd, weight: coarse }] of days.entries()) {
    const weight = coarse * FINE;
    const x = BigInt(index);
    [w, wx, wxx, wy, wxy] = [
      (w * SLOPE) / DECAY + weight,
      (wx * SLOPE) / DECAY + weight * x,
      (wxx * SLOPE) / DECAY + weight * x * x,
      (wy * SLOPE) / DECAY + weight * usd,
      (wxy * SLOPE) / DECAY + weight * x * usd,
    ];
    const spread = w * wxx - wx * wx;
    const mean = w === 0n ? 0n : divideHalfEven(wy, w);
    const free = index >= HORIZON - 1 && spread > 0n ? divideHalfEven(w * wxy - wx * wy, spread) : 0n;
    const steepest = mean / STEEPEST;
    const slope = free > steepest ? steepest : free < -steepest ? -steepest : free;
    levels.push(mean + (w === 0n ? 0n : (slope * (x * w - wx)) / w));
    slopes.push(slope);
  }
  return { levels, slopes };
}

/** The slope's days up to `ahead`, damped: 0.9 + 0.9² + …, in millionths. */
function dampedDays(ahead: number): bigint {
  let [step, sum] = [ONE, 0n];
  for (let day = 0; day < ahead; day += 1) {
    step = (step * DAMPING[0]) / DAMPING[1];
    sum += step;
  }
  return sum;
}

function foretell(candidate: Candidate, after: number, damped: bigint): bigint {
  const usd = (candidate.levels[after] ?? 0n) + ((candidate.slopes[after] ?? 0n) * damped) / ONE;
  return usd > 0n ? usd : 0n;
}

function mix(
  candidates: readonly Candidate[],
  days: readonly Observation[],
  horizon: number,
): { readonly weights: readonly bigint[]; readonly error: bigint } {
  const sums = days.reduce<bigint[]>((all, { usd }) => [...all, (all.at(-1) ?? 0n) + usd], [0n]);
  const from = Math.max(3, days.length - TEST_DAYS);
  const tests = days.length - horizon - from + 1;
  const mean = days.length === 0 ? 0n : (sums.at(-1) ?? 0n) / BigInt(days.length);
  if (tests < LEAST_TESTS) {
    const spread = days.reduce((sum, { usd }) => sum + size(usd - mean), 0n);
    return { weights: [0n, 1n, 0n, 0n, 0n], error: days.length === 0 ? 0n : spread / BigInt(days.length) };
  }
  const ahead = Array.from({ length: horizon }, (_, index) => dampedDays(index + 1));
  const damped = ahead.reduce((sum, day) => sum + day, 0n) / BigInt(horizon);
  const errors = candidates.map((candidate) => {
    let error = 0n;
    for (let after = from; after <= days.length - horizon; after += 1) {
      const actual = ((sums[after + horizon] ?? 0n) - (sums[after] ?? 0n)) / BigInt(horizon);
      error += size(foretell(candidate, after, damped) - actual);
    }
    return error / BigInt(tests);
  });
  // A fiftieth of the level is as good as exact: below it, candidates count alike.
  const slack = size(mean) / 50n + 1n;
  const least = errors.reduce((a, b) => (a < b ? a : b));
  const weights = errors.map((error) => (((least + slack) * 100_000n) / (error + slack)) ** 4n);
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  return { weights, error: errors.reduce((sum, error, index) => sum + error * (weights[index] ?? 0n), 0n) / whole };
}

function size(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
