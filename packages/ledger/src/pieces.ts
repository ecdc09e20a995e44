import { RunrateError } from "@runrate/core";
import { bucketStarts, hourName, hourSegments, type BucketStart } from "./calendar.ts";
import { HOUR_MS } from "./rollup.ts";
import { filtersOf, needsRecords, teamInstants } from "./scope.ts";
import type { LedgerReader, SpendQuery } from "./store.ts";
import type { Dimension, TimeBucket } from "./dimension.ts";

/** A stretch of time that lies in one bucket of each unit asked for; [lo, hi) in hours for roll-ups, in milliseconds for records. */
export interface Piece {
  /** Where the bucket piece starts, in milliseconds: what rows are grouped by. */
  readonly start: number;
  readonly lo: number;
  readonly hi: number;
}

/** Pieces that are read alike. `hourShiftMs`: rows are grouped by hour, cut that much before UTC's; absent: by piece. */
export interface PieceSet {
  readonly rollups: readonly Piece[];
  readonly records: readonly Piece[];
  readonly hourShiftMs?: number;
}

/** How a question reads the ledger: whole hours from roll-ups, what is left over at the edges from records. */
export interface PiecePlan {
  readonly sets: readonly PieceSet[];
  /** The names of the buckets that an instant returned as `start` lies in, for a time bucket of the question. */
  nameOf(unit: TimeBucket, start: number): string;
}

const TIME_BUCKETS = new Set<string>(["hour", "day", "week", "month", "quarter", "year"]);

export function isTimeBucket(by: Dimension | TimeBucket): by is TimeBucket {
  return TIME_BUCKETS.has(by);
}

/**
 * Plans the reading of a period.
 *
 * @throws RunrateError `unknown_zone`; `bad_period` for a period that ends before it starts or has no whole milliseconds.
 */
export function planPieces(ledger: LedgerReader, query: SpendQuery): PiecePlan {
  const { from, to, zone } = query;
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from > to) {
    throw new RunrateError("bad_period", `the period from ${from} to ${to} is not one`, {
      hint: "Both ends are whole milliseconds since 1970 UTC, the end after the start.",
    });
  }
  const units = query.by.filter(isTimeBucket);
  const dimensions = query.by.filter((by): by is Dimension => !isTimeBucket(by));
  const asked = [...dimensions, ...filtersOf(ledger, query.where).map((filter) => filter.dimension)];
  const recordsOnly = asked.some((dimension) => needsRecords(ledger, dimension));
  const buckets = new Map<TimeBucket, readonly BucketStart[]>();
  const cuts = new Set<number>(asked.includes("team") ? teamInstants(ledger, from, to) : []);
  for (const unit of units) {
    if (unit === "hour") continue;
    const starts = bucketStarts(unit, from, to, zone);
    buckets.set(unit, starts);
    if (!units.includes("hour")) for (const { at } of starts) if (at > from) cuts.add(at);
  }
  const sets = units.includes("hour")
    ? hourSegments(from, to, zone).map((segment) => ({
        ...split(segment.from, segment.to, cuts, recordsOnly || segment.shiftMs !== 0),
        hourShiftMs: segment.shiftMs,
      }))
    : [split(from, to, cuts, recordsOnly)];
  return {
    sets,
    nameOf: (unit, start) => (unit === "hour" ? hourName(start) : bucketAt(buckets.get(unit) ?? [], start)),
  };
}

function split(
  from: number,
  to: number,
  cuts: ReadonlySet<number>,
  recordsOnly: boolean,
): { rollups: Piece[]; records: Piece[] } {
  const rollups: Piece[] = [];
  const records: Piece[] = [];
  const ends = [...cuts].filter((at) => at > from && at < to).sort((a, b) => a - b);
  let start = from;
  for (const end of [...ends, to]) {
    if (end <= start) continue;
    const firstHour = Math.ceil(start / HOUR_MS);
    const lastHour = Math.floor(end / HOUR_MS);
    if (recordsOnly || firstHour >= lastHour) {
      records.push({ start, lo: start, hi: end });
    } else {
      if (firstHour * HOUR_MS > start) records.push({ start, lo: start, hi: firstHour * HOUR_MS });
      rollups.push({ start, lo: firstHour, hi: lastHour });
      if (lastHour * HOUR_MS < end) records.push({ start, lo: lastHour * HOUR_MS, hi: end });
    }
    start = end;
  }
  return { rollups, records };
}

function bucketAt(starts: readonly BucketStart[], at: number): string {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle]?.at ?? Number.POSITIVE_INFINITY) <= at) low = middle;
    else high = middle - 1;
  }
  return starts[low]?.name ?? "";
}
