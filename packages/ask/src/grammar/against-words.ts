import type { NotUnderstood, QueryAgainst, QueryPeriod } from "../query.ts";
import { refused, type QuestionContext } from "./context.ts";
import { bucketOf } from "./dimensions.ts";
import { calendarUnit } from "./held-periods.ts";
import { PERIOD_WORDS } from "./period-words.ts";
import type { Words } from "./words.ts";

const UNITS = ["day", "week", "month", "quarter", "year"] as const;

/** "the same day last week", "the same period last month": as far into an earlier unit. */
export interface SameIn {
  readonly kind: "same_in";
  readonly unit: (typeof UNITS)[number];
}

/** What "the same period last month" is for a period: the unit before, or for a day the one that many days earlier. */
export function sameIn(
  { unit }: SameIn,
  period: QueryPeriod,
  { now, zone }: QuestionContext,
): QueryAgainst | NotUnderstood {
  const own = calendarUnit(period, zone, now);
  if (own === unit) return { kind: "previous" };
  if (own === "day" && unit === "week" && period.kind === "unit") return { ...period, back: period.back + 7 };
  return refused(
    `what it is held against in the ${unit} before is not guessed`,
    "this month vs last month",
    "yesterday vs 8 days ago",
    "last 7 days vs previous",
  );
}

/** Takes "vs last", "versus the previous one", "month over month", "than a year ago". */
export function takeAgainst(words: Words): QueryAgainst | SameIn | undefined {
  const SAME = "vs|versus|against|than|with|to ?the same";
  const yearBefore = [
    "vs|versus|against|than ?a year ago|before",
    "year over year",
    "yoy",
    `${SAME} month|week|day|quarter|period|time|span|days ?of|in ?the last|previous|prior year`,
    `${SAME} month|week|day|quarter|period|time|span|days ?of|in a year ago|before`,
  ];
  if (words.takePhrase(...yearBefore) >= 0) return { kind: "year_before" };
  for (const unit of UNITS) {
    const ofUnit = `${SAME} period|time|span|point|days|day|weekday ?of|in ?the`;
    if (
      words.takePhrase(
        `${ofUnit} last|previous|prior ${unit}`,
        `${ofUnit.replace(" ?of|in ?the", "")} a ${unit} ago|before|earlier`,
      ) >= 0
    )
      return { kind: "same_in", unit };
  }
  for (const index of words.left()) {
    const lead = words.fits("vs|versus|against|than the", index);
    const count = lead === 0 || words.at(index + lead)?.kind !== "number" ? 0 : lead + 1;
    const unit = count === 0 ? undefined : bucketOf(words.wordAt(index + count) ?? "");
    if (unit === undefined || words.fits("before|earlier|prior", index + count + 1) === 0) continue;
    words.take(index, count + 2);
    return { kind: "previous" };
  }
  const befores = UNITS.map((unit) => `vs|versus|against|than ?the ${unit} before|earlier`);
  if (words.takePhrase(...befores) >= 0) return { kind: "previous" };
  for (const index of words.left()) {
    const count = words.fits("vs|versus|against|than ?the last|previous|before", index);
    const named = words.wordAt(index + count) ?? "";
    if (count === 0 || !/^(last|previous|before)$/.test(words.wordAt(index + count - 1) ?? "")) continue;
    // "vs last month" names a period of its own, and so do "vs last 7 days" and "vs last friday".
    if (PERIOD_WORDS.includes(named) && words.wordAt(index + count - 1) !== "before") continue;
    if (words.at(index + count)?.kind === "number") {
      // "vs last 7 days" as well, but "vs the previous 7 days" are those before.
      if (words.wordAt(index + count - 1) === "last") continue;
      const unit = words.wordAt(index + count + 1) ?? "";
      words.take(index, count + (bucketOf(unit) === undefined && !/^[dwh]$/.test(unit) ? 1 : 2));
      return { kind: "previous" };
    }
    words.take(index, count);
    return { kind: "previous" };
  }
  return undefined;
}

/** Takes "week over week": which unit is held against the one before. A year over a year is this month against a year ago. */
export function takeOver(words: Words): (typeof UNITS)[number] | undefined {
  if (words.takePhrase("mom") >= 0) return "month";
  if (words.takePhrase("wow") >= 0) return "week";
  return UNITS.find((unit) => unit !== "year" && words.takePhrase(`${unit} over ${unit}`) >= 0);
}

/** "more expensive than", "higher than": how it compares is the answer's to say. */
export function takeComparatives(words: Words): void {
  if (!words.has("than")) return;
  words.takePhrase(
    "more|less ?expensive|costly|money",
    "higher|lower|cheaper|dearer|bigger|smaller|better|worse|different",
  );
}
