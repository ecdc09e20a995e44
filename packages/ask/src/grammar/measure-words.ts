import type { NotUnderstood, Query, QueryMeasured, QueryMeasuredGroup, QueryPeriod } from "../query.ts";
import { refused, type QuestionContext } from "./context.ts";
import { takeMeasured, takeRankedBy, type TakenMeasure } from "./measured-words.ts";
import type { Reading } from "./reading.ts";
import { takeRecurring, type Recurring } from "./recurring-words.ts";
import { firstBucket, firstDimension, isBucket } from "./grouping-words.ts";
import { takeScope, type Scope } from "./scope.ts";
import { dimensionOf } from "./dimensions.ts";
import { heldPeriods } from "./held-periods.ts";
import { TREND_SPAN, TREND_WORDS } from "./trend-words.ts";
import { NUMBER_WORDS } from "./period-words.ts";
import type { Words } from "./words.ts";

const THIS_MONTH: QueryPeriod = { kind: "unit", unit: "month", back: 0 };
const SPEND: TakenMeasure = { of: "usd", each: 1 };

/**
 * Takes questions for a count, a share or a mean of usage, and for the least or what a calendar repeats: "cost per request by
 * model", "cache hit rate last week", "top 5 users by tokens", "cheapest 3 projects", "average cost per user", "on mondays".
 */
export const readMeasure: Reading = (words, context) => {
  const recurring = takeRecurring(words);
  const isMean = words.takePhrase("?on|an|the average|avg|mean|averages|averaged|typical|typically", "per head") >= 0;
  const asksCount = takeCounted(words, context);
  const ranked = takeRanking(words);
  const measured = takeRankedBy(words) ?? takeMeasured(words, isMean);
  const ranking = ranked ?? (measured?.of === "cached_share" ? takeBest(words) : undefined);
  const isRecurring = recurring.by.length > 0 || recurring.weekdays.length > 0;
  if (!isMean && !asksCount && ranking === undefined && measured === undefined && !isRecurring) return undefined;
  const asksTrend =
    (measured !== undefined || isMean) && words.takePhrase(`?a|the ${TREND_WORDS}`, "over ?the time") >= 0;
  const scope = takeScope(words, context, ranking !== undefined);
  if (scope.kind === "not_understood") return scope;
  if (measured === undefined && ranking === undefined && (isMean || asksCount) && !isRecurring)
    return meanOf(words, scope, context);
  return measureQuery(words, scope, context, {
    recurring,
    ranking,
    measured: measured ?? ranking?.measured ?? SPEND,
    asksTrend,
  });
};

/** Takes "how many" of "how many users", which are counted in the answer. */
function takeCounted(words: Words, { known }: QuestionContext): boolean {
  for (const index of words.left()) {
    const count = words.fits("many|number|count ?of ?the ?different|distinct|active", index);
    if (count === 0 || dimensionOf(words.wordAt(index + count) ?? "", known.tags) === undefined) continue;
    words.take(index, count);
    return true;
  }
  return false;
}

/** Of what is read from the cache, more is better. */
function takeBest(words: Words): Ranking | undefined {
  if (words.takePhrase("best") >= 0) return { order: "highest", top: null, measured: undefined };
  return words.takePhrase("worst|poorest") >= 0 ? { order: "lowest", top: null, measured: undefined } : undefined;
}

interface Ranking {
  readonly order: "highest" | "lowest";
  readonly top: number | null;
  readonly measured: TakenMeasure | undefined;
}

/** Takes "cheapest 5", "bottom three", "least expensive", "fewest", "most used", "busiest": what `takeTop` does not know. */
function takeRanking(words: Words): Ranking | undefined {
  const requests: TakenMeasure = { of: "requests", each: 1 };
  const rankings = [
    { order: "lowest", phrase: "cheapest|bottom|lowest|smallest", measured: undefined },
    { order: "lowest", phrase: "least expensive|costly|dear", measured: undefined },
    { order: "lowest", phrase: "least used|popular|active|called|busy", measured: requests },
    { order: "lowest", phrase: "quietest", measured: requests },
    { order: "highest", phrase: "most used|popular|active|called|requested|busy", measured: requests },
    { order: "highest", phrase: "busiest", measured: requests },
    { order: "highest", phrase: "most often|frequently ?used|called", measured: requests },
    { order: "highest", phrase: "used|called ?the most ?often", measured: requests },
    { order: "lowest", phrase: "used|called ?the least ?often", measured: requests },
    { order: "lowest", phrase: "?the fewest|least", measured: undefined },
  ] as const;
  for (const { order, phrase, measured } of rankings) {
    for (const index of words.left()) {
      const count = words.fits(phrase, index);
      if (count === 0) continue;
      const after = numberAt(words, index + count);
      const before = after === null ? numberAt(words, index - 1) : null;
      words.take(index, count + (after === null ? 0 : 1));
      if (before !== null) words.take(index - 1);
      return { order, top: after ?? before, measured };
    }
  }
  return undefined;
}

function numberAt(words: Words, index: number): number | null {
  const token = words.at(index);
  const digits =
    token?.kind === "number" && token.unit === "" ? token.value : NUMBER_WORDS.get(words.wordAt(index) ?? "");
  return digits !== undefined && /^[1-9]\d{0,2}$/.test(digits) ? Number(digits) : null;
}

/** "average daily spend" is the mean of a trend; "average cost per user" that of the users. */
function meanOf(words: Words, scope: Scope, context: QuestionContext): Query | NotUnderstood | undefined {
  const bucket = firstBucket(scope.by);
  const [only, ...more] = scope.by;
  if (scope.against !== undefined || scope.compares || scope.periods.length > 1 || more.length > 1) {
    return refused(
      "a mean of groups is of one period",
      "average cost per user last month",
      "cost per request vs last month",
    );
  }
  if (bucket !== null) {
    const period = scope.periods[0] ?? { kind: "last", unit: bucket, count: TREND_SPAN[bucket] };
    return { kind: "trend", period, where: [...scope.where], zone: null, bucket, by: firstDimension(scope.by) };
  }
  if (only === undefined || isBucket(only)) {
    return refused(
      "it is not said the average of what",
      "cost per request by model",
      "average cost per day this month",
      "average cost per user last month",
    );
  }
  return measureQuery(words, scope, context, {
    recurring: { by: [], weekdays: [] },
    ranking: undefined,
    measured: SPEND,
    asksTrend: false,
  });
}

function measureQuery(
  words: Words,
  scope: Scope,
  context: QuestionContext,
  {
    recurring,
    ranking,
    measured,
    asksTrend,
  }: {
    readonly recurring: Recurring;
    readonly ranking: Ranking | undefined;
    readonly measured: TakenMeasure;
    readonly asksTrend: boolean;
  },
): Query | NotUnderstood {
  const { periods, where } = scope;
  const by: QueryMeasuredGroup[] = [...scope.by, ...recurring.by];
  if (measured.of === "usd_per_request" || measured.of === "usd_per_token")
    words.takePhrase("price|prices|pricing|effective|blended|expensive");
  const several = scope.compares ? where.find((one) => one.values.length > 1 && !("not" in one))?.dimension : undefined;
  if (several !== undefined && !by.includes(several)) by.push(several);
  if (asksTrend && !scope.by.some(isBucket)) by.unshift("day");
  const [first, second] = periods;
  const isCompared = scope.compares && several === undefined && recurring.weekdays.length + recurring.by.length === 0;
  const against = scope.against ?? second ?? (isCompared ? ({ kind: "previous" } as const) : null);
  if (recurring.weekdays.length > 0 && by.length === 0 && against === null) by.push(scope.compares ? "weekday" : "day");
  // Spend in its plain order, of nothing that a calendar repeats, is for the plainer questions.
  const top = scope.top ?? (ranking === undefined ? null : (ranking.top ?? 10));
  if (top !== null && by.length === 0) {
    return refused("it is not said the top of what", "top 5 models by requests", "bottom 3 projects this month");
  }
  if (against !== null && by.some((name) => name === "weekday" || name === "hour_of_day" || isBucket(name))) {
    return refused("a comparison cannot be laid out by times", "cost per request by model this month vs last");
  }
  const current = first ?? THIS_MONTH;
  const held = against === null ? null : heldPeriods(current, against, context);
  if (held?.kind === "not_understood") return held;
  const trend: QueryPeriod = { kind: "last", unit: "day", count: TREND_SPAN.day };
  return {
    kind: "measure",
    of: measured.of,
    each: measured.each,
    period: held?.period ?? first ?? (asksTrend ? trend : THIS_MONTH),
    where: [...where],
    zone: null,
    by,
    weekdays: [...recurring.weekdays],
    order: ranking?.order ?? "highest",
    top,
    against: held?.against ?? null,
  };
}

/** A figure by the words that are parsed to it again. */
export function measuredWords(of: QueryMeasured, each: number): string {
  switch (of) {
    case "usd":
      return "cost";
    case "usd_per_request":
      return each === 1 ? "cost per request" : `cost per ${each} requests`;
    case "usd_per_token":
      return each === 1 ? "cost per token" : `cost per ${each} tokens`;
    case "tokens_per_request":
    case "input_tokens_per_request":
    case "output_tokens_per_request":
      return `${of.replace("_per_request", "").replaceAll("_", " ")} per ${each === 1 ? "request" : `${each} requests`}`;
    case "cached_share":
      return "cached share";
    case "usd_share":
      return "share of spend";
    default:
      return `number of ${of.replaceAll("_", " ")}`;
  }
}
