import type { NotUnderstood, QueryAgainst, QueryBucket, QueryDimension, QueryFilter, QueryPeriod } from "../query.ts";
import { notUnderstood, refused, type QuestionContext } from "./context.ts";
import { bucketOf, dimensionOf, dimensionWord } from "./dimensions.ts";
import { takeExclusions } from "./exclusions.ts";
import { Filters, takeKnownNames, takeNamedValues, takePairs } from "./names.ts";
import { calendarUnit } from "./held-periods.ts";
import { NUMBER_WORDS, PERIOD_WORDS, takePeriods } from "./period-words.ts";
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
  readonly by: readonly (QueryBucket | QueryDimension)[];
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

/** Takes "week over week": which unit is held against the one before. A year over a year is this month against a year ago. */
function takeOver(words: Words): (typeof UNITS)[number] | undefined {
  if (words.takePhrase("mom") >= 0) return "month";
  if (words.takePhrase("wow") >= 0) return "week";
  return UNITS.find((unit) => unit !== "year" && words.takePhrase(`${unit} over ${unit}`) >= 0);
}

/** "more expensive than", "higher than": how it compares is the answer's to say. */
function takeComparatives(words: Words): void {
  if (!words.has("than")) return;
  words.takePhrase(
    "more|less ?expensive|costly|money",
    "higher|lower|cheaper|dearer|bigger|smaller|better|worse|different",
  );
}

function runningLike(period: QueryPeriod): QueryPeriod {
  return { kind: "unit", unit: period.kind === "unit" ? period.unit : "month", back: 0 };
}

/** The first dimension among groupings, for questions that are laid out by one. */
export function firstDimension(by: Scope["by"]): QueryDimension | null {
  return by.find((name): name is QueryDimension => !isBucket(name)) ?? null;
}

export function firstBucket(by: Scope["by"]): QueryBucket | null {
  return by.find(isBucket) ?? null;
}

/**
 * Refuses groupings that an answer cannot be laid out by: none is dropped in silence.
 *
 * @param what the kind of question, as a reader calls it
 */
export function refuseGroupings(
  { by }: Pick<Scope, "by">,
  what: string,
  most: { readonly buckets: number; readonly dimensions: number },
): NotUnderstood | undefined {
  const buckets = by.filter(isBucket);
  const dimensions = by.filter((name) => !isBucket(name));
  const [extra] = [...buckets.slice(most.buckets), ...dimensions.slice(most.dimensions)];
  if (extra === undefined) return undefined;
  const word = isBucket(extra) ? extra : dimensionWord(extra);
  return refused(
    `${what} cannot be laid out by ${word}`,
    `this month by ${word}`,
    "trend by week",
    "by model this month vs last",
  );
}

export function isBucket(name: QueryBucket | QueryDimension): name is QueryBucket {
  return bucketOf(name) === name;
}

const THIS_MONTH: QueryPeriod = { kind: "unit", unit: "month", back: 0 };
const MOST_GROUPINGS = 4;
const UNITS = ["day", "week", "month", "quarter", "year"] as const;

/** "the same day last week", "the same period last month": as far into an earlier unit. */
interface SameIn {
  readonly kind: "same_in";
  readonly unit: (typeof UNITS)[number];
}

/** What "the same period last month" is for a period: the unit before, or for a day the one that many days earlier. */
function sameIn({ unit }: SameIn, period: QueryPeriod, { now, zone }: QuestionContext): QueryAgainst | NotUnderstood {
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
function takeAgainst(words: Words): QueryAgainst | SameIn | undefined {
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

/** Takes what the top is asked of in the singular ("most expensive model"), and "who". */
function takeAsked(words: Words, ranked: boolean, { known }: QuestionContext): (QueryDimension | QueryBucket)[] {
  const who = words.takePhrase("who|whose") >= 0;
  const spenders = ranked && words.takePhrase("spender|spenders|consumers") >= 0;
  if (who || spenders) return ["user"];
  if (ranked && words.takePhrase("when") >= 0) return ["day"];
  for (const index of ranked ? words.left() : []) {
    const word = words.wordAt(index) ?? "";
    const name = bucketOf(word) ?? dimensionOf(word, known.tags);
    if (name === undefined) continue;
    words.take(index);
    return [name];
  }
  return [];
}

function takeTop(words: Words): number | null {
  for (const index of words.left()) {
    if (!/^(top|biggest|largest|dearest|costliest|priciest|highest|peak|max|maximum)$/.test(words.wordAt(index) ?? ""))
      continue;
    const number = words.at(index + 1);
    const digits = number?.kind === "number" ? number.value : (NUMBER_WORDS.get(words.wordAt(index + 1) ?? "") ?? "");
    const count = /^[1-9]\d{0,2}$/.test(digits) ? Number(digits) : null;
    words.take(index, count === null ? 1 : 2);
    return count ?? 10;
  }
  if (words.takePhrase("most ?expensive|costly") >= 0) return 10;
  return null;
}

/** Takes "by model and project", "per day", "each user"; not understood where "by" is followed by nothing known. */
function takeGrouping(words: Words, { known }: QuestionContext): (QueryBucket | QueryDimension)[] | NotUnderstood {
  const by: (QueryBucket | QueryDimension)[] = [];
  let unknown: string | undefined;
  // "by cost" orders, and everything is ordered so.
  words.takePhrase("by ?total spend|cost|costs|usage|amount|price|dollars|usd");
  const nameAt = (index: number): QueryBucket | QueryDimension | undefined => {
    const word = words.wordAt(index);
    return word === undefined ? undefined : (bucketOf(word) ?? dimensionOf(word, known.tags));
  };
  for (const index of words.left()) {
    const lead = words.wordAt(index);
    if (lead !== "by" && lead !== "per" && lead !== "each" && lead !== "and" && lead !== "across") continue;
    if (lead === "and" && by.length === 0) continue;
    let next = index + 1 + words.fits("the", index + 1);
    while (next < words.tokens.length && words.isTaken(next)) next += 1;
    const first = next;
    for (;;) {
      // "by tag env" is "by env".
      if (/^(tag|tags|label)$/.test(words.wordAt(next) ?? "") && nameAt(next + 1) !== undefined) {
        words.take(next);
        next += 1;
      }
      const name = nameAt(next);
      if (name === undefined) break;
      words.take(lead === "and" ? index : next, lead === "and" ? next - index + 1 : 1);
      if (!by.includes(name)) by.push(name);
      next += 1;
    }
    if (lead === "by" && next === first) unknown ??= words.at(next)?.raw ?? "";
  }
  // "top 5 models", "daily spend": the plural or the adjective alone groups.
  for (const index of words.left()) {
    const word = words.wordAt(index) ?? "";
    const name = nameAt(index);
    if (name === undefined || !(/s$|ly$/.test(word) || word === "by")) continue;
    words.take(index);
    if (!by.includes(name)) by.push(name);
  }
  // "project by model": a name before "by" groups as well.
  for (const index of words.left()) {
    const name = nameAt(index);
    if (name === undefined || !/^(by|per)$/.test(words.tokens[index + 1]?.text ?? "") || by.length === 0) continue;
    words.take(index);
    if (!by.includes(name)) by.unshift(name);
  }
  // "which model", "what project": the question word before a name groups as well.
  for (const index of words.left()) {
    const name = nameAt(index + 1);
    if (name === undefined || !/^(which|what|who|whose|every)$/.test(words.wordAt(index) ?? "")) continue;
    words.take(index, 2);
    if (!by.includes(name)) by.push(name);
  }
  if (unknown !== undefined && by.length === 0) {
    return unknown === ""
      ? notUnderstood("it is not said what to group by", "this month by model", "this month by project")
      : { ...notUnderstood(`"${unknown.slice(0, 60)}" is nothing to group by`), word: unknown };
  }
  if (by.length > MOST_GROUPINGS) {
    return notUnderstood(`it groups by more than ${MOST_GROUPINGS} things`, "this month by project model");
  }
  return by;
}

function sayWhich(name: string, dimensions: readonly QueryDimension[]): NotUnderstood {
  const ways = dimensions.map((dimension) => `${dimensionWord(dimension)}:"${name}"`);
  return notUnderstood(`"${name}" is the name of more than one thing`, ...ways);
}
