import type { NotUnderstood, Query } from "../query.ts";
import { EXAMPLES, LABEL, missing, settled, surplus, whole, wholes } from "./calculator-figures.ts";
import { notUnderstood } from "./context.ts";
import { takeModels, unknownModel } from "./model-words.ts";
import { takeQuantities, type Quantities, type QuantityName } from "./quantities.ts";
import type { Reading } from "./reading.ts";
import type { Words } from "./words.ts";
import { readRoi, takeJudgedPeriod } from "./roi-words.ts";
import { takeTier } from "./tier-words.ts";

const DEFAULT_DAYS = 30;

type Tier = NonNullable<ReturnType<typeof takeTier>>;

/** Questions that hold their own figures: the cost of a run, a monthly estimate, storage, a conversation, growth, return on spend. */
export const readCalculator: Reading = (words, context) => {
  const worstCase =
    words.takePhrase(
      "worst case",
      "worst-case",
      "at most",
      "upper bound",
      "maximum",
      "max",
      "capped|cap at|of",
      "caps",
    ) >= 0;
  const growth = words.takePhrase("growth ?forecast", "grow", "growing") >= 0;
  const roi = words.takePhrase("roi", "return on investment|spend", "cost per interaction|user") >= 0;
  const conversation = words.has("turn|turns|exchanges|rounds");
  if (conversation) words.takePhrase("?a conversation|chat|dialogue ?of|with");
  const storage =
    words.takePhrase("?thread|vector|vectors ?store|thread storage", "?vector store|stores", "store|storing|stored") >=
    0;
  const estimate =
    words.takePhrase("monthly cost|estimate|bill ?of|for", "estimate|estimated ?monthly|month ?cost|bill", "monthly") >=
    0;
  if (estimate) words.takePhrase("estimate|estimated");
  const tier = takeTier(words) ?? "standard";
  const models = context.known ? takeModels(words, context.known) : [];
  const judged = roi ? takeJudgedPeriod(words, context) : undefined;
  const { counts: given, twice } = takeQuantities(words);
  const counts = asked(settled(given, growth), { growth, storage, roi, words });
  if (counts.cachedPercent !== undefined && Number(counts.cachedPercent) > 100) {
    return notUnderstood("a cached share is from 0% to 100%", EXAMPLES.run_cost);
  }
  if (twice !== null && Object.keys(counts).length > 0) {
    return notUnderstood(`the question gives two different figures for ${LABEL[twice]}`, EXAMPLES.run_cost);
  }
  words.takePhrase("?a|each|every|one run|call|request|completion ?cost");
  if (growth || counts.percentPerMonth !== undefined)
    return surplus("growth", counts) ?? readGrowth(counts, models, tier);
  if (roi || (counts.users !== undefined && counts.interactions !== undefined))
    return surplus("roi", counts) ?? readRoi(counts, words, context, judged);
  if (counts.turns !== undefined && conversation)
    return surplus("conversation", counts) ?? readConversation(counts, models, tier);
  // "1000 threads of 5000 tokens" holds them; what is done with them it does not say.
  const held = counts.threads !== undefined && (counts.tokens ?? counts.tokensPerThread) !== undefined;
  const ran = counts.input !== undefined || counts.output !== undefined || counts.runsPerDay !== undefined;
  const isStorage = storage || counts.gigabytes !== undefined || (held && !ran && models.length === 0);
  const perMonth = counts.runsPerDay !== undefined || counts.runsPerMonth !== undefined;
  if (estimate || perMonth || (counts.threads !== undefined && !isStorage)) {
    const read = readEstimate(counts, models, tier);
    return read === undefined ? undefined : (surplus("estimate", counts) ?? read);
  }
  if (isStorage) return surplus("storage", counts) ?? readStorage(counts);
  if (counts.input === undefined && counts.output === undefined) {
    if (counts.tokens === undefined || models.length === 0) return undefined;
    return notUnderstood(
      "it is not said how many of the tokens are input and how many output",
      `cost of ${counts.tokens} in 0 out on ${models.join(" ")}`,
      `cost of 0 in ${counts.tokens} out on ${models.join(" ")}`,
    );
  }
  words.takePhrase("compare|comparison");
  words.takePhrase("price|prices|pricing|priced");
  words.takePhrase("vs|versus|against|than|between");
  if (models.length === 0) {
    const sizes = `${counts.input ?? 0} in ${counts.output ?? 0} out`;
    return unknownModel(
      words,
      "the question does not say on which model the run would be",
      `cost of ${sizes} on gpt-4o-mini`,
    );
  }
  return surplus("run_cost", counts) ?? readRunCost(counts, models, tier, worstCase);
};

/** "500 users 20 messages a day" are as many threads with that many runs; "for a year" is 12 months of growth, 365 days of storage. */
function asked(
  counts: Quantities,
  {
    growth,
    storage,
    roi,
    words,
  }: { readonly growth: boolean; readonly storage: boolean; readonly roi: boolean; readonly words: Words },
): Quantities {
  const read: Quantities = { ...counts };
  if (!roi && read.users !== undefined && read.runsPerDay !== undefined && read.threads === undefined) {
    read.threads = read.users;
    delete read.users;
  }
  words.takePhrase("asking|sending|making|doing|who|that ?ask|send|make|do");
  words.takePhrase("start|starting|begin ?with|at|from");
  if (read.runsPerDay !== undefined) words.takePhrase("per|a|each|every month");
  if (
    read.threads !== undefined &&
    growth &&
    read.months === undefined &&
    words.takePhrase("for|over ?a|one|1|the ?whole year") >= 0
  )
    read.months = "12";
  const stored = storage || read.gigabytes !== undefined;
  if (stored && read.days === undefined) {
    if (words.takePhrase("for|over ?a|one|the ?whole year") >= 0) read.days = "365";
    else if (words.takePhrase("for|over ?a|one week") >= 0) read.days = "7";
    else words.takePhrase("for|over|per|a ?a|one month", "monthly");
  }
  return read;
}

function readRunCost(
  counts: Quantities,
  models: readonly string[],
  tier: Tier,
  worstCase: boolean,
): Query | NotUnderstood {
  const read = wholes(counts, { input: 0, cached: 0, output: 0, runs: 1 }, EXAMPLES.run_cost);
  if (read.kind === "not_understood") return read;
  const { input, cached, output, runs } = read.of;
  if (cached > input)
    return notUnderstood("cached input tokens are a part of the input tokens, and cannot be more", EXAMPLES.run_cost);
  if (runs < 1) return notUnderstood("the number of runs must be 1 or more", EXAMPLES.run_cost);
  return {
    kind: "run_cost",
    models: [...models],
    inputTokens: input,
    cachedInputTokens: cached,
    outputTokens: output,
    tier,
    runs,
    worstCase,
  };
}

function readEstimate(counts: Quantities, models: readonly string[], tier: Tier): Query | NotUnderstood | undefined {
  const [model] = models;
  const perDay = counts.runsPerDay ?? counts.runsPerMonth;
  if (counts.input === undefined && counts.output === undefined && perDay === undefined) return undefined;
  if (model === undefined)
    return notUnderstood("the question does not say on which model the runs would be", EXAMPLES.estimate);
  if (models.length > 1) return notUnderstood("an estimate is for one model", EXAMPLES.estimate);
  const absent =
    perDay === undefined ? `the question does not say how many runs a day` : missing(counts, ["input", "output"]);
  if (absent !== undefined) return notUnderstood(absent, EXAMPLES.estimate);
  const monthly = counts.runsPerMonth !== undefined && counts.runsPerDay === undefined;
  const read = wholes(
    counts,
    { threads: 1, input: 0, cached: 0, output: 0, days: DEFAULT_DAYS, tokensPerThread: 0 },
    EXAMPLES.estimate,
  );
  if (read.kind === "not_understood") return read;
  const { threads, input, cached, output, days, tokensPerThread } = read.of;
  if (cached > input)
    return notUnderstood("cached input tokens are a part of the input tokens, and cannot be more", EXAMPLES.estimate);
  if (days < 1 || days > 366) return notUnderstood("an estimate is for 1 to 366 days", EXAMPLES.estimate);
  const runs = whole(perDay, 0);
  if (runs === undefined) return notUnderstood(`runs must be a whole number, not ${perDay}`, EXAMPLES.estimate);
  return {
    kind: "estimate",
    model,
    inputTokens: input,
    cachedInputTokens: cached,
    outputTokens: output,
    tier,
    // A number of runs a month is that many threads with one run on one day.
    threads: monthly ? threads * runs : threads,
    runsPerDay: monthly ? "1" : String(runs),
    days: monthly ? 1 : days,
    tokensPerThread,
  };
}

function readStorage(counts: Quantities): Query | NotUnderstood {
  const rate = counts.usd ?? null;
  const days = whole(counts.days, DEFAULT_DAYS);
  if (days === undefined || days < 1 || days > 3_660)
    return notUnderstood("storage is for 1 to 3,660 days", EXAMPLES.storage);
  if (counts.gigabytes !== undefined) {
    const of = {
      kind: "vector_store",
      gigabytes: counts.gigabytes,
      freeGigabytes: counts.freeGigabytes ?? "1",
    } as const;
    return { kind: "storage", of, days, rate };
  }
  const tokens = counts.tokensPerThread ?? counts.tokens ?? counts.input;
  const absent = missing({ ...counts, ...(tokens === undefined ? {} : { tokensPerThread: tokens }) }, [
    "threads",
    "tokensPerThread",
  ]);
  if (absent !== undefined) return notUnderstood(absent, EXAMPLES.storage, "storage of 11 GB");
  const read = wholes(
    { ...counts, tokensPerThread: tokens ?? "0" },
    { threads: 0, tokensPerThread: 0 },
    EXAMPLES.storage,
  );
  if (read.kind === "not_understood") return read;
  return { kind: "storage", of: { kind: "threads", ...read.of }, days, rate };
}

function readConversation(counts: Quantities, models: readonly string[], tier: Tier): Query | NotUnderstood {
  const [model] = models;
  if (model === undefined || models.length > 1)
    return notUnderstood("a conversation is priced on one model", EXAMPLES.conversation);
  // "100 in 200 out" are a turn's message and reply.
  const read = wholes(
    stripUndefined({
      ...counts,
      message: counts.message ?? counts.tokensPerMessage ?? counts.input,
      reply: counts.reply ?? counts.output,
    }),
    { turns: 0, instructions: 0, message: 100, reply: 200, keep: 5, summary: 0, cap: 0 },
    EXAMPLES.conversation,
  );
  if (read.kind === "not_understood") return read;
  const { turns, instructions, message, reply, keep, summary, cap } = read.of;
  if (turns < 1 || turns > 10_000) return notUnderstood("a conversation has 1 to 10,000 turns", EXAMPLES.conversation);
  return {
    kind: "conversation",
    model,
    turns,
    instructionTokens: instructions,
    messageTokens: message,
    replyTokens: reply,
    inputCap: counts.cap === undefined ? null : Math.max(1, cap),
    cachedPercent: counts.cachedPercent ?? "0",
    compression:
      counts.summary === undefined && counts.keep === undefined ? null : { keepTurns: keep, summaryTokens: summary },
    tier,
  };
}

function readGrowth(counts: Quantities, models: readonly string[], tier: Tier): Query | NotUnderstood {
  const [model] = models;
  if (model === undefined || models.length > 1)
    return notUnderstood("growth is forecast for one model", EXAMPLES.growth);
  const absent = missing(counts, ["threads", "percentPerMonth", "runsPerDay", "input", "output"]);
  if (absent !== undefined) return notUnderstood(absent, EXAMPLES.growth);
  const read = wholes(
    counts,
    {
      threads: 0,
      input: 0,
      cached: 0,
      output: 0,
      months: 12,
      runsPerDay: 0,
      tokensPerThread: 0,
      messages: 0,
      tokensPerMessage: 0,
    },
    EXAMPLES.growth,
  );
  if (read.kind === "not_understood") return read;
  const { threads, input, cached, output, months, runsPerDay, tokensPerThread, messages, tokensPerMessage } = read.of;
  if (cached > input)
    return notUnderstood("cached input tokens are a part of the input tokens, and cannot be more", EXAMPLES.growth);
  if (months < 1 || months > 120) return notUnderstood("growth is forecast for 1 to 120 months", EXAMPLES.growth);
  return {
    kind: "growth",
    model,
    inputTokens: input,
    cachedInputTokens: cached,
    outputTokens: output,
    tier,
    threads,
    percentPerMonth: (counts.percentPerMonth ?? "0").replace(/^\+/, ""),
    months,
    runsPerDay: String(runsPerDay),
    tokensPerThread: counts.tokensPerThread === undefined ? messages * tokensPerMessage : tokensPerThread,
  };
}

function stripUndefined(counts: { readonly [Name in QuantityName]?: string | undefined }): Quantities {
  return Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== undefined));
}
