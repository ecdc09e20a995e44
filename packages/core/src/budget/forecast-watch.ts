import type { Span } from "../period.ts";
import { thresholdUnits } from "./budget.ts";

/** What the hourly forecasts of a period have said about one threshold so far. */
export interface ForecastWatch {
  readonly percent: string;
  /** The hour of the last forecast, in milliseconds since 1970 UTC; a multiple of an hour. */
  readonly hour: number;
  /** Forecasts in a row that reached the threshold. */
  readonly streak: number;
  /** Two in a row reached it, and none since has been below 97 % of it. */
  readonly isAbove: boolean;
}

export const HOUR_MS = 3_600_000;
const LEAST_ELAPSED_MS = 3 * 24 * HOUR_MS;
const IN_A_ROW = 2;
const CLEAR_PERCENT = 97n;

/** Whether a period has run long enough to forecast it: 3 days, or 10 % of it. */
export function canForecast(period: Span, at: number): boolean {
  const elapsed = at - period.from;
  return at < period.to && (elapsed >= LEAST_ELAPSED_MS || elapsed * 10 >= period.to - period.from);
}

/**
 * The full hours after `last` up to `now` at which a period is to be forecast, oldest first; at most `most` of them, the newest.
 * Two are enough to decide after a pause, since two in a row decide.
 */
export function forecastHours(period: Span, last: number | null, now: number, most = 48): number[] {
  const end = Math.floor(Math.min(now, period.to - 1) / HOUR_MS) * HOUR_MS;
  const hours: number[] = [];
  for (let hour = end; hour > (last ?? Number.NEGATIVE_INFINITY) && hours.length < most; hour -= HOUR_MS) {
    if (!canForecast(period, hour)) break;
    hours.push(hour);
  }
  return hours.toReversed();
}

/**
 * The watch of a budget that was changed, from the one before the change and a forecast now: a threshold that stood above stays
 * above unless the new amount clears it, so that a change alone tells nothing twice. Counting starts anew.
 */
export function watchAfterChange(before: ForecastWatch, forecast: bigint, limit: bigint): ForecastWatch {
  return nextWatch({ ...before, streak: -1 }, before.percent, before.hour, forecast, limit);
}

/** Takes one more hourly forecast into account: two in a row at or above the threshold establish it, below 97 % of it clears it. */
export function nextWatch(
  before: ForecastWatch | undefined,
  percent: string,
  hour: number,
  forecast: bigint,
  limit: bigint,
): ForecastWatch {
  const mark = thresholdUnits(limit, percent);
  const streak = forecast >= mark ? (before?.streak ?? 0) + 1 : 0;
  const isClear = forecast * 100n < mark * CLEAR_PERCENT;
  return { percent, hour, streak, isAbove: !isClear && (streak >= IN_A_ROW || (before?.isAbove ?? false)) };
}
