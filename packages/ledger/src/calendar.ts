import { RunrateError } from "@runrate/core";
import { Temporal } from "temporal-polyfill";
import type { TimeBucket } from "./dimension.ts";

const HOUR_MS = 3_600_000;

/** A calendar bucket: where it starts, and its name in answers ("2026-11-24", "2026-11"; a week has its Monday's). */
export interface BucketStart {
  readonly at: number;
  readonly name: string;
}

/** A part of a period in which the zone's clock runs a constant number of minutes past UTC's hours. */
export interface HourSegment {
  readonly from: number;
  readonly to: number;
  /** Milliseconds by which the zone's hours start before UTC's: 0 for whole-hour offsets, 1,800,000 for India. */
  readonly shiftMs: number;
}

/** The buckets of a unit that a period touches, in order; the first may start before the period does. */
export function bucketStarts(unit: Exclude<TimeBucket, "hour">, from: number, to: number, zone: string): BucketStart[] {
  const starts: BucketStart[] = [];
  let day = firstDay(unit, zoned(from, zone).toPlainDate());
  for (;;) {
    const at = day.toZonedDateTime(zone).epochMilliseconds;
    if (at >= to) return starts;
    starts.push({ at, name: bucketName(unit, day) });
    day = day.add(LENGTHS[unit]);
  }
}

/** Cuts a period where the zone's offset from UTC's hours changes (Lord Howe's daylight saving is half an hour). */
export function hourSegments(from: number, to: number, zone: string): HourSegment[] {
  const segments: HourSegment[] = [];
  let start = zoned(from, zone);
  while (start.epochMilliseconds < to) {
    const next = start.getTimeZoneTransition("next");
    const end = Math.min(to, next?.epochMilliseconds ?? to);
    const shiftMs = (((start.offsetNanoseconds / 1e6) % HOUR_MS) + HOUR_MS) % HOUR_MS;
    const last = segments.at(-1);
    if (last && last.shiftMs === shiftMs) segments[segments.length - 1] = { ...last, to: end };
    else segments.push({ from: start.epochMilliseconds, to: end, shiftMs });
    if (next === null) break;
    start = next;
  }
  return segments;
}

/** The name of an hour bucket: the instant at which it starts. */
export function hourName(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

const LENGTHS = {
  day: { days: 1 },
  week: { weeks: 1 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
} as const;

function firstDay(unit: Exclude<TimeBucket, "hour">, day: Temporal.PlainDate): Temporal.PlainDate {
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

function bucketName(unit: Exclude<TimeBucket, "hour">, day: Temporal.PlainDate): string {
  switch (unit) {
    case "day":
    case "week":
      return day.toString();
    case "month":
      return day.toString().slice(0, 7);
    case "quarter":
      return `${day.toString().slice(0, 4)}-Q${(day.month + 2) / 3}`;
    case "year":
      return day.toString().slice(0, 4);
  }
}

function zoned(at: number, zone: string): Temporal.ZonedDateTime {
  try {
    return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  } catch (cause) {
    throw new RunrateError(
      "unknown_zone",
      `"${zone}" is not a time zone`,
      { zone, hint: 'Use an IANA name such as "Europe/Berlin", or "UTC".' },
      { cause },
    );
  }
}
