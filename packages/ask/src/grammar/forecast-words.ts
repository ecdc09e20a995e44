import { periodAt } from "@runrate/core";
import type { QueryPeriod } from "../query.ts";
import { resolvePeriod } from "../resolve-period.ts";
import { notUnderstood, refused, type QuestionContext } from "./context.ts";
import type { Reading } from "./reading.ts";
import { takeScope } from "./scope.ts";
import type { Words } from "./words.ts";

const EXAMPLES = ["forecast", "forecast this quarter", "forecast this month project:search"] as const;
const END = "?by|at ?the end|close ?of ?the|this month|quarter|year|week|day";

/** Takes "forecast", "forecast quarter", "where will we land this month", "projected spend of project search", "run rate". */
export const readForecast: Reading = (words, context) => {
  const ends = takeEnd(words);
  const asked =
    words.takePhrase(
      "forecast|forecasts|forecasted|forecasting|predict|predicted|prediction|projection|projections|projected|outlook",
      "run|burn rate",
      "run-rate|burn-rate",
      "on|off track",
      "where will|do we|i land|end|finish",
      "where are we heading|going|landing",
      "expect|expected",
      "what|how ?much will",
      "going to spend|cost|pay|be",
    ) >= 0;
  if (!asked && ends === undefined) return undefined;
  words.takePhrase("estimate|estimates|estimated");
  words.takePhrase("land|end|finish|heading ?up|at");
  words.takePhrase("up");
  if (words.takePhrase("next|following|coming week|month|quarter|year", "tomorrow") >= 0) {
    return refused("a forecast is of a period that is running: the day, week, month, quarter or year", ...EXAMPLES);
  }
  const scope = takeScope(words, context);
  if (scope.kind === "not_understood") return scope;
  const [period, ...more] = scope.periods;
  const bare = period === undefined ? UNITS.find((name) => words.takePhrase(name) >= 0) : undefined;
  const unit = ends ?? bare ?? runningUnit(period, context);
  if (unit === undefined || more.length > 0 || scope.by.length > 0) {
    return notUnderstood(
      scope.by.length > 0
        ? "a forecast is of one total: filter it instead of grouping it"
        : "a forecast is of a period that is running: this day, week, month, quarter or year",
      ...EXAMPLES,
    );
  }
  return { kind: "forecast", unit, where: [...scope.where], zone: null };
};

type Unit = "day" | "week" | "month" | "quarter" | "year";
const UNITS = ["month", "quarter", "year", "week", "day"] as const;

/** Takes "month end", "by the end of the quarter", "eom". */
function takeEnd(words: Words): Unit | undefined {
  if (words.takePhrase("?by|at eom") >= 0) return "month";
  if (words.takePhrase("?by|at eoy") >= 0) return "year";
  for (const unit of UNITS) {
    if (words.takePhrase(`?by|at ${unit} end`, `?by|at ${unit}-end`) >= 0) return unit;
    if (words.takePhrase(END.replace("month|quarter|year|week|day", unit)) >= 0) return unit;
  }
  return undefined;
}

/** The unit of a period that is running: "this month", and "november" in November. */
function runningUnit(period: QueryPeriod | undefined, { now, zone }: QuestionContext): Unit | undefined {
  if (period === undefined) return "month";
  const { calendar } = resolvePeriod(period, now, zone);
  if (calendar === null || calendar.count !== 1) return undefined;
  return periodAt(calendar.unit, now, zone).from === calendar.from ? calendar.unit : undefined;
}
