import { dayName, suggestNames } from "@runrate/core";
import type { NotUnderstood } from "../query.ts";
import { refused, type QuestionContext } from "./context.ts";
import { dimensionOf, dimensionWord } from "./dimensions.ts";
import { isFiller, QUESTION_WORDS } from "./vocabulary.ts";
import type { Words } from "./words.ts";

/**
 * Why words that no reading took cannot be answered, where that is known better than "not understood": what the ledger does not
 * hold, times finer than its hours, days that can be read in two ways.
 *
 * @param text the question as it was written
 */
export function knownRefusal(text: string, words: Words, context: QuestionContext): NotUnderstood | undefined {
  return (
    refusedMinutes(words) ??
    refusedDay(text, context) ??
    refusedFigure(words) ??
    refusedLength(words) ??
    refusedZone(words) ??
    refusedThreshold(words) ??
    refusedName(words, context) ??
    refusedSubject(words)
  );
}

/** Roll-ups are by the hour. */
function refusedMinutes(words: Words): NotUnderstood | undefined {
  for (const index of words.left()) {
    if (words.fits("minute|minutes|min|mins|seconds|sec|secs", index) === 0) continue;
    const number = words.at(index - 1);
    const perHour = words.wordAt(index)?.startsWith("s") === true ? 3_600 : 60;
    const count = number?.kind === "number" && /^\d{1,9}$/.test(number.value) ? Number(number.value) : 1;
    const hours = Math.min(3_660, Math.max(1, Math.ceil(count / perHour)));
    return refused(
      "usage is told apart by the hour, not by the minute",
      `last ${hours} ${hours === 1 ? "hour" : "hours"}`,
      "today by hour",
    );
  }
  return undefined;
}

const WRITTEN_DAY = /(?<![\d/.-])(\d{1,4})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?![\d/-]|\.\d)/g;

/** "20/11/2026", "11/20": which is the day and which the month differs from country to country, so it is not guessed. */
function refusedDay(text: string, { now, zone }: QuestionContext): NotUnderstood | undefined {
  for (const [written = "", first = "", separator, second = "", third] of text.matchAll(WRITTEN_DAY)) {
    // "2026-11-20" and "2026-11" are understood; "1.5" and "3-10" are numbers.
    const isNumber = third === undefined && (separator !== "/" || first.length > 2);
    if (isNumber || first.length === 3 || (first.length === 4 && separator === "-")) continue;
    const days = daysWritten(first, second, third, dayName(now, zone));
    if (days.length === 0) continue;
    return refused(`what day "${written}" is, is not guessed: write it as ${days.join(" or ")}`, ...days);
  }
  return undefined;
}

/** The days that such figures can mean; without a year the latest. */
function daysWritten(first: string, second: string, third: string | undefined, today: string): string[] {
  const isYearFirst = first.length === 4;
  const [one, other] = isYearFirst ? [second, third ?? ""] : [first, second];
  const written = isYearFirst ? first : third?.length === 2 ? `20${third}` : third;
  const days = [
    [one, other],
    [other, one],
  ].map(([month = "", day = ""]) => {
    const rest = `${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    const current = today.slice(0, 4);
    return `${written ?? (rest <= today.slice(5) ? current : String(Number(current) - 1))}-${rest}`;
  });
  return [...new Set(days)].filter((day) => isDay(day));
}

function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

/** "1e999", and figures with more digits than a count has. */
function refusedFigure(words: Words): NotUnderstood | undefined {
  for (const index of words.left()) {
    const word = words.wordAt(index) ?? "";
    if (!/^[+-]?[$€]?(?:[\d.,]+e[+-]?\d+|[\d.,]{16,})%?$/.test(word)) continue;
    return refused(
      `"${(words.tokens[index]?.raw ?? word).slice(0, 40)}" is no figure that is read: write it out, with at most 15 digits, such as 2000, 2k or 1.5M`,
      "cost of 2000 in 500 out on gpt-4o-mini",
    );
  }
  return undefined;
}

/** "last 0 days", "last 100000 days". */
function refusedLength(words: Words): NotUnderstood | undefined {
  for (const index of words.left()) {
    const token = words.at(index);
    const before = words.tokens[index - 1]?.text ?? "";
    if (token?.kind !== "number" || token.unit !== "" || !/^(last|past|previous|prior|trailing)$/.test(before))
      continue;
    if (words.fits("hour|hours|h|day|days|d|week|weeks|w|month|months|quarter|quarters|year|years", index + 1) === 0)
      continue;
    return refused(
      `a period has 1 to 3,660 hours, days, weeks or months, not ${token.value.slice(0, 20)}`,
      "last 30 days",
      "all time",
    );
  }
  return undefined;
}

/** "project nonexistent": what was meant for a name is not one that the ledger holds. */
function refusedName(words: Words, { known }: QuestionContext): NotUnderstood | undefined {
  for (const index of words.left()) {
    const dimension = dimensionOf(words.wordAt(index) ?? "", known.tags);
    const next = words.at(index + 1);
    if (dimension === undefined || next?.kind !== "word" || (isFiller(next.text) && !next.quoted)) continue;
    // "500 users asking" are a count.
    if (dimensionOf(next.text, known.tags) !== undefined || words.tokens[index - 1]?.kind === "number") continue;
    if (/^(by|per|each)$/.test(words.tokens[index - 1]?.text ?? "") || QUESTION_WORDS.includes(next.text)) continue;
    const held = known.values.get(dimension) ?? [];
    const near = suggestNames(next.raw, new Set(held));
    const names = near.length > 0 ? near : held.slice(0, 3);
    const word = dimensionWord(dimension);
    const hint = near.length === 0 ? "" : `: did you mean ${near.join(" or ")}?`;
    return refused(
      `no ${word.replace(/^tag:/, "")} is named "${next.raw.slice(0, 60)}"${hint}`,
      ...names.map((name) => `${word}:${/\s/.test(name) ? `"${name}"` : name} this month`),
      `this month by ${word}`,
    );
  }
  return undefined;
}

/** A short name of a zone means several; "new york time" is not looked up in a gazetteer. */
function refusedZone(words: Words): NotUnderstood | undefined {
  const short = /^(?:[ecmp][sd]t|gmt|bst|ist|ce(?:s)?t|wet|eet|jst|aest|aedt|sgt|hkt)$/;
  for (const index of words.left()) {
    const word = words.wordAt(index) ?? "";
    if (!short.test(word) && !(words.fits("time", index) > 0 && words.wordAt(index - 1) !== undefined)) continue;
    const what = short.test(word)
      ? `"${words.tokens[index]?.raw ?? word}" is short for more than one time zone`
      : "a time zone was not understood";
    return refused(`${what}: write it by its place`, "yesterday in America/New_York", "yesterday in Europe/Berlin");
  }
  return undefined;
}

/** "days over $3", "users who spent more than $5". */
function refusedThreshold(words: Words): NotUnderstood | undefined {
  const bounds = "over|above|under|below|exceeding|exceeds|exceeded|than|least|most|>|<|>=|<=|beyond|past";
  const isAmount = words.left().some((index) => {
    const token = words.at(index);
    return token?.kind === "number" && token.unit === "$";
  });
  if (!isAmount || !words.has(bounds)) return undefined;
  return refused(
    "groups are not picked by an amount: the dearest come first",
    "top 10 days this month",
    "top 10 users this month",
    "bottom 10 users this month",
  );
}

interface Subject {
  readonly words: string;
  readonly reason: string;
  readonly suggestions: readonly string[];
  /** With figures in it the question is a calculation. */
  readonly isOfUsage?: true;
}

const SUBJECTS: readonly Subject[] = [
  {
    words:
      "latency|latencies|slow|slower|slowest|speed|fast|faster|fastest|duration|durations|ttft|throughput|error|errors|failure|failures|" +
      "failed|failing|timeout|timeouts|retries|uptime|downtime|quality|accuracy|outage|outages|throttled|throttling|rate-limit|ratelimit",
    reason: "the ledger holds what calls used and cost, not how long they took or how they ended",
    suggestions: ["cost per request by model", "requests by model this week"],
  },
  {
    words:
      "median|percentile|percentiles|quantile|p50|p75|p90|p95|p99|stddev|deviation|variance|distribution|histogram|outliers|outlier",
    reason: "calls are summed up by the hour, so that their mean is known, and no other measure of single ones",
    suggestions: ["cost per request by model", "tokens per request by model"],
  },
  {
    words: "shutting|retiring|sunsetting|deprecating|expiring|discontinued",
    reason: "of each model it is told when it shuts down",
    suggestions: ["when does gpt-4o shut down", "by model this month"],
  },
  {
    words: "anomaly|anomalies|anomalous|spike|spikes|spiked|unusual|abnormal|weird|strange",
    reason: "what is unusual is told in the alerts of a channel; a question can ask what changed",
    suggestions: ["why yesterday", "top 10 days this month", "trend"],
  },
  {
    words: "morning|evening|night|tonight|noon|midday|midnight|afternoon|lunch|am|pm|oclock",
    reason: "parts of a day are laid out by the hour, not picked",
    suggestions: ["yesterday by hour", "today by hour", "by hour of the day this month"],
  },
  {
    words: "prompt|prompts|message|messages|content|conversations|text|texts|response|responses|answers",
    reason: "the ledger holds counts and costs, no text of prompts or answers",
    isOfUsage: true,
    suggestions: ["tokens per request by model", "by workload this month"],
  },
  {
    words: "eur|euro|euros|gbp|pound|pounds|chf|yen|jpy|inr|rupees|cad|aud|€|£",
    reason: "amounts are in US dollars, as the providers bill",
    suggestions: ["this month", "this month by model"],
  },
  {
    words: "unattributed|unassigned|untagged|unallocated",
    reason: "it is not said which attribute is missing",
    suggestions: ["project:unattributed this month", "spend without a team this month", "this month by project"],
  },
];

function refusedSubject(words: Words): NotUnderstood | undefined {
  for (const subject of SUBJECTS) {
    if (subject.isOfUsage === true && words.tokens.some(({ kind }) => kind === "number")) continue;
    if (words.has(subject.words)) return refused(subject.reason, ...subject.suggestions);
  }
  return undefined;
}
