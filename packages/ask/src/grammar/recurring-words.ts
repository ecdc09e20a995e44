import type { Words } from "./words.ts";

/** What a calendar repeats: to lay spend out by, and the days of the week to look at alone. */
export interface Recurring {
  readonly by: readonly ("weekday" | "hour_of_day")[];
  /** Monday is 1. */
  readonly weekdays: readonly number[];
}

const LEAD = "?by|per|each|across|which|what|over";
const HOURS = [
  `${LEAD} ?the hour|hours|time|times of ?the|a day`,
  `${LEAD} hour-of-day|hour_of_day|time-of-day|hour-of-the-day`,
];
const DAYS = [
  `${LEAD} ?the day|days of ?the|a week`,
  "by|per|each|across|which|what|over weekday|weekdays",
  `${LEAD} day-of-week|day_of_week|day-of-the-week|dow|weekday`,
];
const NAMES = [
  "mondays|mon",
  "tuesdays|tue|tues",
  "wednesdays|wed",
  "thursdays|thu|thur|thurs",
  "fridays|fri",
  "saturdays|sat",
  "sundays|sun",
];

/** Takes "by weekday", "by hour of the day", "on mondays", "at weekends", "every friday"; "on monday" is one day. */
export function takeRecurring(words: Words): Recurring {
  const by: Recurring["by"][number][] = [];
  if (words.takePhrase(...HOURS) >= 0) by.push("hour_of_day");
  if (words.takePhrase(...DAYS) >= 0) by.push("weekday");
  const weekdays = new Set<number>();
  for (const [index, names] of NAMES.entries()) {
    const [plural = "", ...short] = names.split("|");
    const one = plural.slice(0, -1);
    if (words.takePhrase(`?on ?all ?every|each|only ${plural}`, `?on every|each ${[one, ...short].join("|")}`) >= 0)
      weekdays.add(index + 1);
  }
  const ends = takeWeekends(words);
  const works =
    words.takePhrase("?on|during ?all ?the ?only weekdays|workdays", "?on|during working|work|business days") >= 0;
  // Both of them are all days, to be told apart.
  if (ends && works) by.push("weekday");
  else if (ends) for (const day of [6, 7]) weekdays.add(day);
  else if (works) for (const day of [1, 2, 3, 4, 5]) weekdays.add(day);
  return { by, weekdays: [...weekdays].toSorted((a, b) => a - b) };
}

/** "weekends", "on the weekend", "weekend spend"; "this weekend" and "last weekend" are days of their own. */
function takeWeekends(words: Words): boolean {
  if (words.takePhrase("?on|at|during|over ?all ?the ?only weekends") >= 0) return true;
  for (const index of words.left()) {
    const count = words.fits("?on|at|during|over ?every|each|the weekend", index);
    const before = words.tokens[index - 1]?.text ?? "";
    if (count === 0 || /^(this|last|previous|past|next)$/.test(before)) continue;
    words.take(index, count);
    return true;
  }
  return false;
}
