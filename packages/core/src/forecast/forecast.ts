import { divideHalfEven, picoUsd, scaleUsd, sumUsd, ZERO_USD, type PicoUsd } from "../money.ts";
import { daysOf, elapsedSpan, weekday, type Period, type Span } from "../period.ts";
import { dailySpend, ONE, type DailySpend, type SpendPoint } from "./daily-spend.ts";
import { learnLevel, type Level } from "./level.ts";
import { weekdayPattern } from "./weekday-pattern.ts";

export interface ForecastQuestion {
  readonly period: Period;
  /** Up to where the data are complete, exclusive; later points are left out. */
  readonly dataThrough: number;
  /**
   * Hourly (or finer) spend of the period so far and, the longer the better, of the eight weeks before `dataThrough`. Daily
   * buckets will do where the data end at midnight. Any order; hours without spend may be left out.
   */
  readonly spend: readonly SpendPoint[];
}

export type PeriodForecast =
  | {
      readonly kind: "forecast";
      /** `run-rate`: under three days of data, hence spend so far / elapsed × period; `reason` says so. */
      readonly method: "daily-pattern" | "run-rate";
      readonly reason: string | null;
      readonly spent: PicoUsd;
      readonly total: PicoUsd;
      /** In about four of five backtested cases the actual total lay between them; null for a run rate. */
      readonly interval: { readonly low: PicoUsd; readonly high: PicoUsd } | null;
      /** The rest of the period by day (today's rest first); they add up to total - spent. Empty for a run rate. */
      readonly rest: readonly (Span & { readonly usd: PicoUsd })[];
      /** The plain run rate, to compare with; null before anything of the period has elapsed. */
      readonly runRate: PicoUsd | null;
      /** Whole days that the pattern was learned from. */
      readonly daysOfData: number;
    }
  /** The data reach the period's end: there is nothing left to foretell. */
  | { readonly kind: "complete"; readonly total: PicoUsd }
  | { readonly kind: "no-data"; readonly reason: string };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HISTORY_MS = 56 * DAY;
const LEAST_DATA_MS = 3 * DAY;

/** Half the interval's width in mean errors, as a fraction: set so that 80 % of the backtest's totals lay inside. */
const WIDTH = [9n, 5n] as const;

/**
 * Forecasts a period's spend: what was spent, plus each remaining day's expected spend, from the daily pattern of the last
 * eight weeks: weekday effects, and a level that mixes recent means and a damped trend by how well each would have foretold
 * the last four weeks. A day that is cut counts by the share of an average day that lies before the cut.
 *
 * Chosen by backtest on real traces (test/forecast-backtest.test.ts prints the table): methods compared were seasonal naive,
 * weekday medians, means with one half-life, with and without trend, and shrinkage to the run rate; none of them was best on
 * bursty, level-shifting and weekly spend alike, the mixture was near the best on each.
 *
 * Amounts go in and out as whole pico-dollars, and weights are whole numbers in fixed point: no float makes an amount.
 */
export function forecastPeriod({ period, dataThrough, spend }: ForecastQuestion): PeriodForecast {
  const elapsed = elapsedSpan(period, dataThrough);
  const spent = sumUsd(spend.filter(({ at }) => at >= elapsed.from && at < elapsed.to).map(({ usd }) => usd));
  if (dataThrough >= period.to) return { kind: "complete", total: spent };
  const runRate = plainRunRate(spent, period, dataThrough);
  const daily = dailySpend(spend, { from: dataThrough - HISTORY_MS, to: dataThrough }, period.zone);
  if (daily.lengthMs < LEAST_DATA_MS) return fallBack(spent, elapsed, runRate, daily);
  const { pattern, level } = learn(daily, period.zone);
  const rest: (Span & { usd: PicoUsd })[] = [];
  for (const [index, day] of daysOf({ from: dataThrough, to: period.to }, period.zone).entries()) {
    if (day.to <= period.from) continue;
    const cut = index === 0 && daily.partial !== null;
    const part = cut ? ONE - (daily.partial?.share ?? 0n) : ONE;
    const factor = pattern[weekday(day.from, period.zone) - 1] ?? ONE;
    // Today is the last observation when it is cut, so tomorrow is then one step ahead, as today is otherwise.
    const expected = level.expect(daily.partial === null ? index + 1 : Math.max(1, index));
    rest.push({ ...day, usd: picoUsd(divideHalfEven(expected * factor * part, ONE * ONE)) });
  }
  const remaining = sumUsd(rest.map(({ usd }) => usd));
  const total = picoUsd(spent + remaining);
  const width = (uncertainty(level, rest.length) * WIDTH[0]) / WIDTH[1];
  return {
    kind: "forecast",
    method: "daily-pattern",
    reason: null,
    spent,
    total,
    interval: { low: picoUsd(width < remaining ? total - width : spent), high: picoUsd(total + width) },
    rest,
    runRate,
    daysOfData: daily.days.length,
  };
}

/** Spend so far / elapsed × period, rounded once; null before anything of the period has elapsed. */
export function plainRunRate(spent: PicoUsd, period: Period, dataThrough: number): PicoUsd | null {
  const { from, to } = elapsedSpan(period, dataThrough);
  return to === from ? null : scaleUsd(spent, BigInt(period.to - period.from), BigInt(to - from));
}

function fallBack(spent: PicoUsd, elapsed: Span, runRate: PicoUsd | null, daily: DailySpend): PeriodForecast {
  if (runRate === null || daily.lengthMs === 0) {
    return { kind: "no-data", reason: "there is no spend yet from which to forecast this period" };
  }
  // One cent in the first second of a month is no run rate of $25,920.
  if (elapsed.to - elapsed.from < HOUR) {
    return { kind: "no-data", reason: "under an hour of data is too little to forecast this period from" };
  }
  return {
    kind: "forecast",
    method: "run-rate",
    reason: "under 3 days of data: spend so far / elapsed × period",
    spent,
    total: runRate,
    interval: null,
    rest: [],
    runRate,
    daysOfData: daily.days.length,
  };
}

function learn(daily: DailySpend, zone: string): { readonly pattern: readonly bigint[]; readonly level: Level } {
  const days = daily.days.map(({ from, usd }) => ({ usd, weekday: weekday(from, zone) }));
  const pattern = weekdayPattern(days);
  const factorOf = (day: number): bigint => pattern[day - 1] ?? ONE;
  const observed = days.map((day) => {
    const factor = factorOf(day.weekday);
    return { usd: factor === 0n ? ZERO_USD : (day.usd * ONE) / factor, weight: factor };
  });
  if (daily.partial !== null) {
    const weight = (factorOf(weekday(daily.partial.from, zone)) * daily.partial.share) / ONE;
    if (weight > 0n) observed.push({ usd: (daily.partial.usd * ONE) / weight, weight });
  }
  return { pattern, level: learnLevel(observed) };
}

/**
 * Mean error of a total over `days` days. Errors of the level add up day by day, chance errors by the square root: the mean
 * error of the tested horizon is taken to be the level's beyond it, and to grow by the root below it.
 */
function uncertainty(level: Level, days: number): bigint {
  const [ahead, horizon] = [BigInt(days), BigInt(level.horizon)];
  return days >= level.horizon ? level.error * ahead : squareRoot(level.error * level.error * ahead * horizon);
}

function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}
