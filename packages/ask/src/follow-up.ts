import { RunrateError } from "@runrate/core";
import { readChange } from "./grammar/calculator-change.ts";
import { notUnderstood, type QuestionContext } from "./grammar/context.ts";
import { isBilledGroup, takeLineItem } from "./grammar/billed-words.ts";
import { dimensionOf } from "./grammar/dimensions.ts";
import { firstBucket, firstDimension } from "./grammar/grouping-words.ts";
import { takeScope, type Scope } from "./grammar/scope.ts";
import { tokenise } from "./grammar/token.ts";
import { Words } from "./grammar/words.ts";
import { leftOver, parseQuestion, takeZone } from "./parse-question.ts";
import type { NotUnderstood, Query, QueryFilter, QueryOf, QueryPeriod } from "./query.ts";

type SpendQuery = QueryOf<
  | "overview"
  | "total"
  | "breakdown"
  | "measure"
  | "billed"
  | "compare"
  | "trend"
  | "forecast"
  | "why"
  | "what_if"
  | "optimise"
  | "roi"
>;

/**
 * What a fragment means after an earlier question: "and by project?", "last month?", "only gpt-4o", "why?", "on gpt-4o-mini?".
 * What it does not say stays as it was asked; a question that stands on its own is asked as it is.
 */
export function followUp(text: string, earlier: Query, context: QuestionContext): Query | NotUnderstood {
  const own = parseQuestion(withoutLead(text), context);
  if (!isSpend(earlier)) return readChange(wordsOf(text, context), earlier, context) ?? own;
  if (own.kind !== "not_understood" && (!isSpend(own) || own.kind === "roi")) return own;
  const words = wordsOf(text, context);
  const zone = takeZone(words) ?? earlier.zone;
  const everything = words.takePhrase("everything|overall|everyone|altogether", "?in total", "all ?of ?it") >= 0;
  const byLineItem = earlier.kind === "billed" && takeLineItem(words);
  try {
    const scope = takeScope(words, context);
    if (scope.kind === "not_understood") return scope;
    // "top 3" alone is no question, but it says something about the one before.
    const says = leftOver(words).length === 0 && (scope.top === null || "top" in earlier);
    if (own.kind === "not_understood" && !says) return own;
    const asked = isUnderstood(own) ? own : spendOf(scope);
    const where = merged(everything ? [] : earlier.where, asked.where);
    const query = { ...merge(asked, earlier, scope), where, zone };
    return query.kind === "billed" && byLineItem ? { ...query, by: ["line_item"] } : query;
  } catch (error) {
    if (!(error instanceof RunrateError)) throw error;
    return notUnderstood(error.message, ...(error.hint === undefined ? [] : [error.hint]));
  }
}

/** What a scope alone would ask. */
function spendOf({ where, periods }: Scope): QueryOf<"total"> {
  return {
    kind: "total",
    period: periods[0] ?? { kind: "unit", unit: "month", back: 0 },
    where: [...where],
    zone: null,
  };
}

/** Words that join a fragment to what was said before. */
const LEAD = /^\s*(?:(?:and|or|but|ok|okay|so|now|then|also|same|what about|how about|what of|only|just)\b[\s,:]*)+/i;

/** Whether a text goes on from an earlier question in so many words: "and by project?", "what about last month". */
export function goesOn(text: string): boolean {
  return LEAD.test(text);
}

function withoutLead(text: string): string {
  const rest = text.replace(LEAD, "");
  return rest.trim() === "" ? text : rest;
}

function wordsOf(text: string, { known }: QuestionContext): Words {
  return new Words(tokenise(withoutLead(text), (key) => dimensionOf(key, known.tags) !== undefined));
}

const SPEND_KINDS = new Set<Query["kind"]>([
  "overview",
  "total",
  "breakdown",
  "measure",
  "billed",
  "compare",
  "trend",
  "forecast",
  "why",
  "what_if",
  "optimise",
  "roi",
]);

function isUnderstood(query: Query | NotUnderstood): query is SpendQuery {
  return query.kind !== "not_understood";
}

function isSpend(query: Query): query is SpendQuery {
  return SPEND_KINDS.has(query.kind);
}

/** Conditions on a dimension that the fragment names replace those of before. */
function merged(before: readonly QueryFilter[], after: readonly QueryFilter[]): QueryFilter[] {
  const named = new Set(after.map(({ dimension }) => dimension));
  return [...before.filter(({ dimension }) => !named.has(dimension)), ...after];
}

function periodOf(query: SpendQuery): QueryPeriod | undefined {
  if (query.kind === "overview") return undefined;
  return query.kind === "forecast" ? { kind: "unit", unit: query.unit, back: 0 } : query.period;
}

/** The fragment's kind where it asks for one, else the earlier question's, with what the fragment says put into it. */
function merge(own: SpendQuery, earlier: SpendQuery, scope: Scope): SpendQuery {
  const [named] = scope.periods;
  const period = named ?? periodOf(earlier);
  const by = firstDimension(scope.by) ?? dimensionOfQuery(earlier);
  const top = scope.top ?? ("top" in earlier ? earlier.top : null);
  switch (own.kind) {
    case "why":
      return { ...own, period: period ?? own.period, by: firstDimension(scope.by) };
    case "trend":
    case "what_if":
    case "optimise":
    case "billed":
      return named === undefined && period !== undefined && own.kind !== "trend" ? { ...own, period } : own;
    case "forecast":
      return named === undefined && period?.kind === "unit" && period.back === 0 ? { ...own, unit: period.unit } : own;
    case "compare": {
      const current = own.against.kind === "previous" && named === undefined ? (period ?? own.period) : own.period;
      return { ...own, period: current, by, top };
    }
    case "measure":
      return { ...own, period: period ?? own.period, by: own.by.length === 0 && by !== null ? [by] : own.by };
    case "breakdown":
      return grouped(own, earlier, scope, period ?? own.period);
    default:
      return narrowed(own, earlier, scope, period);
  }
}

/** "by project" after a comparison, a trend or a "why" lays that one out anew. */
function grouped(own: QueryOf<"breakdown">, earlier: SpendQuery, scope: Scope, period: QueryPeriod): SpendQuery {
  if (earlier.kind === "billed" && own.by.every(isBilledGroup)) return { ...earlier, period, by: own.by, top: own.top };
  if (earlier.kind === "measure") return { ...earlier, period, by: own.by, top: own.top ?? earlier.top };
  const dimension = firstDimension(scope.by);
  const bucket = firstBucket(scope.by);
  if (earlier.kind === "compare" && dimension !== null) {
    return { ...earlier, period, by: dimension, top: scope.top ?? earlier.top };
  }
  if (earlier.kind === "why" && dimension !== null) return { ...earlier, period, by: dimension };
  if (earlier.kind === "trend") {
    return { ...earlier, period, bucket: bucket ?? earlier.bucket, by: dimension ?? earlier.by };
  }
  return { ...own, period, top: own.top ?? ("top" in earlier ? earlier.top : null) };
}

/** "last month?", "only gpt-4o", "top 3": the earlier question of another period, of less, or of the first of it. */
function narrowed(own: SpendQuery, earlier: SpendQuery, scope: Scope, period: QueryPeriod | undefined): SpendQuery {
  const [named] = scope.periods;
  switch (earlier.kind) {
    case "overview":
      return own;
    case "forecast":
      if (named === undefined) return earlier;
      return named.kind === "unit" && named.back === 0
        ? { ...earlier, unit: named.unit }
        : { kind: "total", period: named, where: [], zone: null };
    case "breakdown":
    case "measure":
      return { ...earlier, period: period ?? earlier.period, top: scope.top ?? earlier.top };
    case "compare":
    case "why":
      // What a named period was held against does not go with another one.
      return {
        ...earlier,
        ...(earlier.kind === "compare" ? { top: scope.top ?? earlier.top } : {}),
        period: period ?? earlier.period,
        against: named === undefined ? earlier.against : { kind: "previous" },
      };
    default:
      return { ...earlier, period: period ?? earlier.period };
  }
}

function dimensionOfQuery(query: SpendQuery) {
  if (query.kind === "breakdown") return firstDimension(query.by);
  if (query.kind === "measure")
    return firstDimension(query.by.filter((name) => name !== "weekday" && name !== "hour_of_day"));
  return "by" in query && !Array.isArray(query.by) ? query.by : null;
}
