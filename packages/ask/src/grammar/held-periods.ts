import { dayName } from "@runrate/core";
import type { NotUnderstood, QueryAgainst, QueryPeriod } from "../query.ts";
import { resolvePeriod } from "../resolve-period.ts";
import { refused, type QuestionContext } from "./context.ts";

const UNITS = ["day", "week", "month", "quarter", "year"] as const;
type Unit = (typeof UNITS)[number];

/**
 * Two periods that are held against each other, so that like is compared with like: the one that is running is the one that is
 * judged ("compare october and november"), and a day is not held against a week.
 */
export function heldPeriods(
  period: QueryPeriod,
  against: QueryAgainst,
  { now, zone }: QuestionContext,
): { readonly kind: "held"; readonly period: QueryPeriod; readonly against: QueryAgainst } | NotUnderstood {
  if (against.kind === "previous" || against.kind === "year_before") return { kind: "held", period, against };
  const [own, other] = [calendarUnit(period, zone, now), calendarUnit(against, zone, now)];
  if (own !== undefined && other !== undefined && own !== other) {
    return refused(
      `a ${own} is not held against a ${other}`,
      "yesterday vs 8 days ago",
      "this week vs last week",
      "this month vs last month",
    );
  }
  const [first, second] = [resolvePeriod(period, now, zone).span, resolvePeriod(against, now, zone).span];
  const swaps = second.to > now && first.to <= now && first.from < second.from;
  return swaps ? { kind: "held", period: against, against: period } : { kind: "held", period, against };
}

/** The calendar unit that a period is one of. */
export function calendarUnit(period: QueryPeriod, zone: string, now: number): Unit | undefined {
  switch (period.kind) {
    case "unit":
      return period.unit;
    case "month":
    case "quarter":
    case "year":
      return period.kind;
    case "days": {
      const { from, to } = resolvePeriod(period, now, zone).span;
      return dayName(from, zone) === dayName(to - 1, zone) ? "day" : undefined;
    }
    default:
      return undefined;
  }
}
