import type { NotUnderstood, Query, QueryAgainst, QueryBucket, QueryDimension } from "../query.ts";
import type { Reading } from "./calculators.ts";
import { notUnderstood, type QuestionContext } from "./context.ts";
import { bucketOf, dimensionOf, dimensionWord } from "./dimensions.ts";
import { Filters, takeKnownNames, takeNamedValues, takePairs } from "./names.ts";
import { takePeriods } from "./period-words.ts";
import type { Words } from "./words.ts";

/** Questions about recorded spend: a total, a breakdown, one period against another. */
export const readSpend: Reading = (words, context) => {
  const zone = null;
  const filters = new Filters();
  takePairs(words, filters, context.known);
  const compares =
    words.has("vs|versus|against", "compare|compared|comparison") || words.has("over week|month|quarter|year");
  const against = takeAgainst(words);
  // Before the periods: the 3 of "top 3 october" is not its third day.
  const top = takeTop(words);
  const periods = takePeriods(words, context);
  words.takePhrase("vs|versus|against|compared ?to|with", "compare|comparison");
  const by = takeGrouping(words, context);
  if (by === undefined) return notUnderstood("it is not said what to group by", "this month by model", "by project");
  takeNamedValues(words, filters, context.known);
  takeKnownNames(words, filters, context.known);
  const [ambiguous] = filters.ambiguous;
  if (ambiguous) return sayWhich(ambiguous.name, ambiguous.dimensions);
  const where = filters.list;
  const [first, second, ...more] = periods.map(({ period }) => period);
  if (more.length > 0) return notUnderstood("it names more than two periods", "this month vs last month");
  const period = first ?? { kind: "unit", unit: "month", back: 0 };
  if (compares || against || second) {
    const other: QueryAgainst = against ?? second ?? { kind: "previous" };
    const dimension = by.find((name): name is QueryDimension => !isBucket(name)) ?? null;
    return { kind: "compare", period, against: other, where, zone, by: dimension, top };
  }
  if (by.length > 0) return { kind: "breakdown", period, where, zone, by, top };
  if (top !== null) return notUnderstood("it is not said the top of what", `top ${top} models this month`);
  if (first === undefined && where.length === 0) return { kind: "overview", where, zone };
  return { kind: "total", period, where, zone };
};

const UNITS = ["day", "week", "month", "quarter", "year"] as const;

/** Takes "vs last", "versus the previous one", "month over month", "than a year ago". */
function takeAgainst(words: Words): QueryAgainst | undefined {
  if (words.takePhrase("vs|versus|against|than ?a year ago|before", "year over year") >= 0)
    return { kind: "year_before" };
  const overs = UNITS.map((unit) => `${unit} over ${unit}`);
  if (words.takePhrase(...overs) >= 0) return { kind: "previous" };
  for (const index of words.left()) {
    const count = words.fits("vs|versus|against ?the last|previous|before", index);
    const named = words.wordAt(index + count) ?? "";
    if (count === 0 || !/^(last|previous|before)$/.test(words.wordAt(index + count - 1) ?? "")) continue;
    // "vs last month" names a period of its own.
    if (UNITS.some((unit) => named === unit || named === `${unit}s`)) continue;
    words.take(index, count);
    return { kind: "previous" };
  }
  return undefined;
}

function takeTop(words: Words): number | null {
  for (const index of words.left()) {
    if (!/^(top|biggest|largest|dearest)$/.test(words.wordAt(index) ?? "")) continue;
    const number = words.at(index + 1);
    const count = number?.kind === "number" && /^[1-9]\d{0,2}$/.test(number.value) ? Number(number.value) : 10;
    words.take(index, number?.kind === "number" ? 2 : 1);
    return count;
  }
  return null;
}

/** Takes "by model and project", "per day", "each user"; undefined where "by" is followed by nothing known. */
function takeGrouping(words: Words, { known }: QuestionContext): (QueryBucket | QueryDimension)[] | undefined {
  const by: (QueryBucket | QueryDimension)[] = [];
  let asked = false;
  for (const index of words.left()) {
    const lead = words.wordAt(index);
    if (lead !== "by" && lead !== "per" && lead !== "each" && lead !== "and") continue;
    if (lead === "and" && by.length === 0) continue;
    asked ||= lead === "by";
    let next = index + 1;
    for (;;) {
      const word = words.wordAt(next);
      const name = word === undefined ? undefined : (bucketOf(word) ?? dimensionOf(word, known.tags));
      if (name === undefined) break;
      words.take(lead === "and" ? index : next, lead === "and" ? 2 : 1);
      if (!by.includes(name)) by.push(name);
      next += 1;
    }
  }
  // "top 5 models", "daily spend": the plural or the adjective alone groups.
  for (const index of words.left()) {
    const word = words.wordAt(index) ?? "";
    const name = bucketOf(word) ?? dimensionOf(word, known.tags);
    if (name === undefined || !(/s$|ly$/.test(word) || word === "by")) continue;
    words.take(index);
    if (!by.includes(name)) by.push(name);
  }
  return asked && by.length === 0 ? undefined : by.slice(0, 4);
}

function isBucket(name: QueryBucket | QueryDimension): name is QueryBucket {
  return bucketOf(name) === name;
}

function sayWhich(name: string, dimensions: readonly QueryDimension[]): NotUnderstood {
  const ways = dimensions.map((dimension) => `${dimensionWord(dimension)}:"${name}"`);
  return notUnderstood(`"${name}" is the name of more than one thing`, ...ways);
}

/** The zone is set by `parseQuestion`, which takes it first. */
export function withZone(query: Query, zone: string | null): Query {
  return "zone" in query ? { ...query, zone } : query;
}
