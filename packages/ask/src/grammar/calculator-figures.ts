import type { NotUnderstood } from "../query.ts";
import { notUnderstood } from "./context.ts";
import type { Quantities, QuantityName } from "./quantities.ts";

export const EXAMPLES = {
  run_cost: "cost of 2000 in 500 out on gpt-4o-mini",
  estimate: "estimate 10000 threads 3 runs a day 2000 in 500 out 25k tokens per thread on gpt-4o-mini",
  storage: "storage of 1000 threads 5000 tokens per thread",
  conversation: "conversation of 20 turns 500 instructions 100 message 200 reply on gpt-4o-mini",
  growth: "growth 500 threads 15% a month 12 months 3 runs a day 2000 in 500 out 750 tokens per thread on gpt-4o-mini",
  roi: "roi 10000 users 5 interactions $500",
} as const;

export const LABEL: Readonly<Record<QuantityName, string>> = {
  input: "input tokens",
  output: "output tokens",
  tokens: "tokens",
  percent: "a percentage",
  cached: "cached input tokens",
  cachedPercent: "the cached share",
  tokensPerThread: "tokens per thread",
  tokensPerMessage: "tokens per message",
  messages: "messages per thread",
  threads: "threads",
  runsPerDay: "runs a day",
  runsPerMonth: "runs a month",
  runs: "runs",
  turns: "turns",
  days: "days",
  months: "months",
  users: "users",
  interactions: "interactions",
  gigabytes: "gigabytes",
  freeGigabytes: "free gigabytes",
  percentPerMonth: "growth a month",
  instructions: "the instructions' tokens",
  message: "a message's tokens",
  reply: "a reply's tokens",
  cap: "the input cap",
  keep: "turns kept",
  summary: "the summary's tokens",
  usd: "dollars",
};

/** A count of a question; undefined when it is no whole number that can be counted exactly. */
export function whole(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  const value = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(value) ? value : undefined;
}

export function wholes<Name extends QuantityName>(
  counts: Quantities,
  defaults: Readonly<Record<Name, number>>,
  example: string,
): { readonly kind: "wholes"; readonly of: Record<Name, number> } | NotUnderstood {
  const of: Record<Name, number> = { ...defaults };
  for (const name of Object.keys(defaults)) {
    if (!isNameOf(name, defaults)) continue;
    const value = whole(counts[name], defaults[name]);
    if (value === undefined)
      return notUnderstood(`${LABEL[name]} must be a whole number below 2^53, not ${counts[name]}`, example);
    of[name] = value;
  }
  return { kind: "wholes", of };
}

function isNameOf<Name extends string>(name: string, record: Readonly<Record<Name, unknown>>): name is Name {
  return Object.hasOwn(record, name);
}

export function missing(counts: Quantities, names: readonly QuantityName[]): string | undefined {
  const absent = names.filter((name) => counts[name] === undefined).map((name) => LABEL[name]);
  return absent.length === 0 ? undefined : `the question does not give ${absent.join(" and ")}`;
}

/** On which figures each calculation depends. */
const USED = {
  run_cost: ["input", "output", "cached", "cachedPercent", "runs"],
  estimate: [
    "threads",
    "runsPerDay",
    "runsPerMonth",
    "input",
    "output",
    "cached",
    "cachedPercent",
    "days",
    "tokensPerThread",
  ],
  storage: ["gigabytes", "freeGigabytes", "threads", "tokensPerThread", "tokens", "input", "days", "usd"],
  conversation: [
    "turns",
    "instructions",
    "message",
    "tokensPerMessage",
    "input",
    "reply",
    "output",
    "cap",
    "cachedPercent",
    "keep",
    "summary",
  ],
  growth: [
    "threads",
    "percentPerMonth",
    "months",
    "runsPerDay",
    "input",
    "output",
    "cached",
    "cachedPercent",
    "tokensPerThread",
    "messages",
    "tokensPerMessage",
  ],
  roi: ["users", "interactions", "usd"],
} as const satisfies Readonly<Record<keyof typeof EXAMPLES, readonly QuantityName[]>>;

/** A figure on which the calculation does not depend is not dropped in silence: the question is then not the one that was meant. */
export function surplus(kind: keyof typeof USED, counts: Quantities): NotUnderstood | undefined {
  const used: readonly string[] = USED[kind];
  const name = Object.keys(counts).find((one) => !used.includes(one));
  return name === undefined
    ? undefined
    : notUnderstood(
        `the question gives ${isNameOf(name, LABEL) ? LABEL[name] : name}, on which its answer does not depend`,
        EXAMPLES[kind],
      );
}

/** Figures whose meaning follows from what else is given: "5 messages of 150 tokens", "1000 threads of 5000 tokens", "growth … 15%". */
export function settled(counts: Quantities, growth: boolean): Quantities {
  const { tokens, percent, ...rest } = counts;
  const read: Quantities = { ...rest };
  if (percent !== undefined) {
    if (growth && rest.percentPerMonth === undefined) read.percentPerMonth = percent;
    else read.percent = percent;
  }
  // "100 message" is a message of 100 tokens where turns are counted, and not a number of messages.
  if (rest.turns !== undefined && rest.messages !== undefined && rest.message === undefined) {
    read.message = rest.messages;
    delete read.messages;
  }
  if (tokens !== undefined) {
    if (rest.messages !== undefined && rest.tokensPerMessage === undefined) read.tokensPerMessage = tokens;
    else if (rest.threads !== undefined && rest.tokensPerThread === undefined) read.tokensPerThread = tokens;
    else read.tokens = tokens;
  }
  if (
    rest.cachedPercent !== undefined &&
    rest.cached === undefined &&
    rest.input !== undefined &&
    rest.turns === undefined
  ) {
    const cached = shareOf(rest.input, rest.cachedPercent);
    if (cached !== undefined) read.cached = cached;
  }
  return read;
}

/** A percentage of a whole count, rounded down. */
function shareOf(count: string, percent: string): string | undefined {
  const [whole = "", fraction = ""] = percent.split(".");
  if (!/^\d+$/.test(count) || !/^\d{1,3}$/.test(whole) || Number(percent) > 100) return undefined;
  return ((BigInt(count) * BigInt(whole + fraction)) / (100n * 10n ** BigInt(fraction.length))).toString();
}
