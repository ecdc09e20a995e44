import { Temporal } from "temporal-polyfill";
import { RunrateError } from "./errors.ts";
import { parseZone } from "./zone.ts";

/** The calendar units that questions and budgets are asked in. Weeks start on Monday (ISO 8601). */
export type PeriodUnit = "day" | "week" | "month" | "quarter" | "year";

/** Half-open: an instant belongs to it when from ≤ at < to. Both in milliseconds since 1970 UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * `count` whole calendar units in a zone, as a half-open span. Bounds are midnights (or what a zone has instead on a day whose
 * midnight does not exist), so a day may have 23 or 25 hours.
 */
export interface Period extends Span {
  readonly unit: PeriodUnit;
  readonly count: number;
  /** IANA name, as `parseZone` spells it. */
  readonly zone: string;
}

/** A period up to where its data reach, against the earlier period up to the same point. */
export interface LikeWithLike {
  readonly current: Span;
  readonly earlier: Span;
  /** The whole periods that the spans were cut from. */
  readonly period: Period;
  readonly earlierPeriod: Period;
  /** True when the current period is not over, hence both are cut. */
  readonly partial: boolean;
}

/** The day, week, month, quarter or year that contains an instant, in a zone. */
export function periodAt(unit: PeriodUnit, at: number, zone: string): Period {
  const name = parseZone(zone);
  return periodFrom(firstDayOf(unit, dayAt(at, name)), unit, 1, name);
}

/** A month by number (1 to 12) of a year. */
export function monthPeriod(year: number, month: number, zone: string): Period {
  if (!Number.isInteger(year) || year < 1970 || year > 2200 || !Number.isInteger(month) || month < 1 || month > 12) {
    throw new RunrateError("bad_period", `month ${month} of ${year} does not exist`, {
      hint: "Months run from 1 to 12.",
    });
  }
  return periodFrom(new Temporal.PlainDate(year, month, 1), "month", 1, parseZone(zone));
}

/**
 * The last `count` calendar units up to and including the one that contains `now`: "last 7 days" is today so far and the six
 * days before.
 *
 * @throws RunrateError `bad_period` unless count is whole and from 1 to 3,660.
 */
export function lastPeriods(count: number, unit: PeriodUnit, now: number, zone: string): Period {
  if (!Number.isInteger(count) || count < 1 || count > 3_660) {
    throw new RunrateError("bad_period", `"last ${count} ${unit}s" is not a period`, {
      hint: `Write a whole number from 1 to 3660, such as "last 7 ${unit}s".`,
    });
  }
  const name = parseZone(zone);
  const current = firstDayOf(unit, dayAt(now, name));
  return periodFrom(current.subtract(unitsOf(unit, count - 1)), unit, count, name);
}

/**
 * The days from one calendar day up to, not including, another ("2026-11-01" to "2026-12-01" is November).
 *
 * @throws RunrateError `bad_period` when a day does not exist or the second is not after the first.
 */
export function daysPeriod(fromDay: string, toDay: string, zone: string): Period {
  const from = parseDay(fromDay);
  const to = parseDay(toDay);
  const count = from.until(to, { largestUnit: "day" }).days;
  if (count < 1) {
    throw new RunrateError("bad_period", `the period ends (${toDay}) before it begins (${fromDay})`, {
      hint: "The end is exclusive: one day is from 2026-11-24 to 2026-11-25.",
    });
  }
  return periodFrom(from, "day", count, parseZone(zone));
}

/** The same number of the same units directly before: May before June, the seven days before the last seven. */
export function previousPeriod(period: Period): Period {
  return shiftPeriod(period, -1);
}

/** The same number of the same units directly after. */
export function nextPeriod(period: Period): Period {
  return shiftPeriod(period, 1);
}

/** The same period one year earlier; 29 February becomes 28 February. */
export function yearBefore(period: Period): Period {
  const from = firstDayOf(period.unit, dayAt(period.from, period.zone).subtract({ years: 1 }));
  return periodFrom(from, period.unit, period.count, period.zone);
}

/** True when the data do not reach the period's end: it is not over, or not all of it has arrived. */
export function isPartial(period: Span, dataThrough: number): boolean {
  return dataThrough < period.to;
}

/** The part of a period that has elapsed at an instant; empty (from = to) before it begins. */
export function elapsedSpan(period: Span, until: number): Span {
  return { from: period.from, to: Math.min(period.to, Math.max(period.from, until)) };
}

/**
 * A period against an earlier one, over the same elapsed span: the same number of calendar days and the same wall-clock time
 * of the last day, so a change to summer time does not shift it. The earlier span never passes its own period's end: on
 * 31 March, all of February.
 *
 * @param dataThrough where the data end; at or after the period's end both periods are whole
 */
export function likeWithLike(
  period: Period,
  dataThrough: number,
  earlierPeriod = previousPeriod(period),
): LikeWithLike {
  const current = elapsedSpan(period, dataThrough);
  if (!isPartial(period, dataThrough)) {
    return {
      current,
      earlier: { from: earlierPeriod.from, to: earlierPeriod.to },
      period,
      earlierPeriod,
      partial: false,
    };
  }
  const until = zoned(current.to, period.zone);
  const days = dayAt(period.from, period.zone).until(until.toPlainDate(), { largestUnit: "day" }).days;
  const earlierEnd = dayAt(earlierPeriod.from, earlierPeriod.zone)
    .add({ days })
    .toZonedDateTime({ timeZone: earlierPeriod.zone, plainTime: until.toPlainTime() }).epochMilliseconds;
  return { current, earlier: elapsedSpan(earlierPeriod, earlierEnd), period, earlierPeriod, partial: true };
}

/** The calendar days of a span in a zone, in order; the first and last are cut to the span. */
export function daysOf(span: Span, zone: string): Span[] {
  const name = parseZone(zone);
  const days: Span[] = [];
  let day = dayAt(span.from, name);
  let from = span.from;
  while (from < span.to) {
    day = day.add({ days: 1 });
    const to = Math.min(span.to, midnight(day, name));
    days.push({ from, to });
    from = to;
  }
  return days;
}

/** How many days a period has, by calendar: 28 to 31 for a month, however long each of them is. */
export function dayCount(period: Span, zone: string): number {
  const name = parseZone(zone);
  return dayAt(period.from, name).until(dayAt(period.to, name), { largestUnit: "day" }).days;
}

/** The calendar day that contains an instant, in a zone: "2026-11-24". */
export function dayName(at: number, zone: string): string {
  return dayAt(at, parseZone(zone)).toString();
}

/** The month that contains an instant, in a zone: "2026-11". */
export function monthName(at: number, zone: string): string {
  return dayName(at, zone).slice(0, 7);
}

/** The first instant of a calendar day ("2026-11-24") in a zone. @throws RunrateError `bad_period` if it does not exist. */
export function startOfDay(day: string, zone: string): number {
  return midnight(parseDay(day), parseZone(zone));
}

/** Monday is 1, Sunday 7. */
export function weekday(at: number, zone: string): number {
  return dayAt(at, parseZone(zone)).dayOfWeek;
}

/** The hour of the week by the wall clock, 0 (Monday from midnight) to 167. */
export function hourOfWeek(at: number, zone: string): number {
  const time = zoned(at, parseZone(zone));
  return (time.dayOfWeek - 1) * 24 + time.hour;
}

function shiftPeriod(period: Period, steps: 1 | -1): Period {
  const first = dayAt(period.from, period.zone);
  const length = unitsOf(period.unit, period.count);
  return periodFrom(steps === 1 ? first.add(length) : first.subtract(length), period.unit, period.count, period.zone);
}

function periodFrom(first: Temporal.PlainDate, unit: PeriodUnit, count: number, zone: string): Period {
  return { from: midnight(first, zone), to: midnight(first.add(unitsOf(unit, count)), zone), unit, count, zone };
}

function unitsOf(unit: PeriodUnit, count: number): Temporal.DurationLike {
  switch (unit) {
    case "day":
      return { days: count };
    case "week":
      return { weeks: count };
    case "month":
      return { months: count };
    case "quarter":
      return { months: 3 * count };
    case "year":
      return { years: count };
  }
}

function firstDayOf(unit: PeriodUnit, day: Temporal.PlainDate): Temporal.PlainDate {
  switch (unit) {
    case "day":
      return day;
    case "week":
      return day.subtract({ days: day.dayOfWeek - 1 });
    case "month":
      return day.with({ day: 1 });
    case "quarter":
      return day.with({ month: day.month - ((day.month - 1) % 3), day: 1 });
    case "year":
      return day.with({ month: 1, day: 1 });
  }
}

function zoned(at: number, zone: string): Temporal.ZonedDateTime {
  if (!Number.isSafeInteger(at) || Math.abs(at) > 8.64e15) {
    throw new RunrateError("bad_instant", `${at} is not an instant in milliseconds`, {
      hint: "Instants are whole milliseconds since 1970 UTC.",
    });
  }
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

function dayAt(at: number, zone: string): Temporal.PlainDate {
  return zoned(at, zone).toPlainDate();
}

function midnight(day: Temporal.PlainDate, zone: string): number {
  return day.toZonedDateTime(zone).epochMilliseconds;
}

function parseDay(text: string): Temporal.PlainDate {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  try {
    if (parts) return Temporal.PlainDate.from(text.trim());
  } catch {
    // A day that does not exist, such as 30 February, is the same mistake as a malformed one.
  }
  throw new RunrateError("bad_period", `"${text.slice(0, 40)}" is not a calendar day`, {
    hint: 'Write year-month-day, such as "2026-11-24".',
  });
}
