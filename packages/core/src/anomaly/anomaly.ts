import type { SpendPoint } from "../forecast/daily-spend.ts";
import { picoUsd, type PicoUsd } from "../money.ts";
import { daysOf, type Span } from "../period.ts";
import type { Rational } from "../rational.ts";
import { parseZone } from "../zone.ts";
import { daySlot, hourSlots, usualOf, type Slot } from "./usual-spend.ts";

export type AnomalyGrain = "hour" | "day";

export interface AnomalyQuestion {
  /** `hour`: the last whole hour before `dataThrough`; `day`: the calendar day so far, against the same hours of other days. */
  readonly grain: AnomalyGrain;
  /** Up to where the data are complete, exclusive. */
  readonly dataThrough: number;
  readonly zone: string;
  /** Hourly spend of at least 14 days before, at best of the last eight weeks. Hours without spend may be left out. */
  readonly spend: readonly SpendPoint[];
  /** How many times the usual; above 1. */
  readonly ratio: Rational;
  /** And how much above the usual at least. */
  readonly floorUsd: PicoUsd;
  /** Someone said that higher spend is expected: nothing is raised before this instant. */
  readonly expectedUntil?: number;
}

export type AnomalyFinding =
  | { readonly kind: "too-little-data"; readonly reason: string }
  | ({ readonly kind: "usual" } & Comparison)
  /** Out of the ordinary, but said to be expected. */
  | ({ readonly kind: "expected"; readonly until: number } & Comparison)
  | ({ readonly kind: "anomaly" } & Comparison);

export interface Comparison extends Span {
  readonly usd: PicoUsd;
  /** Median of the same hour, or the same hours of the day, in the weeks before. */
  readonly usualUsd: PicoUsd;
  /** What lies above the usual; negative when it lies below. */
  readonly overUsd: PicoUsd;
  /** How many stretches the median was taken of. */
  readonly samples: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LEAST_HISTORY = 14 * DAY;
const HISTORY = 56 * DAY;

/** Above the median by more than so many median absolute deviations (3 × 1.48, three standard deviations of normal noise). */
const DEVIATIONS = [445n, 100n] as const;

/** At most this part of the history was as far above its usual, in multiples of it: bursty spend has to burst higher. */
const RARE = [1n, 200n] as const;

/** Where next to nothing is usual, multiples are taken of at least this part of the mean. */
const LEAST_USUAL = 20n;

/**
 * Whether the last hour, or the day so far, costs far more than the same hour of the week did (median and median absolute
 * deviation of up to eight weeks, at least 14 days). All four must hold: above `ratio` times the usual, above it by `floorUsd`,
 * by three deviations, and by a multiple that at most 1 in 200 of the history's hours or days reached.
 *
 * Judged on real traces with injected spikes (test/anomaly-detection.test.ts prints recall and precision): the last rule is what
 * keeps bursty spend, whose median is next to nothing, from raising an alert a day.
 *
 * Under four weeks the same hours of all weekdays (or of both weekend days) stand in for those of one weekday.
 */
export function findAnomaly(question: AnomalyQuestion): AnomalyFinding {
  const { grain, dataThrough, floorUsd, ratio, expectedUntil } = question;
  const zone = parseZone(question.zone);
  const slots = grain === "hour" ? hoursBefore(question, zone) : daysBefore(question, zone);
  const current = slots.at(-1);
  const first = question.spend.reduce((least, { at }) => Math.min(least, at), Infinity);
  if (current === undefined || !(current.from - first >= LEAST_HISTORY)) {
    return { kind: "too-little-data", reason: "under 14 days of data before: nothing is known to be usual yet" };
  }
  const history = slots.slice(0, -1);
  const usualFor = usualOf(history);
  const usual = usualFor(current);
  const over = current.usd - usual.median;
  const comparison: Comparison = {
    from: current.from,
    to: current.to,
    usd: picoUsd(current.usd),
    usualUsd: picoUsd(usual.median),
    overUsd: picoUsd(over),
    samples: usual.samples,
  };
  const mean = history.reduce((sum, { usd }) => sum + usd, 0n) / BigInt(history.length);
  const base = (slot: Slot): bigint => max(usualFor(slot).median, max(mean / LEAST_USUAL, 1n));
  const currentBase = base(current);
  const asHigh = history.filter((slot) => slot.usd * currentBase >= current.usd * base(slot)).length;
  const isAnomaly =
    over > 0n &&
    current.usd * ratio.denominator > usual.median * ratio.numerator &&
    over >= floorUsd &&
    over * DEVIATIONS[1] > usual.mad * DEVIATIONS[0] &&
    BigInt(asHigh) * RARE[1] <= BigInt(history.length) * RARE[0];
  if (!isAnomaly) return { kind: "usual", ...comparison };
  if (expectedUntil !== undefined && dataThrough <= expectedUntil) {
    return { kind: "expected", until: expectedUntil, ...comparison };
  }
  return { kind: "anomaly", ...comparison };
}

/** Whole hours, oldest first, the last one ending at `dataThrough` or before. */
function hoursBefore({ dataThrough, spend }: AnomalyQuestion, zone: string): Slot[] {
  const end = Math.floor(dataThrough / HOUR) * HOUR;
  const from = firstAfter(spend, end - HISTORY - HOUR, end);
  const count = Math.max(0, (end - Math.floor(from / HOUR) * HOUR) / HOUR);
  const sums = Array.from({ length: Number.isFinite(count) ? count : 0 }, () => 0n);
  const start = end - sums.length * HOUR;
  for (const { at, usd } of spend) {
    const index = Math.floor((at - start) / HOUR);
    if (at < end && index >= 0) sums[index] = (sums[index] ?? 0n) + usd;
  }
  return hourSlots({ from: start, to: end }, zone, (index) => sums[index] ?? 0n);
}

/** Days, oldest first, each cut to the time of day that `dataThrough` has. A cut at midnight is the whole day before. */
function daysBefore({ dataThrough, spend }: AnomalyQuestion, zone: string): Slot[] {
  const from = firstAfter(spend, dataThrough - HISTORY - DAY, dataThrough);
  if (from === Infinity) return [];
  const days = daysOf({ from, to: dataThrough }, zone);
  const last = days.at(-1);
  const elapsed = last === undefined ? 0 : last.to - last.from;
  const whole =
    days.length > 1 && elapsed >= DAY - HOUR && daysOf({ from: dataThrough - 1, to: dataThrough + 1 }, zone).length > 1;
  const sums = days.map(() => 0n);
  let index = 0;
  for (const { at, usd } of spend.toSorted((a, b) => a.at - b.at)) {
    if (at < from || at >= dataThrough) continue;
    while (index + 1 < days.length && (days[index + 1]?.from ?? Infinity) <= at) index += 1;
    const day = days[index];
    if (day && (whole || at < day.from + elapsed)) sums[index] = (sums[index] ?? 0n) + usd;
  }
  // The first day may have begun before the data.
  return days.map((day, at) => daySlot(day, sums[at] ?? 0n, zone)).slice(1);
}

function firstAfter(spend: readonly SpendPoint[], from: number, to: number): number {
  return spend.reduce((least, { at }) => (at >= from && at < to ? Math.min(least, at) : least), Infinity);
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
