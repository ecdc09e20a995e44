import type { QueryMeasured } from "../query.ts";
import type { Words } from "./words.ts";

/** A figure that a question asks for, and how many requests or tokens a mean is for. */
export interface TakenMeasure {
  readonly of: QueryMeasured;
  readonly each: number;
}

const RUN = "request|requests|call|calls|run|runs|query|queries|invocation|invocations|completion|completions";
const RANKED = "?sort|sorted|order|ordered|rank|ranked|ranking|most";
/** A question that has one of these asks for amounts. */
export const MONEY_WORDS =
  "cost|costs|spend|spent|spending|price|prices|pay|paid|bill|charge|charges|usd|dollar|dollars|money|expensive|$";

const KINDS: readonly { readonly of: QueryMeasured; readonly words: string }[] = [
  { of: "cached_input_tokens", words: "cached ?input|prompt tokens|token" },
  { of: "reasoning_tokens", words: "reasoning|thinking ?output tokens|token" },
  { of: "input_tokens", words: "input|prompt tokens|token" },
  { of: "output_tokens", words: "output|completion|generated tokens|token" },
  { of: "tokens", words: "?total ?input ?and ?output tokens|token" },
  { of: "requests", words: "requests|request|calls|call|queries|invocations" },
];

/** Takes "by requests", "sorted by number of tokens", "the most calls", "fewest requests" in a question for a ranking. */
export function takeRankedBy(words: Words): TakenMeasure | undefined {
  for (const { of, words: kind } of KINDS) {
    const counted = `?the ?number|count|amount ?of ?total ${kind} ?count|volume|usage`;
    if (words.takePhrase(`${RANKED} by ${counted}`, `?made|make|makes|with|has|have|had ?the most ${kind}`) >= 0)
      return { of, each: 1 };
  }
  return undefined;
}

/** Takes the figure that a question asks for; undefined where it asks for plain spend. */
export function takeMeasured(words: Words, isMean: boolean): TakenMeasure | undefined {
  return takeCachedShare(words) ?? takePer(words, isMean) ?? takeShare(words) ?? takeCount(words);
}

const SHARE = "share|shares|rate|rates|ratio|percentage|percent|%|fraction|proportion|part|portion|efficiency";

function takeCachedShare(words: Words): TakenMeasure | undefined {
  const asked =
    words.takePhrase(
      `?prompt|input cache|cached|caching|cache-hit ?hit|hits|read|reads|input|prompt ?token|tokens ${SHARE}`,
      "?prompt cache hits|hit",
      `${SHARE} ?of ?the|our|all ?input|prompt|prompts ?token|tokens ?that ?was|were|is|are|being|got ?read cached`,
      `${SHARE} ?of ?the|our|all ?input|prompt|prompts ?token|tokens ?that ?was|were|is|are|being|got ?read|served from ?the|our cache`,
      "much ?of ?the|our|all input|prompt|prompts ?token|tokens ?that ?was|were|is|are|being|do|did|we|got ?we ?read cached|cache",
      "much ?of ?the|our|all input|prompt|prompts ?token|tokens ?that ?was|were|is|are|being|got ?read|served from ?the|our cache",
    ) >= 0;
  return asked ? { of: "cached_share", each: 1 } : undefined;
}

/** "cost per request", "tokens per call", "cost per 1k requests", "average input length". */
function takePer(words: Words, isMean: boolean): TakenMeasure | undefined {
  const each = takeEach(words);
  if (each === undefined && !isMean) return undefined;
  const tokens = takeTokens(words);
  if (each === undefined) {
    const isOfRuns = words.takePhrase(`?of ?a|an|one|each|the ?single ${RUN}`) >= 0;
    if (tokens !== undefined) return { of: tokens, each: 1 };
    return isOfRuns ? { of: "usd_per_request", each: 1 } : undefined;
  }
  if (each.unit === "token") return { of: "usd_per_token", each: each.count };
  return { of: tokens ?? "usd_per_request", each: each.count };
}

function takeTokens(words: Words): QueryMeasured | undefined {
  const length = "length|lengths|size|sizes";
  const names: readonly { readonly of: QueryMeasured; readonly words: string }[] = [
    { of: "input_tokens_per_request", words: `input|prompt tokens|token|${length}` },
    { of: "output_tokens_per_request", words: `output|completion|answer|response tokens|token|${length}` },
    { of: "tokens_per_request", words: `?number ?of tokens|token ?count|usage` },
    { of: "tokens_per_request", words: `${RUN} ${length}` },
  ];
  return names.find((one) => words.takePhrase(one.words) >= 0)?.of;
}

interface Each {
  readonly unit: "request" | "token";
  readonly count: number;
}

/** "per request", "a call", "per 1,000 requests", "per thousand calls", "per 1M tokens". */
function takeEach(words: Words): Each | undefined {
  const units = [
    { unit: "request", names: RUN },
    { unit: "token", names: "token|tokens" },
  ] as const;
  for (const index of words.left()) {
    const lead = words.fits("per|a|each|every|for", index);
    if (lead === 0) continue;
    const number = words.at(index + 1);
    const spelt = words.wordAt(index + 1);
    const digits = number?.kind === "number" && number.unit === "" ? number.value : SPELT.get(spelt ?? "");
    if (digits === undefined || !/^[1-9]\d{0,9}$/.test(digits)) continue;
    for (const { unit, names } of units) {
      const count = words.fits(`?input ?and|+ ?output ${names}`, index + 2);
      if (count === 0) continue;
      words.take(index, 2 + count);
      return { unit, count: Number(digits) };
    }
  }
  for (const { unit, names } of units) {
    const asked =
      words.takePhrase(
        `per|/ ?single|each|one ${names}`,
        `each|every ?single ${names}`,
        `cost|costs|price|spend|usd|dollars|tokens ?of a|an|one ?single|typical|average ${names}`,
        `does|do|did|is a|an|one ?single|typical|average ${names}`,
      ) >= 0;
    if (asked) return { unit, count: 1 };
  }
  return undefined;
}

const SPELT: ReadonlyMap<string, string> = new Map([
  ["thousand", "1000"],
  ["million", "1000000"],
  ["1k", "1000"],
  ["1m", "1000000"],
  ["mtok", "1000000"],
  ["hundred", "100"],
]);

/** "share of spend by model", "percentage by project", "what percent of spend is support", "support as % of total". */
function takeShare(words: Words): TakenMeasure | undefined {
  const all = "?the|our|all ?total|overall ?llm|ai ?spend|cost|costs|bill|usage|spending|budget|total|whole";
  const asked =
    words.takePhrase(
      `?as ?a|the ?in share|shares|percentage|percent|%|proportion|fraction ?of ${all} ?is|was|comes|goes ?from|to`,
      "?spend|cost shares|share",
    ) >= 0;
  return asked ? { of: "usd_share", each: 1 } : undefined;
}

/** "how many requests", "number of output tokens", "tokens by project": a count where no amount is asked for. */
function takeCount(words: Words): TakenMeasure | undefined {
  for (const { of, words: kind } of KINDS) {
    const counted = [`many ${kind}`, `number|count|# of ?total ${kind}`, `${kind} count|counts|volume|usage`];
    if (words.takePhrase(...counted) >= 0) return { of, each: 1 };
  }
  if (words.has(MONEY_WORDS)) return undefined;
  for (const { of, words: kind } of KINDS) if (words.takePhrase(kind) >= 0) return { of, each: 1 };
  return undefined;
}
