import { dayName, periodAt } from "@runrate/core";
import type { QueryPeriod } from "../query.ts";
import { resolvePeriod } from "../resolve-period.ts";
import { yearAt, type FoundPeriod, type PeriodContext } from "./calendar-words.ts";
import type { Words } from "./words.ts";

type PeriodReader = (words: Words, index: number, context: PeriodContext) => FoundPeriod | undefined;

/** Parts of a longer period: "first half of november", "the last 3 days of october", "second week of q3", "h1 2026". */
export function partAt(
  words: Words,
  index: number,
  context: PeriodContext,
  read: PeriodReader,
): FoundPeriod | undefined {
  return halfYearAt(words, index, context) ?? partOfAt(words, index, context, read);
}

function halfYearAt(words: Words, index: number, { now, zone }: PeriodContext): FoundPeriod | undefined {
  const half = /^h([12])$/.exec(words.wordAt(index) ?? "")?.[1];
  if (half === undefined) return undefined;
  const written = yearAt(words, index + 1);
  const today = dayName(now, zone);
  const current = Number(today.slice(0, 4));
  const begun = half === "1" || Number(today.slice(5, 7)) > 6;
  const year = written === undefined ? (begun ? current : current - 1) : Number(written);
  const [from, to] = half === "1" ? [`${year}-01-01`, `${year}-07-01`] : [`${year}-07-01`, `${year + 1}-01-01`];
  return { period: { kind: "days", from, to }, index, count: written === undefined ? 1 : 2 };
}

const ORDINALS = "first|second|third|fourth|fifth".split("|");
/** As long as a question's periods get: ten years. */
const MOST_DAYS = 3_700;
const NUMBERS = "two three four five six seven eight nine ten".split(" ");

function partOfAt(words: Words, index: number, context: PeriodContext, read: PeriodReader): FoundPeriod | undefined {
  const the = words.fits("the", index);
  const place = index + the;
  const word = words.wordAt(place) ?? "";
  const isLast = /^(last|final|latter)$/.test(word);
  const ordinal = isLast ? 0 : ORDINALS.indexOf(word);
  if (ordinal < 0) return undefined;
  const counted = countAt(words, place + 1);
  const unitIndex = place + 1 + (counted === null ? 0 : 1);
  const unit = /^(half|day|week|month)s?$/.exec(words.wordAt(unitIndex) ?? "")?.[1];
  const of = words.fits("of|in ?the", unitIndex + 1);
  if (unit === undefined || of === 0 || (counted !== null && ordinal > 0)) return undefined;
  const whole = read(words, unitIndex + 1 + of, context);
  if (!whole) return undefined;
  const { span, calendar } = resolvePeriod(whole.period, context.now, context.zone);
  if (calendar === null) return undefined;
  const days = daysOf(span.from, span.to, context.zone);
  const part = partOf(days, unit, isLast, ordinal, counted ?? 1);
  if (part === undefined) return undefined;
  return { period: part, index, count: whole.index + whole.count - index };
}

function countAt(words: Words, index: number): number | null {
  const token = words.at(index);
  if (token?.kind === "number" && token.unit === "" && /^[1-9]\d?$/.test(token.value)) return Number(token.value);
  const spelt = NUMBERS.indexOf(words.wordAt(index) ?? "");
  return spelt < 0 ? null : spelt + 2;
}

/** Every day of a period, and the day after it. */
function daysOf(from: number, to: number, zone: string): string[] {
  const days: string[] = [];
  for (let at = from; at < to && days.length < MOST_DAYS; at = periodAt("day", at, zone).to)
    days.push(dayName(at, zone));
  return [...days, dayName(to, zone)];
}

function partOf(
  days: readonly string[],
  unit: string,
  isLast: boolean,
  ordinal: number,
  count: number,
): QueryPeriod | undefined {
  const length = days.length - 1;
  const [start, end] =
    unit === "half" ? halfOf(days, isLast ? 1 : ordinal) : stretchOf(days, unit, isLast, ordinal, count);
  const [from, to] = [days[start], days[Math.min(end, length)]];
  return from === undefined || to === undefined || start < 0 || start >= end || start >= length
    ? undefined
    : { kind: "days", from, to };
}

/** Months are halved by their days, the first half being the shorter; years by their months. */
function halfOf(days: readonly string[], which: number): readonly [start: number, end: number] {
  const length = days.length - 1;
  const july = days.findIndex((day) => day.slice(5) === "07-01");
  const middle = length > 360 && length < 370 && july > 0 ? july : Math.floor(length / 2);
  return which === 0 ? [0, middle] : which === 1 ? [middle, length] : [0, 0];
}

/** Weeks are seven days from the period's first, or up to its last; months are those of the calendar. */
function stretchOf(
  days: readonly string[],
  unit: string,
  isLast: boolean,
  ordinal: number,
  count: number,
): readonly [start: number, end: number] {
  const length = days.length - 1;
  if (unit === "month") {
    const starts = [...days.keys()].filter((index) => days[index]?.endsWith("-01"));
    const end = (place: number) => starts[place] ?? length;
    if (starts[0] !== 0 || starts.at(-1) !== length) return [0, 0];
    const last = starts.length - 1;
    return isLast ? [end(last - count), length] : [end(ordinal), end(ordinal + count)];
  }
  const size = (unit === "week" ? 7 : 1) * count;
  return isLast ? [Math.max(0, length - size), length] : [ordinal * size, (ordinal + 1) * size];
}
