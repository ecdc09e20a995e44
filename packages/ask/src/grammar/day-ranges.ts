import { RunrateError } from "@runrate/core";
import {
  dayNumberAt,
  isoDay,
  latestYear,
  monthNumber,
  oneDay,
  yearAt,
  type FoundPeriod,
  type PeriodContext,
} from "./calendar-words.ts";
import type { Words } from "./words.ts";

/** Days of one month, both of them meant: "november 1 to 10", "between 1 and 10 november", "from the 1st through the 10th of november 2026". */
export function dayRangeAt(words: Words, index: number, context: PeriodContext): FoundPeriod | undefined {
  const between = words.fits("between", index);
  const start = index + Math.max(between, words.fits("from", index));
  const leading = monthNumber(words.wordAt(start) ?? "");
  const first = dayAt(words, start + (leading === undefined ? 0 : 1));
  if (!first) return undefined;
  const separator = words.fits(between > 0 ? "and" : "to|through|thru|until|till", first.next);
  const second = separator === 0 ? undefined : dayAt(words, first.next + separator);
  if (!second) return undefined;
  const of = words.fits("of", second.next);
  const trailing = monthNumber(words.wordAt(second.next + of) ?? "");
  // With a month on both sides, each day has its own.
  const month = leading === undefined ? trailing : trailing === undefined ? leading : undefined;
  if (month === undefined) return undefined;
  const next = leading === undefined ? second.next + of + 1 : second.next;
  const written = yearAt(words, next);
  const year = written === undefined ? latestYear(month, context) : Number(written);
  const [from, last] = [isoDay(year, month, first.day), isoDay(year, month, second.day)];
  if (last < from)
    throw new RunrateError("bad_period", `${last} is not after ${from}`, { hint: "Name the earlier day first." });
  oneDay(from, context);
  const day = oneDay(last, context);
  const to = day.kind === "days" ? day.to : null;
  return { period: { kind: "days", from, to }, index, count: next + (written === undefined ? 0 : 1) - index };
}

function dayAt(words: Words, index: number): { readonly day: number; readonly next: number } | undefined {
  const the = words.fits("the", index);
  const found = dayNumberAt(words, index + the);
  return found && { day: found.day, next: index + the + found.count };
}
