import type { NotUnderstood, QueryBucket, QueryDimension } from "../query.ts";
import { notUnderstood, refused, type QuestionContext } from "./context.ts";
import { bucketOf, dimensionOf, dimensionWord } from "./dimensions.ts";
import { NUMBER_WORDS } from "./period-words.ts";
import type { Words } from "./words.ts";

/** What spend can be laid out by. */
export type Grouping = QueryBucket | QueryDimension;

const MOST_GROUPINGS = 4;

/** The first dimension among groupings, for questions that are laid out by one. */
export function firstDimension(by: readonly Grouping[]): QueryDimension | null {
  return by.find((name): name is QueryDimension => !isBucket(name)) ?? null;
}

/** The first calendar bucket among groupings. */
export function firstBucket(by: readonly Grouping[]): QueryBucket | null {
  return by.find(isBucket) ?? null;
}

/**
 * Refuses groupings that an answer cannot be laid out by: none is dropped in silence.
 *
 * @param what the kind of question, as a reader calls it
 */
export function refuseGroupings(
  { by }: { readonly by: readonly Grouping[] },
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

/** True for a bucket of the calendar, such as "week"; false for a dimension. */
export function isBucket(name: Grouping): name is QueryBucket {
  return bucketOf(name) === name;
}

/** Takes "by model and project", "per day", "each user"; not understood where "by" is followed by nothing known. */
export function takeGrouping(words: Words, { known }: QuestionContext): Grouping[] | NotUnderstood {
  const by: Grouping[] = [];
  let unknown: string | undefined;
  // "by cost" orders, and everything is ordered so.
  words.takePhrase("by ?total spend|cost|costs|usage|amount|price|dollars|usd");
  const nameAt = (index: number): Grouping | undefined => {
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

/** Takes what the top is asked of in the singular ("most expensive model"), and "who". */
export function takeAsked(words: Words, ranked: boolean, { known }: QuestionContext): (QueryDimension | QueryBucket)[] {
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

/** Takes "top 5", "most expensive": how many groups are asked for; ten where it is not said. */
export function takeTop(words: Words): number | null {
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
