import type { NotUnderstood, Query, QueryPeriod } from "../query.ts";
import { EXAMPLES, missing, wholes } from "./calculator-figures.ts";
import { notUnderstood, type QuestionContext } from "./context.ts";
import { takePeriods } from "./period-words.ts";
import type { Quantities } from "./quantities.ts";
import { takeScope } from "./scope.ts";
import type { Words } from "./words.ts";

/** Takes the period whose measured spend is judged: the 30 of "roi 10000 users 5 interactions last 30 days" is no figure. */
export function takeJudgedPeriod(words: Words, context: QuestionContext): QueryPeriod | undefined {
  const isPriced =
    words.has("dollar|dollars|usd") || words.tokens.some((token) => token.kind === "number" && token.unit === "$");
  return isPriced ? undefined : takePeriods(words, context)[0]?.period;
}

/** What an interaction and a user cost, of an amount or of the measured spend of a period. */
export function readRoi(
  counts: Quantities,
  words: Words,
  context: QuestionContext,
  named: QueryPeriod | undefined,
): Query | NotUnderstood {
  const absent = missing(counts, ["users", "interactions"]);
  if (absent !== undefined) return notUnderstood(absent, EXAMPLES.roi);
  const read = wholes(counts, { users: 0, interactions: 0 }, EXAMPLES.roi);
  if (read.kind === "not_understood") return read;
  if (read.of.users < 1 || read.of.interactions < 1)
    return notUnderstood("there must be at least one user and one interaction", EXAMPLES.roi);
  // Without an amount it is the measured spend of a period that is judged.
  const scope = counts.usd === undefined ? takeScope(words, context) : undefined;
  if (scope?.kind === "not_understood") return scope;
  const period = named ?? scope?.periods[0];
  const bare = scope !== undefined && period === undefined && scope.where.length === 0 ? takeBareAmount(words) : null;
  return {
    kind: "roi",
    users: read.of.users,
    interactionsPerUser: String(read.of.interactions),
    cost: counts.usd ?? bare,
    period: period ?? { kind: "unit", unit: "month", back: 0 },
    where: [...(scope?.where ?? [])],
    zone: null,
  };
}

/** Takes the one number that nothing says the unit of: in "roi 500 10000 users 5 interactions" it can only be the cost. */
function takeBareAmount(words: Words): string | null {
  const numbers = words.left().filter((index) => words.at(index)?.kind === "number");
  const [index = -1, ...more] = numbers;
  const token = words.at(index);
  if (token?.kind !== "number" || token.unit !== "" || token.value.startsWith("-") || more.length > 0) return null;
  words.take(index);
  return token.value;
}
