import { dayName, periodAt, RunrateError, type PeriodUnit } from "@runrate/core";
import type { QueryPeriod } from "../query.ts";
import { resolvePeriod } from "../resolve-period.ts";
import { addDays, dayNumberAt, monthNumber, MONTHS, type FoundPeriod, type PeriodContext } from "./calendar-words.ts";
import { calendarUnit } from "./held-periods.ts";
import { dayRangeAt } from "./day-ranges.ts";
import { LAST, monthAt, namedAt, WEEKDAYS } from "./named-periods.ts";
import { partAt } from "./part-words.ts";
import type { Words } from "./words.ts";

export type { FoundPeriod, PeriodContext } from "./calendar-words.ts";

const UNITS = ["day", "week", "month", "quarter", "year"] as const satisfies readonly PeriodUnit[];
const TO_DATE: ReadonlyMap<string, PeriodUnit> = new Map([
  ["wtd", "week"],
  ["mtd", "month"],
  ["qtd", "quarter"],
  ["ytd", "year"],
]);
const LAST_N = "last|past|previous|prior|recent|latest|trailing|preceding";

/** Every word by which periods are named, for suggestions. */
export const PERIOD_WORDS: readonly string[] = [
  "today",
  "yesterday",
  "this",
  "last",
  "previous",
  "since",
  "between",
  "from",
  "date",
  ...UNITS,
  ...UNITS.map((unit) => `${unit}s`),
  "hours",
  ...MONTHS,
  ...WEEKDAYS,
  "first",
  "second",
  "half",
];

/** Takes every period that the words name, in the order in which they stand. @throws RunrateError `bad_period` for an impossible one */
export function takePeriods(words: Words, context: PeriodContext): FoundPeriod[] {
  const found: FoundPeriod[] = [];
  for (let index = 0; index < words.tokens.length; index += 1) {
    const one =
      dayRangeAt(words, index, context) ?? rangeAt(words, index, context) ?? periodAtWord(words, index, context);
    if (!one) continue;
    const last = found.at(-1);
    const after = last === undefined ? 0 : last.index + last.count;
    // "last friday of october" names one period, not two to be held against each other.
    if (last !== undefined && words.tokens[after]?.text === "of" && one.index === after + 1) {
      const text = words.tokens.slice(last.index, one.index + one.count).map(({ raw }) => raw);
      throw new RunrateError("bad_period", `"${text.join(" ").slice(0, 60)}" is no period that is known`, {
        hint: "november 1 to 10",
      });
    }
    words.take(one.index, one.count);
    found.push(one);
    index += one.count - 1;
  }
  return found;
}

/** "since june", "from 2026-11-01 to 2026-11-15", "between june and august", "2026-11-01 through 2026-11-14". */
function rangeAt(words: Words, index: number, context: PeriodContext): FoundPeriod | undefined {
  const lead = words.fits("since|from|between|starting|after ?the", index);
  const start = periodAtWord(words, index + lead, context);
  if (!start) return undefined;
  const next = start.index + start.count;
  const until =
    words.fits("to|until|till|through|thru", next) || (words.fits("between", index) > 0 ? words.fits("and", next) : 0);
  const now = until === 0 ? 0 : words.fits("now|present", next + until);
  if (now > 0)
    return {
      period: { kind: "days", from: firstDay(start.period, context), to: null },
      index,
      count: next + until + now - index,
    };
  const end = until === 0 ? undefined : periodAtWord(words, next + until, context);
  const from = firstDay(start.period, context);
  if (end && (lead > 0 || isDay(start.period) || isDay(end.period) || BLOCKS.has(start.period.kind))) {
    // "to november 10" is said of a day that belongs to it; days written as in `query` are half-open as there.
    const isNamed =
      monthNumber(words.wordAt(end.index) ?? "") !== undefined || dayNumberAt(words, end.index) !== undefined;
    const inclusive =
      words.fits("through|thru", next) > 0 || !isDay(end.period) || (isNamed && words.fits("until|till", next) === 0);
    const extra = words.fits("inclusive|inclusively", end.index + end.count);
    const to = isNow(end.period)
      ? null
      : inclusive || extra > 0
        ? dayAfter(end.period, context)
        : firstDay(end.period, context);
    if (to !== null && to <= from)
      throw new RunrateError("bad_period", `${to} is not after ${from}`, { hint: "Name the earlier day first." });
    return { period: { kind: "days", from, to }, index, count: end.index + end.count + extra - index };
  }
  const open =
    words.fits("since|starting", index) > 0 || (words.fits("from", index) > 0 && words.fits("on|onwards", next) > 0);
  // "from october 15" is since then or of that day, and "until october 15" begins nowhere.
  if (words.fits("from", index) > 0 && isWritten(words, start, context)) {
    throw new RunrateError("bad_period", `it is not said whether it is since ${from} or of ${from}`, {
      hint: `Write "since ${from}" or "${from}".`,
    });
  }
  if (!open) return undefined;
  const onwards = words.fits("on|onwards|until", next);
  return { period: { kind: "days", from, to: null }, index, count: next + onwards - index };
}

/** A day of the calendar, not one counted from today. */
function isWritten(words: Words, { period, index }: FoundPeriod, context: PeriodContext): boolean {
  if (period.kind !== "days" || period.to === null) return false;
  const isWeekday = WEEKDAYS.includes(words.wordAt(index + words.fits(LAST, index)) ?? "");
  return !isWeekday && dayAfter(period, context) === dayAfter({ ...period, to: addDays(period.from, 1) }, context);
}

const BLOCKS: ReadonlySet<QueryPeriod["kind"]> = new Set(["month", "quarter", "year"]);

function isDay(period: QueryPeriod): boolean {
  return period.kind === "days" || (period.kind === "unit" && period.unit === "day");
}

function isNow(period: QueryPeriod): boolean {
  return period.kind === "unit" && period.back === 0;
}

function firstDay(period: QueryPeriod, { now, zone }: PeriodContext): string {
  return dayName(resolvePeriod(period, now, zone).span.from, zone);
}

function dayAfter(period: QueryPeriod, { now, zone }: PeriodContext): string {
  return dayName(resolvePeriod(period, now, zone).span.to, zone);
}

function periodAtWord(words: Words, index: number, context: PeriodContext): FoundPeriod | undefined {
  const part =
    partAt(words, index, context, periodAtWord) ?? weekOfAt(words, index, context) ?? weekendAt(words, index, context);
  if (part) return part;
  const found = (period: QueryPeriod, count: number): FoundPeriod => ({ period, index, count });
  const phrase = (text: string, period: QueryPeriod): FoundPeriod | undefined => {
    const count = words.fits(text, index);
    return count === 0 ? undefined : found(period, count);
  };
  const unit = (name: PeriodUnit, back: number): QueryPeriod => ({ kind: "unit", unit: name, back });
  if (words.fits("tomorrow", index) + words.fits("next|coming hour|day|week|month|quarter|year", index) > 0) {
    throw new RunrateError(
      "bad_period",
      `${words.wordAt(index) === "tomorrow" ? "tomorrow" : "that"} has not come yet`,
      {
        hint: "forecast",
      },
    );
  }
  const simple =
    phrase("?the day before yesterday", unit("day", 2)) ??
    phrase("?so ?far today ?so ?far", unit("day", 0)) ??
    phrase("yesterday", unit("day", 1)) ??
    phrase("all time", { kind: "all" }) ??
    phrase("since ?the beginning", { kind: "all" }) ??
    phrase("ever", { kind: "all" });
  if (simple) return simple;
  for (const name of UNITS) {
    const one =
      phrase(`${name} to date`, unit(name, 0)) ??
      phrase(`?the ${name} so far`, unit(name, 0)) ??
      (/^(vs|versus|against|with|than)$/.test(words.tokens[index - 1]?.text ?? "")
        ? phrase(`?the last|previous ${name} to date`, unit(name, 1))
        : undefined) ??
      phrase(`?so ?far this|current ${name} ?so ?far ?to ?date`, unit(name, 0)) ??
      phrase(`?the ${name} before last`, unit(name, 2)) ??
      phrase(`?the ${LAST} ${name}`, unit(name, 1));
    if (one) return one;
  }
  const toDate = TO_DATE.get(words.wordAt(index) ?? "");
  if (toDate) return found(unit(toDate, 0), 1);
  return lastUnitsAt(words, index) ?? namedAt(words, index, context);
}

/** Small numbers as they are spelt out, in digits. */
export const NUMBER_WORDS: ReadonlyMap<string, string> = new Map([
  ..."two three four five six seven eight nine ten eleven twelve"
    .split(" ")
    .map((word, index) => [word, String(index + 2)] as const),
  ["twenty", "20"],
  ["thirty", "30"],
  ["sixty", "60"],
  ["ninety", "90"],
]);

/** "last 7 days", "past 24h", "7 days", "the last two weeks", "3 months ago". */
function lastUnitsAt(words: Words, index: number): FoundPeriod | undefined {
  const lead = words.fits(`?the ${LAST_N}`, index);
  const number = words.at(index + lead);
  if (lead > 0 && /^(hour|hr)$/.test(words.wordAt(index + lead) ?? "")) {
    return { period: { kind: "last", unit: "hour", count: 1 }, index, count: lead + 1 };
  }
  if (lead === 0 && words.fits("a|one day|week|month|quarter|year ago", index) > 0) {
    const named = unitOf(words.wordAt(index + 1));
    if (named !== undefined && named !== "hour")
      return { period: { kind: "unit", unit: named, back: 1 }, index, count: 3 };
  }
  const spelt =
    lead > 0 || words.fits("ago", index + 2) > 0 ? NUMBER_WORDS.get(words.wordAt(index + lead) ?? "") : undefined;
  const digits = number?.kind === "number" && number.unit === "" ? number.value : (spelt ?? "");
  const unit = unitOf(words.wordAt(index + lead + 1));
  const ago = unit !== undefined && unit !== "hour" && words.fits("ago", index + lead + 2) > 0;
  if (ago && /^\d{1,3}$/.test(digits)) {
    return { period: { kind: "unit", unit, back: Number(digits) }, index, count: lead + 3 };
  }
  if (!/^\d{1,4}$/.test(digits) || unit === undefined || Number(digits) < 1 || Number(digits) > 3_660) return undefined;
  return { period: { kind: "last", unit, count: Number(digits) }, index, count: lead + 2 };
}

function unitOf(word: string | undefined): (typeof UNITS)[number] | "hour" | undefined {
  if (word === undefined) return undefined;
  if (/^(h|hr|hrs|hour|hours)$/.test(word)) return "hour";
  if (word === "d") return "day";
  if (word === "w") return "week";
  return UNITS.find((unit) => word === unit || word === `${unit}s`);
}

/** The days around one: "week of november 9", "week starting november 9", "week ending 2026-11-15"; "month of october". */
function weekOfAt(words: Words, index: number, context: PeriodContext): FoundPeriod | undefined {
  const { now, zone } = context;
  const month = words.fits("?the month of", index);
  const named = month === 0 ? undefined : monthNumber(words.wordAt(index + month) ?? "");
  if (named !== undefined) {
    const found = monthAt(words, index + month, named, context);
    return found.period.kind === "month" ? { ...found, index, count: month + found.count } : undefined;
  }
  const lead = words.fits("?the week of|starting|beginning|ending|from ?on ?the", index);
  const day = lead === 0 ? undefined : periodAtWord(words, index + lead, context);
  if (!day || calendarUnit(day.period, zone, now) !== "day") return undefined;
  const { from } = resolvePeriod(day.period, now, zone).span;
  const how = words.tokens
    .slice(index, index + lead)
    .find(({ text }) => /^(starting|beginning|ending)$/.test(text))?.text;
  const first = how === undefined ? periodAt("week", from, zone).from : from;
  const start = how === "ending" ? addDays(dayName(first, zone), -6) : dayName(first, zone);
  return { period: { kind: "days", from: start, to: addDays(start, 7) }, index, count: lead + day.count };
}

/** "last weekend": the latest Saturday and Sunday that are over. */
function weekendAt(words: Words, index: number, { now, zone }: PeriodContext): FoundPeriod | undefined {
  const count = words.fits(`?over ?the ${LAST} weekend`, index);
  if (count === 0) return undefined;
  const monday = dayName(periodAt("week", now, zone).from, zone);
  return { period: { kind: "days", from: addDays(monday, -2), to: monday }, index, count };
}
