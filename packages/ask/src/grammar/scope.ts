import type { NotUnderstood, QueryAgainst, QueryDimension, QueryFilter, QueryPeriod } from "../query.ts";
import { sameIn, takeAgainst, takeComparatives, takeOver } from "./against-words.ts";
import { notUnderstood, type QuestionContext } from "./context.ts";
import { dimensionWord } from "./dimensions.ts";
import { takeExclusions } from "./exclusions.ts";
import { takeAsked, takeGrouping, takeTop, type Grouping } from "./grouping-words.ts";
import { Filters, takeKnownNames, takeNamedValues, takePairs } from "./names.ts";
import { takePeriods } from "./period-words.ts";
import type { Words } from "./words.ts";

/** Which recorded usage a question is about, and how it wants it laid out. */
export interface Scope {
  readonly kind: "scope";
  /** In the order in which they are named. */
  readonly periods: readonly QueryPeriod[];
  readonly against: QueryAgainst | undefined;
  /** The question holds one thing against another, whether or not it says what. */
  readonly compares: boolean;
  readonly where: readonly QueryFilter[];
  readonly by: readonly Grouping[];
  readonly top: number | null;
}

/**
 * Takes everything that says which usage is meant: periods, filters, grouping.
 *
 * @param ranked the least of something has been asked for already, so that "project" alone is what is ranked
 */
export function takeScope(words: Words, context: QuestionContext, ranked = false): Scope | NotUnderstood {
  const filters = new Filters();
  takeExclusions(words, filters, context.known);
  takePairs(words, filters, context.known);
  const compares = words.has(
    "vs|versus|against|than",
    "compare|compared|comparison|difference|differences|diff",
    "over week|month|quarter|year",
  );
  // "the difference between october and september" is a comparison, not the time between them.
  const differs = words.takePhrase("difference|differences|diff ?between|from", "comparison between") >= 0;
  takeComparatives(words);
  const over = takeOver(words);
  const said = takeAgainst(words) ?? (over === undefined ? undefined : ({ kind: "previous" } as const));
  const named = said?.kind === "same_in" ? ({ kind: "previous" } as const) : said;
  const lead = words
    .left()
    .map((index) => ({ index, count: words.fits("vs|versus|against|than|to|with ?the", index) }))
    .find(({ count }) => count > 0);
  // Before the periods: the 3 of "top 3 october" is not its third day.
  const top = takeTop(words);
  const found = takePeriods(words, context);
  // "vs last month" says against what; what it is held against it is the running one.
  const only = found.length === 1 && named === undefined && compares ? found[0] : undefined;
  const isOther = only !== undefined && lead !== undefined && only.index === lead.index + lead.count;
  const running = over === undefined ? [] : [{ kind: "unit", unit: over, back: 0 } as const];
  const periods = isOther
    ? [runningLike(only.period)]
    : found.length === 0
      ? running
      : found.map(({ period }) => period);
  const same = said?.kind === "same_in" ? sameIn(said, periods[0] ?? THIS_MONTH, context) : undefined;
  if (same?.kind === "not_understood") return same;
  const against = isOther ? only.period : (same ?? named);
  words.takePhrase("vs|versus|against|than", "compared ?to|with", "compare|comparison");
  const by = takeGrouping(words, context);
  if (!Array.isArray(by)) return by;
  takeNamedValues(words, filters, context.known);
  takeKnownNames(words, filters, context.known);
  if (by.length === 0) by.push(...takeAsked(words, top !== null || ranked, context));
  const [ambiguous] = filters.ambiguous;
  if (ambiguous) return sayWhich(ambiguous.name, ambiguous.dimensions);
  if (periods.length > 2) return notUnderstood("it names more than two periods", "this month vs last month");
  return { kind: "scope", periods, against, compares: compares || differs, where: filters.list, by, top };
}

function runningLike(period: QueryPeriod): QueryPeriod {
  return { kind: "unit", unit: period.kind === "unit" ? period.unit : "month", back: 0 };
}

const THIS_MONTH: QueryPeriod = { kind: "unit", unit: "month", back: 0 };
function sayWhich(name: string, dimensions: readonly QueryDimension[]): NotUnderstood {
  const ways = dimensions.map((dimension) => `${dimensionWord(dimension)}:"${name}"`);
  return notUnderstood(`"${name}" is the name of more than one thing`, ...ways);
}
