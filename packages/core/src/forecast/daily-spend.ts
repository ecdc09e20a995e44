import { picoUsd, type PicoUsd } from "../money.ts";
import { dayName, daysOf, startOfDay, type Span } from "../period.ts";

/** Spend of one hour (or any bucket within a day): when it starts, and how much. Hours without spend may be left out. */
export interface SpendPoint {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly usd: PicoUsd;
}

/** Spend by calendar day in a zone, oldest first, up to where the data reach. */
export interface DailySpend {
  /** Whole days, the newest last; a day without a point is 0. */
  readonly days: readonly { readonly from: number; readonly usd: PicoUsd }[];
  /** The day that the data cut, and how much of an average day lies before the cut, in millionths. */
  readonly partial: { readonly from: number; readonly usd: PicoUsd; readonly share: bigint } | null;
  /** From the first spend to where the data reach, in milliseconds. */
  readonly lengthMs: number;
}

/** A share, factor or weight of 1, as whole millionths: statistics are fixed-point so that no float touches an amount. */
export const ONE = 1_000_000n;

const DAY = 86_400_000;

/** How many of the newest whole days tell how spend is spread over the hours of a day. */
const PROFILE_DAYS = 28;

/** An even spread counts as so many days of evidence, so that two or three days do not decide the profile alone. */
const EVEN_DAYS = 3n;

/**
 * Sums points to calendar days. A last day that is cut is kept apart with its like-with-like share: what part of their spend
 * the earlier days had by the same time of day, shrunk towards the part of the day that has passed. Points that all stand at
 * midnight are taken for daily buckets, which say nothing about hours.
 *
 * @param history days before it are left out
 */
export function dailySpend(points: readonly SpendPoint[], history: Span, zone: string): DailySpend {
  const known = points.filter(({ at }) => at >= history.from && at < history.to);
  const first = known.reduce((least, { at }) => Math.min(least, at), Infinity);
  if (first === Infinity) return { days: [], partial: null, lengthMs: 0 };
  const calendar = daysOf({ from: startOfDay(dayName(first, zone), zone), to: history.to }, zone);
  const sums = calendar.map(({ from }) => ({ from, usd: picoUsd(0n) }));
  const last = calendar.at(-1);
  const cutMs = last === undefined || isWhole(last, zone) ? 0 : last.to - last.from;
  const beforeCut = calendar.map(() => 0n);
  let hourly = false;
  for (const { at, usd } of known) {
    const index = indexOfDay(calendar, at);
    const sum = sums[index];
    if (sum === undefined) continue;
    sums[index] = { from: sum.from, usd: picoUsd(sum.usd + usd) };
    if (at !== sum.from) hourly = true;
    if (at - sum.from < cutMs) beforeCut[index] = (beforeCut[index] ?? 0n) + usd;
  }
  const lengthMs = history.to - first;
  const cut = cutMs === 0 ? undefined : sums.pop();
  if (cut === undefined) return { days: sums, partial: null, lengthMs };
  const passed = BigInt(Math.round((cutMs / DAY) * Number(ONE)));
  const seen = sums.slice(-PROFILE_DAYS);
  const all = seen.reduce((sum, { usd }) => sum + usd, 0n);
  const early = beforeCut.slice(0, sums.length).slice(-PROFILE_DAYS);
  const weight = hourly && all > 0n ? BigInt(seen.length) : 0n;
  const measured = weight === 0n ? 0n : (early.reduce((sum, usd) => sum + usd, 0n) * ONE) / all;
  const share = (weight * measured + EVEN_DAYS * passed) / (weight + EVEN_DAYS);
  return { days: sums, partial: { ...cut, share: share > ONE ? ONE : share }, lengthMs };
}

function isWhole(day: Span, zone: string): boolean {
  return dayName(day.to, zone) !== dayName(day.from, zone);
}

function indexOfDay(days: readonly Span[], at: number): number {
  let low = 0;
  let high = days.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((days[middle]?.from ?? Infinity) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
