import { parseZone, RunrateError, suggestNames } from "@runrate/core";
import { readBilled } from "./grammar/billed-words.ts";
import { readBudget } from "./grammar/budget-words.ts";
import { readCalculator } from "./grammar/calculators.ts";
import { knownRefusal } from "./grammar/refusal.ts";
import { MONEY_WORDS } from "./grammar/measured-words.ts";
import { readModels, readPrice } from "./grammar/catalogue-words.ts";
import { notUnderstood, type QuestionContext } from "./grammar/context.ts";
import { DIMENSION_WORDS, dimensionOf } from "./grammar/dimensions.ts";
import { readFixed } from "./grammar/fixed-words.ts";
import { readForecast } from "./grammar/forecast-words.ts";
import { readHelp } from "./grammar/help-words.ts";
import { readOptimise } from "./grammar/optimise-words.ts";
import { readMeasure } from "./grammar/measure-words.ts";
import { PERIOD_WORDS } from "./grammar/period-words.ts";
import type { Reading } from "./grammar/reading.ts";
import { readSpend } from "./grammar/spend-words.ts";
import { MAX_QUESTION_LENGTH, tokenise } from "./grammar/token.ts";
import { readTrend } from "./grammar/trend-words.ts";
import { isFiller, QUESTION_WORDS } from "./grammar/vocabulary.ts";
import { readWhatIf } from "./grammar/what-if-words.ts";
import { readWhy } from "./grammar/why-words.ts";
import { Words } from "./grammar/words.ts";
import type { NotUnderstood, Query } from "./query.ts";

/** Questions that can be asked as they stand. */
export const EXAMPLE_QUESTIONS: readonly string[] = [
  "this month by model",
  "by project this month vs last",
  "why",
  "forecast",
  "cost of 2000 in 500 out on gpt-4o-mini",
  "help",
];

/** Every kind of question, the more particular before the more general; the first that uses up all words wins. */
const READINGS: readonly Reading[] = [
  readHelp,
  readBudget,
  readCalculator,
  readFixed,
  readBilled,
  readWhatIf,
  readWhy,
  readForecast,
  readModels,
  readOptimise,
  readPrice,
  readMeasure,
  readTrend,
  readSpend,
];

/**
 * Words to a query: deterministic, and never a guess. Every word must be understood or carry no meaning; otherwise the answer
 * says which was not, with the nearest words that would be, and the question as it would be with them.
 */
export function parseQuestion(text: string, context: QuestionContext): Query | NotUnderstood {
  if (text.length > MAX_QUESTION_LENGTH) {
    return notUnderstood(`a question has at most ${MAX_QUESTION_LENGTH} characters`, ...EXAMPLE_QUESTIONS);
  }
  const read = readText(text, context);
  if (read.kind !== "not_understood" || read.word === undefined) return read;
  return withNearest(text, read.word, read, context);
}

function readText(text: string, context: QuestionContext): Query | NotUnderstood {
  if (text.trim() === "?") return { kind: "help", topic: null };
  const words = new Words(tokenise(text, (key) => dimensionOf(key, context.known.tags) !== undefined));
  const zone = takeZone(words);
  const inZone = { ...context, zone: zone ?? context.zone };
  try {
    let doubtful: NotUnderstood | undefined;
    for (const read of READINGS) {
      const attempt = words.copy();
      const query = read(attempt, inZone);
      if (query === undefined) continue;
      if (query.kind === "not_understood") {
        if (query.final === true) return query;
        doubtful ??= query;
        continue;
      }
      const [unknown] = [...leftOver(attempt), ...unsaid(query, attempt)];
      if (unknown === undefined) return withZone(query, zone);
      doubtful ??= { ...notUnderstood(`"${unknown.slice(0, 60)}" was not understood`), word: unknown };
    }
    return knownRefusal(text, words, inZone) ?? doubtful ?? notUnderstood("it asks nothing", ...EXAMPLE_QUESTIONS);
  } catch (error) {
    if (!(error instanceof RunrateError)) throw error;
    // The hint says how to write it, and is no question that could be asked.
    const hint = error.hint === undefined ? "" : `: ${error.hint.charAt(0).toLowerCase()}${error.hint.slice(1)}`;
    return notUnderstood(`${error.message}${hint}`, ...EXAMPLE_QUESTIONS);
  }
}

/** The zone is taken before anything else, and put into whatever question it turns out to be. */
export function withZone(query: Query, zone: string | null): Query {
  return "zone" in query ? { ...query, zone } : query;
}

/** Takes "in Europe/Berlin". */
export function takeZone(words: Words): string | null {
  for (const index of words.left()) {
    const token = words.at(index);
    if (token?.kind !== "word" || !(token.raw.includes("/") || token.text === "utc")) continue;
    let zone: string;
    try {
      zone = parseZone(token.raw);
    } catch {
      continue;
    }
    words.take(index);
    return zone;
  }
  return null;
}

/** What of the words nobody has taken and that carries a meaning. */
export function leftOver(words: Words): string[] {
  return words.left().flatMap((index) => {
    const token = words.at(index);
    return token === undefined || (token.kind === "word" && !token.quoted && isFiller(token.text)) ? [] : [token.raw];
  });
}

/**
 * What would change a question about spend and that nobody has taken: "per request" and "by tokens" ask for another figure than the
 * amount, and a figure of another kind is never answered with the amount.
 */
function unsaid(query: Query, words: Words): string[] {
  if (!("where" in query) || query.kind === "measure") return [];
  const COUNTED = "request|requests|call|calls|run|runs|query|queries|token|tokens";
  for (const index of words.left()) {
    const count = words.fits(`by|per|each|every ${COUNTED}`, index);
    if (count > 0)
      return [
        words.tokens
          .slice(index, index + count)
          .map(({ raw }) => raw)
          .join(" "),
      ];
  }
  if (query.kind !== "forecast" || words.has(MONEY_WORDS) || !words.has(COUNTED)) return [];
  return words.left().flatMap((index) => (words.fits(COUNTED, index) > 0 ? [words.tokens[index]?.raw ?? ""] : []));
}

/** Adds the nearest words to one that was not understood, and the whole question with them where it can then be asked. */
function withNearest(text: string, word: string, read: NotUnderstood, context: QuestionContext): NotUnderstood {
  const wanted = word.toLowerCase();
  // A letter or a mark alone is near to anything.
  const near = /[\p{L}\p{N}]{2}/u.test(word)
    ? suggestNames(word, new Set(wordsNear(word, context).filter((name) => name.toLowerCase() !== wanted)))
    : [];
  const corrected = near.flatMap((name) => {
    const question = text.replace(word, () => (/\s/.test(name) ? `"${name}"` : name)).trim();
    return readText(question, context).kind === "not_understood" ? [] : [question];
  });
  const hint = near.length === 0 ? "" : `: did you mean ${near.join(" or ")}?`;
  return {
    ...read,
    reason: `${read.reason}${hint}`,
    suggestions: [...new Set([...corrected, ...read.suggestions, ...EXAMPLE_QUESTIONS])],
  };
}

/** Words that could have been meant: those of the grammar, the ledger's own names, and models for what looks like one. */
function wordsNear(word: string, { known }: QuestionContext): string[] {
  const names = [...known.values.values()].flat();
  const models = /[a-z]/i.test(word) && /\d|-/.test(word) ? known.models : [];
  return [...QUESTION_WORDS, ...DIMENSION_WORDS, ...PERIOD_WORDS, ...known.tags, ...names, ...models];
}
