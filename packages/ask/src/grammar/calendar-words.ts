import { dayName, RunrateError } from "@runrate/core";
import type { QueryPeriod } from "../query.ts";
import { resolvePeriod } from "../resolve-period.ts";
import type { Words } from "./words.ts";

/** A period found in a question, and where. */
export interface FoundPeriod {
  readonly period: QueryPeriod;
  readonly index: number;
  /** How many tokens it takes. */
  readonly count: number;
}

/** The clock and the zone in which relative names ("monday", "june") are read. */
export interface PeriodContext {
  readonly now: number;
  readonly zone: string;
}

export const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** The number of a month that a word names, in full or by its first three letters. */
export function monthNumber(word: string): number | undefined {
  if (word.length < 3) return undefined;
  const index = MONTHS.findIndex(
    (month) => month === word || month.slice(0, 3) === word || (word === "sept" && month === "september"),
  );
  return index < 0 ? undefined : index + 1;
}

/** The day of a month at an index ("5", "5th"), and how many tokens it takes. */
export function dayNumberAt(words: Words, index: number): { readonly day: number; readonly count: number } | undefined {
  const token = words.at(index);
  if (token?.kind !== "number" || token.unit !== "" || !/^\d{1,2}$/.test(token.value)) return undefined;
  const day = Number(token.value);
  return day < 1 || day > 31 ? undefined : { day, count: 1 + words.fits("st|nd|rd|th", index + 1) };
}

export function yearAt(words: Words, index: number): string | undefined {
  const token = words.at(index);
  return token?.kind === "number" && token.unit === "" && /^20[2-9]\d$/.test(token.text) ? token.value : undefined;
}

/** "2026-W47", "week 47", "cw 47 2025": a week by its ISO number, which begins on a Monday. */
export function weekAt(words: Words, index: number, { now, zone }: PeriodContext): FoundPeriod | undefined {
  const iso = /^(\d{4})-?w(\d{1,2})$/.exec(words.wordAt(index) ?? "");
  const glued = /^(?:cw|kw|wk?)(\d{1,2})$/.exec(words.wordAt(index) ?? "");
  const number = words.at(index + 1);
  const isSpoken = words.fits("week|cw|kw|wk", index) > 0 && number?.kind === "number" && number.unit === "";
  const digits = iso?.[2] ?? glued?.[1] ?? (isSpoken ? number.value : "");
  if (!/^\d{1,2}$/.test(digits)) return undefined;
  const count = isSpoken && !iso && !glued ? 2 : 1;
  const written = iso?.[1] ?? yearAt(words, index + count);
  const today = dayName(now, zone);
  const current = Number(today.slice(0, 4));
  const begun = mondayOf(current, Number(digits)) <= today;
  const year = written === undefined ? (begun ? current : current - 1) : Number(written);
  const from = mondayOf(year, Number(digits));
  // The Thursday of a week decides whose year it is: week 53 of a year of 52 would be the next one's first.
  if (Number(digits) < 1 || addDays(from, 3).slice(0, 4) !== String(year))
    throw new RunrateError("bad_period", `there is no week ${digits} of ${year}`, { hint: "Write it as 2026-W47." });
  const period: QueryPeriod = { kind: "days", from, to: addDays(from, 7) };
  return { period, index, count: count + (written === undefined || iso ? 0 : 1) };
}

/** The fourth of January is always in the first week. */
function mondayOf(year: number, week: number): string {
  const fourth = new Date(Date.UTC(year, 0, 4));
  return addDays(fourth.toISOString().slice(0, 10), (week - 1) * 7 - ((fourth.getUTCDay() + 6) % 7));
}

/** The calendar day so many days after another; before it where the count is negative. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** The year in which such a month last began. */
export function latestYear(month: number, { now, zone }: PeriodContext): number {
  const today = dayName(now, zone);
  return month > Number(today.slice(5, 7)) ? Number(today.slice(0, 4)) - 1 : Number(today.slice(0, 4));
}

/** @throws RunrateError `bad_period` where no usage can be */
export function monthOf(year: number, month: number): QueryPeriod {
  if (month < 1 || month > 12 || year < 2020 || year > 2100) {
    throw new RunrateError("bad_period", `there is no usage to ask for in month ${month} of ${year}`, {
      hint: "Write it as 2026-11.",
    });
  }
  return { kind: "month", year, month };
}

export function isoDay(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** @throws RunrateError `bad_period` when the day does not exist */
export function oneDay(day: string, { now, zone }: PeriodContext): QueryPeriod {
  const { span } = resolvePeriod({ kind: "days", from: day, to: dayAfterIso(day) }, now, zone);
  return { kind: "days", from: day, to: dayName(span.to, zone) };
}

/** The next calendar day, whatever the zone. @throws RunrateError `bad_period` when the day does not exist */
function dayAfterIso(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(day)) {
    throw new RunrateError("bad_period", `there is no day ${day}`, { hint: "Write it as 2026-11-24." });
  }
  if (day < "2020-01-01" || day > "2100-12-31") {
    throw new RunrateError("bad_period", `there is no usage to ask for on ${day}`, {
      hint: "Usage is of the years 2020 to 2100.",
    });
  }
  return new Date(at + 86_400_000).toISOString().slice(0, 10);
}
