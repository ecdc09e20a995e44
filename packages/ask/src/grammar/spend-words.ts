import type { NotUnderstood, Query, QueryAgainst, QueryPeriod } from "../query.ts";
import type { Reading } from "./reading.ts";
import { notUnderstood, refused, type QuestionContext } from "./context.ts";
import { heldPeriods } from "./held-periods.ts";
import { firstDimension, refuseGroupings } from "./grouping-words.ts";
import { takeScope, type Scope } from "./scope.ts";
import type { Words } from "./words.ts";

const LARGEST = 10;
const THIS_MONTH: QueryPeriod = { kind: "unit", unit: "month", back: 0 };

/** What is asked where a total is no answer. */
const ON_WHAT = [
  "where does|is|did|do ?all ?the|our|my money|spend|budget|cash|dollars|it ?all go|going|went|gone",
  "what are|were we|i spending|paying ?money ?the ?most on|for",
  "what do we|i spend|pay ?money ?the ?most on|for",
  "what did we|i spend|pay money|most ?the ?most on|for",
  "what did we|i spend|pay the most on|for",
  "what is|are costing ?us|me|money",
];

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
  words.takePhrase("how are|is we|it|things doing|going", "how are we", "current ?cost status", "status");
  words.takePhrase("burn|burned|burning|burnt|run|ran|went|go through");
  const onWhat = words.takePhrase(...ON_WHAT) >= 0;
  const listsConversations = words.has("conversations") && !words.has("by|per|each");
  const scope = takeScope(words, context);
  if (scope.kind !== "not_understood" && onWhat && scope.by.length === 0) {
    return spendQuery({ ...scope, by: ["model"] }, context);
  }
  if (scope.kind === "not_understood") return scope;
  const isOfConversations = scope.by.length === 1 && scope.by[0] === "conversation";
  // There may be thousands: the largest are meant, as many as "largest conversations" lists.
  const top = listsConversations && isOfConversations ? (scope.top ?? LARGEST) : scope.top;
  return spendQuery({ ...scope, top }, context);
};

function readUnpriced(words: Words, context: QuestionContext): Query | NotUnderstood {
  const scope = takeScope(words, context);
  if (scope.kind === "not_understood") return scope;
  return spendQuery({ ...scope, by: ["model"] }, context);
}

/** The question that a scope alone asks. */
function spendQuery({ periods, against, compares, where: filters, by, top }: Scope, context: QuestionContext) {
  const where = [...filters];
  const [first, second] = periods;
  const zone = null;
  const period = first ?? THIS_MONTH;
  if (against || second || (compares && comparesPeriods(filters))) {
    // "last 7 days vs last 7 days" can only mean those before.
    const named = second && JSON.stringify(second) !== JSON.stringify(period) ? second : undefined;
    const extra = refuseGroupings({ by }, "a comparison", { buckets: 0, dimensions: 1 });
    if (extra !== undefined) return extra;
    if (second !== undefined && named === undefined && period.kind === "days") {
      return refused("both are the same days", "yesterday vs 8 days ago", "this week vs last week");
    }
    const other: QueryAgainst = against ?? named ?? { kind: "previous" };
    const held = heldPeriods(period, other, context);
    if (held.kind === "not_understood") return held;
    return { ...held, kind: "compare", where, zone, by: firstDimension(by), top } satisfies Query;
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
