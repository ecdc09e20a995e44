import { dayName, nextPeriod, periodAt, RunrateError } from "@runrate/core";
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
  for (let bucket = periodAt(unit, from, zone); bucket.from < to; bucket = nextPeriod(bucket))
    starts.push({ at: bucket.from, name: bucketName(unit, dayName(bucket.from, zone)) });
  return starts;
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

function bucketName(unit: Exclude<TimeBucket, "hour">, firstDay: string): string {
  switch (unit) {
    case "day":
    case "week":
      return firstDay;
    case "month":
      return firstDay.slice(0, 7);
    case "quarter":
      return `${firstDay.slice(0, 4)}-Q${(Number(firstDay.slice(5, 7)) + 2) / 3}`;
    case "year":
      return firstDay.slice(0, 4);
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
