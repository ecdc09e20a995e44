import type { QueryBucket, QueryPeriod } from "../query.ts";
import { notUnderstood } from "./context.ts";
import type { Reading } from "./reading.ts";
import { firstBucket, firstDimension, refuseGroupings } from "./grouping-words.ts";
import { takeScope } from "./scope.ts";
import type { Words } from "./words.ts";

export const TREND_WORDS =
  "trend|trends|trending|history|historic|historical|historically|timeline|chart|charts|graph|graphs|plot|sparkline|evolution|evolved|evolving|developed|developing|development";

/** How far back a trend looks where the question does not say. */
export const TREND_SPAN: Readonly<Record<QueryBucket, number>> = {
  hour: 48,
  day: 30,
  week: 12,
  month: 12,
  quarter: 8,
  year: 5,
};

/** Takes "trend", "weekly trend by model", "spend over time", "history of project search". */
export const readTrend: Reading = (words, context) => {
  const each = takeEach(words);
  const asked = words.takePhrase(`?a|the|line ${TREND_WORDS}`, "over ?the time") >= 0;
  if (!asked && each === undefined) return undefined;
  words.takePhrase(TREND_WORDS);
  const scope = takeScope(words, context);
  if (scope.kind === "not_understood") return scope;
  const [period, ...more] = scope.periods;
  if (more.length > 0 || scope.against || scope.compares)
    return notUnderstood("a trend is of one period", "trend last 90 days", "this month vs last");
  const extra = refuseGroupings(scope, "a trend", { buckets: each === undefined ? 1 : 0, dimensions: 1 });
  if (extra !== undefined) return extra;
  const bucket = each ?? firstBucket(scope.by);
  const unit = bucket ?? "day";
  const span: QueryPeriod = period ?? { kind: "last", unit, count: TREND_SPAN[unit] };
  return { kind: "trend", period: span, where: [...scope.where], zone: null, bucket, by: firstDimension(scope.by) };
};

/** Takes "day by day", "month by month"; "this month by month" is a month laid out. */
function takeEach(words: Words): QueryBucket | undefined {
  for (const unit of ["hour", "day", "week", "month", "quarter", "year"] as const) {
    for (const index of words.left()) {
      const count = words.fits(`${unit} by ${unit}`, index);
      const before = words.wordAt(index - 1) ?? words.at(index - 1)?.text ?? "";
      if (count === 0 || /^(this|current|last|previous|past|prior|\d+)$/.test(before)) continue;
      words.take(index, count);
      return unit;
    }
  }
  return undefined;
}
