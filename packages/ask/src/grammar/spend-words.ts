import type { NotUnderstood, Query, QueryAgainst, QueryPeriod } from "../query.ts";
import type { Reading } from "./reading.ts";
import { notUnderstood, refused, type QuestionContext } from "./context.ts";
import { firstDimension, refuseGroupings, takeScope, type Scope } from "./scope.ts";
import type { Words } from "./words.ts";

const THIS_MONTH: QueryPeriod = { kind: "unit", unit: "month", back: 0 };

/** Questions about recorded spend: a total, a breakdown, one period against another. */
export const readSpend: Reading = (words, context) => {
  if (words.has("eur|euro|euros|gbp|pound|pounds|chf|yen|jpy|€|£"))
    return refused("amounts are in US dollars, as the providers bill", "this month", "this month by model");
  // Every answer has them all.
  while (
    words.takePhrase("input|output|cached|prompt|completion tokens|token", "input|output vs|versus|and input|output") >=
    0
  );
  // What has no price is named under any answer; by model, each of them has its row.
  const unpriced =
    words.takePhrase(
      "unpriced ?models|model|usage|calls|requests",
      "has|have|without no|a|any price|prices",
      "no price|prices",
    ) >= 0;
  if (unpriced && !words.has("by|per|each")) return readUnpriced(words, context);
  const scope = takeScope(words, context);
  return scope.kind === "not_understood" ? scope : spendQuery(scope);
};

function readUnpriced(words: Words, context: QuestionContext): Query | NotUnderstood {
  const scope = takeScope(words, context);
  if (scope.kind === "not_understood") return scope;
  return spendQuery({ ...scope, by: ["model"] });
}

/** The question that a scope alone asks. */
export function spendQuery({ periods, against, compares, where: filters, by, top }: Scope) {
  const where = [...filters];
  const [first, second] = periods;
  const zone = null;
  const period = first ?? THIS_MONTH;
  if (against || second || (compares && comparesPeriods(filters))) {
    // "last 7 days vs last 7 days" can only mean those before.
    const named = second && JSON.stringify(second) !== JSON.stringify(period) ? second : undefined;
    const extra = refuseGroupings({ by }, "a comparison", { buckets: 0, dimensions: 1 });
    if (extra !== undefined) return extra;
    const other: QueryAgainst = against ?? named ?? { kind: "previous" };
    return { kind: "compare", period, against: other, where, zone, by: firstDimension(by), top } satisfies Query;
  }
  // "gpt-4o vs gpt-4o-mini": the things that are held against each other are shown one by one.
  const several = compares ? filters.find(namesSeveral)?.dimension : undefined;
  const groups = [...by];
  if (several !== undefined && !groups.includes(several)) groups.push(several);
  if (groups.length > 0) return { kind: "breakdown", period, where, zone, by: groups, top } satisfies Query;
  if (top !== null) return notUnderstood("it is not said the top of what", `top ${top} models this month`);
  if (first === undefined && where.length === 0) return { kind: "overview", where, zone } satisfies Query;
  return { kind: "total", period, where, zone } satisfies Query;
}

/** A comparison is of periods unless the question names several values of one thing. */
function comparesPeriods(filters: Scope["where"]): boolean {
  return !filters.some(namesSeveral);
}

function namesSeveral(filter: Scope["where"][number]): boolean {
  return filter.values.length > 1 && !("not" in filter);
}
