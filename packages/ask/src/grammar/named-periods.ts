import { dayName, periodAt, RunrateError, weekday } from "@runrate/core";
import type { QueryPeriod } from "../query.ts";
import {
  addDays,
  dayNumberAt,
  isoDay,
  latestYear,
  monthNumber,
  monthOf,
  oneDay,
  weekAt,
  yearAt,
  type FoundPeriod,
  type PeriodContext,
} from "./calendar-words.ts";
import type { Words } from "./words.ts";

export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/** What stands before a unit or a weekday that is over, as `Words.fits` reads it. */
export const LAST = "last|previous|past|prior|preceding";

/** Months, quarters, years, days by their names. */
export function namedAt(words: Words, index: number, context: PeriodContext): FoundPeriod | undefined {
  const word = words.wordAt(index) ?? "";
  const found = (period: QueryPeriod, count = 1): FoundPeriod => ({ period, index, count });
  const iso = /^(\d{4})-(\d{2})(?:-(\d{2}))?(?:t\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?z?)?$/.exec(word);
  if (iso) {
    const [, year = "", month = "", day] = iso;
    return found(day === undefined ? monthOf(Number(year), Number(month)) : oneDay(`${year}-${month}-${day}`, context));
  }
  const week = weekAt(words, index, context);
  if (week) return week;
  const quarter = /^q([1-4])(?:[-/]?(\d{4}))?$/.exec(word);
  if (quarter) {
    const of = words.fits("of", index + 1);
    const written = quarter[2] ?? yearAt(words, index + 1 + of);
    const current = Number(dayName(context.now, context.zone).slice(0, 4));
    const number = Number(quarter[1]);
    const begun = (number - 1) * 3 + 1 <= Number(dayName(context.now, context.zone).slice(5, 7));
    const year = written === undefined ? (begun ? current : current - 1) : Number(written);
    return found(
      { kind: "quarter", year, quarter: number },
      written !== undefined && quarter[2] === undefined ? 2 + of : 1,
    );
  }
  const running = words.fits("this", index);
  const weekdayName = WEEKDAYS.indexOf(words.wordAt(index + (running || words.fits(LAST, index))) ?? "");
  if (weekdayName >= 0 && running > 0) return found(thisWeekday(weekdayName + 1, context), 2);
  if (weekdayName >= 0) return found(lastWeekday(weekdayName + 1, context), words.fits(LAST, index) + 1);
  const month = monthNumber(word);
  if (month !== undefined) return monthAt(words, index, month, context);
  return dayThenMonth(words, index, context) ?? bareYear(words, index);
}

/** "october", "october 15", "october of last year". */
export function monthAt(words: Words, index: number, month: number, context: PeriodContext): FoundPeriod {
  const dayCount = dayNumberAt(words, index + 1);
  if (dayCount) {
    const written = yearAt(words, index + 1 + dayCount.count);
    const year = written === undefined ? latestYear(month, context) : Number(written);
    const count = 1 + dayCount.count + (written === undefined ? 0 : 1);
    return { period: oneDay(isoDay(year, month, dayCount.day), context), index, count };
  }
  const of = words.fits("of", index + 1);
  const written = yearAt(words, index + 1 + of);
  const before = words.fits("?of last|previous year", index + 1);
  const running = words.fits("?of this|current year", index + 1);
  const current = Number(dayName(context.now, context.zone).slice(0, 4));
  const spoken = before > 0 ? current - 1 : running > 0 ? current : undefined;
  const year = written === undefined ? (spoken ?? latestYear(month, context)) : Number(written);
  return { period: monthOf(year, month), index, count: 1 + (written === undefined ? before + running : 1 + of) };
}

/** "5 november", "5th of november 2026". */
function dayThenMonth(words: Words, index: number, context: PeriodContext): FoundPeriod | undefined {
  const day = dayNumberAt(words, index);
  if (!day) return undefined;
  const of = words.fits("of", index + day.count);
  const month = monthNumber(words.wordAt(index + day.count + of) ?? "");
  if (month === undefined) return undefined;
  const next = index + day.count + of + 1;
  const written = yearAt(words, next);
  const year = written === undefined ? latestYear(month, context) : Number(written);
  return {
    period: oneDay(isoDay(year, month, day.day), context),
    index,
    count: next + (written === undefined ? 0 : 1) - index,
  };
}

/** A year is a period after "in" or as the only number: a bare 2026 among other numbers may well be a count. */
function bareYear(words: Words, index: number): FoundPeriod | undefined {
  const year = yearAt(words, index);
  if (year === undefined) return undefined;
  const before = words.tokens[index - 1]?.text;
  const after = words.tokens[index + 1]?.text;
  const numbers = words.tokens.filter(({ kind }) => kind === "number").length;
  const named = before === "in" || before === "of" || before === "vs" || after === "vs" || numbers === 1;
  return named ? { period: { kind: "year", year: Number(year) }, index, count: 1 } : undefined;
}

/** "this friday" is a day of the running week. @throws RunrateError `bad_period` where it has not begun */
function thisWeekday(wanted: number, { now, zone }: PeriodContext): QueryPeriod {
  const day = addDays(dayName(periodAt("week", now, zone).from, zone), wanted - 1);
  if (day > dayName(now, zone))
    throw new RunrateError("bad_period", `${day} has not come yet`, {
      hint: `Write "last ${WEEKDAYS[wanted - 1] ?? ""}".`,
    });
  return { kind: "days", from: day, to: addDays(day, 1) };
}

/** The latest such day that is over: on a Tuesday, "tuesday" is a week ago. */
function lastWeekday(wanted: number, { now, zone }: PeriodContext): QueryPeriod {
  let day = periodAt("day", now, zone);
  do {
    day = periodAt("day", day.from - 1, zone);
  } while (weekday(day.from, zone) !== wanted);
  return { kind: "days", from: dayName(day.from, zone), to: dayName(day.to, zone) };
}
