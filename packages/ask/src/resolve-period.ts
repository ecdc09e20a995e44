import {
  dayName,
  daysPeriod,
  lastPeriods,
  monthPeriod,
  monthText,
  periodAt,
  previousPeriod,
  quarterText,
  RunrateError,
  yearBefore,
  type Period,
  type Span,
} from "@runrate/core";
import type { QueryAgainst, QueryPeriod } from "./query.ts";

/** A period of a question as instants, with its calendar units where it has any ("last 24 hours" and "all time" have none). */
export interface ResolvedPeriod {
  readonly span: Span;
  readonly calendar: Period | null;
  /** As a person says it: "November 2026", "last 7 days". */
  readonly label: string;
}

const HOUR_MS = 3_600_000;
/** Runrate reads no usage from before. */
const BEGINNING = "2020-01-01";

/** The instants that a period of a question stands for, by the clock and in a zone. @throws RunrateError `bad_period` */
export function resolvePeriod(period: QueryPeriod, now: number, zone: string): ResolvedPeriod {
  switch (period.kind) {
    case "unit": {
      let calendar = periodAt(period.unit, now, zone);
      for (let back = 0; back < period.back; back += 1) calendar = previousPeriod(calendar);
      return ofCalendar(calendar, unitLabel(period.unit, period.back, calendar));
    }
    case "last": {
      const label = `last ${period.count === 1 ? "" : `${period.count} `}${period.unit}${period.count === 1 ? "" : "s"}`;
      if (period.unit !== "hour") return ofCalendar(lastPeriods(period.count, period.unit, now, zone), label);
      return { span: { from: now - period.count * HOUR_MS, to: now }, calendar: null, label };
    }
    case "month": {
      const calendar = monthPeriod(period.year, period.month, zone);
      return ofCalendar(calendar, monthText(calendar.from, zone));
    }
    case "quarter": {
      const first = monthPeriod(period.year, period.quarter * 3 - 2, zone);
      return ofCalendar(periodAt("quarter", first.from, zone), `Q${period.quarter} ${period.year}`);
    }
    case "year":
      return ofCalendar(periodAt("year", monthPeriod(period.year, 1, zone).from, zone), String(period.year));
    case "days": {
      if (period.to === null) {
        const tomorrow = dayName(periodAt("day", now, zone).to, zone);
        if (period.from >= tomorrow) {
          throw new RunrateError("bad_period", `${period.from} has not come yet`, {
            hint: "Ask about a day that has begun.",
          });
        }
        return ofCalendar(daysPeriod(period.from, tomorrow, zone), `since ${period.from}`);
      }
      const calendar = daysPeriod(period.from, period.to, zone);
      const last = dayName(calendar.to - 1, zone);
      return ofCalendar(calendar, last === period.from ? period.from : `${period.from} through ${last}`);
    }
    case "all": {
      const tomorrow = dayName(periodAt("day", now, zone).to, zone);
      return { span: daysPeriod(BEGINNING, tomorrow, zone), calendar: null, label: "all time" };
    }
  }
}

/** The period that another is held against. */
export function resolveAgainst(
  against: QueryAgainst,
  period: ResolvedPeriod,
  now: number,
  zone: string,
): ResolvedPeriod {
  if (against.kind !== "previous" && against.kind !== "year_before") return resolvePeriod(against, now, zone);
  if (period.calendar === null) {
    const { from, to } = period.span;
    if (against.kind === "year_before" || period.label === "all time") {
      throw new RunrateError("bad_period", `${period.label} has no earlier period to be held against`, {
        hint: 'Compare calendar periods, such as "this month vs last".',
      });
    }
    return {
      span: { from: from - (to - from), to: from },
      calendar: null,
      label: `the ${period.label.slice(5)} before`,
    };
  }
  const calendar = against.kind === "previous" ? previousPeriod(period.calendar) : yearBefore(period.calendar);
  return ofCalendar(calendar, calendarLabel(calendar, period.label));
}

function ofCalendar(calendar: Period, label: string): ResolvedPeriod {
  return { span: { from: calendar.from, to: calendar.to }, calendar, label };
}

function unitLabel(unit: Period["unit"], back: number, calendar: Period): string {
  if (unit !== "day") return calendarLabel(calendar, "");
  const day = dayName(calendar.from, calendar.zone);
  return back === 0 ? `today (${day})` : back === 1 ? `yesterday (${day})` : day;
}

/** A calendar period by its name where it has one; `other` is what it is compared with. */
function calendarLabel(calendar: Period, other: string): string {
  const first = dayName(calendar.from, calendar.zone);
  if (calendar.count === 1) {
    switch (calendar.unit) {
      case "day":
        return first;
      case "week":
        return `the week of ${first}`;
      case "month":
        return monthText(calendar.from, calendar.zone);
      case "quarter":
        return quarterText(calendar.from, calendar.zone);
      case "year":
        return first.slice(0, 4);
    }
  }
  return other.startsWith("last ")
    ? `the ${other.slice(5)} before`
    : `${first} through ${dayName(calendar.to - 1, calendar.zone)}`;
}
