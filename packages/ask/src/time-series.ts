import { dayName, monthName, nextPeriod, periodAt, picoUsd, type PicoUsd, type Span } from "@runrate/core";
import type { SpendRow } from "@runrate/ledger";
import type { AnswerSeries } from "./answer.ts";
import type { QueryBucket } from "./query.ts";

const HOUR_MS = 3_600_000;
/** A chart with more points says nothing more. */
const MOST_POINTS = 2_000;

/** The names of all buckets of a span, in order, as the ledger names them: those without usage are there too. */
export function bucketNames(bucket: QueryBucket, span: Span, zone: string): string[] {
  const names: string[] = [];
  if (bucket === "hour") {
    for (
      let at = Math.floor(span.from / HOUR_MS) * HOUR_MS;
      at < span.to && names.length < MOST_POINTS;
      at += HOUR_MS
    ) {
      names.push(`${new Date(at).toISOString().slice(0, 19)}Z`);
    }
    return names;
  }
  let period = periodAt(bucket, span.from, zone);
  while (period.from < span.to && names.length < MOST_POINTS) {
    names.push(bucketOfInstant(bucket, period.from, zone));
    period = nextPeriod(period);
  }
  return names;
}

/** The name of the bucket in which an instant lies. */
export function bucketOfInstant(bucket: Exclude<QueryBucket, "hour">, at: number, zone: string): string {
  switch (bucket) {
    case "day":
      return dayName(at, zone);
    case "week":
      return dayName(periodAt("week", at, zone).from, zone);
    case "month":
      return monthName(at, zone);
    case "quarter": {
      const month = monthName(at, zone);
      return `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
    }
    case "year":
      return dayName(at, zone).slice(0, 4);
  }
}

/** One line of spend over buckets: 0 where there was none. */
export function spendSeries(
  name: string,
  buckets: readonly string[],
  rows: readonly Pick<SpendRow, "key" | "usd">[],
): AnswerSeries {
  const sums = new Map<string, bigint>();
  for (const { key, usd } of rows) sums.set(key[0] ?? "", (sums.get(key[0] ?? "") ?? 0n) + usd);
  const points = buckets.map((label): { label: string; usd: PicoUsd } => ({
    label,
    usd: picoUsd(sums.get(label) ?? 0n),
  }));
  return { name, of: "spend", points };
}

/** A bucket in which a span makes a readable chart. */
export function fittingBucket({ from, to }: Span): QueryBucket {
  const days = (to - from) / (24 * HOUR_MS);
  if (days <= 2.1) return "hour";
  if (days <= 100) return "day";
  return days <= 400 ? "week" : "month";
}
