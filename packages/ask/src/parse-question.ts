import { parseZone, RunrateError, suggestNames } from "@runrate/core";
import { readCalculator } from "./grammar/calculators.ts";
import { notUnderstood, type QuestionContext } from "./grammar/context.ts";
import { DIMENSION_WORDS, dimensionOf } from "./grammar/dimensions.ts";
import { PERIOD_WORDS } from "./grammar/period-words.ts";
import { readSpend, withZone } from "./grammar/spend-words.ts";
import { MAX_QUESTION_LENGTH, tokenise } from "./grammar/token.ts";
import { isFiller, QUESTION_WORDS } from "./grammar/vocabulary.ts";
import { Words } from "./grammar/words.ts";
import type { NotUnderstood, Query } from "./query.ts";

/** Questions that can be asked as they stand. */
export const EXAMPLE_QUESTIONS: readonly string[] = [
  "this month",
  "this month by model",
  "by model this month vs last",
  "top 5 projects last 30 days",
  "cost of 2000 in 500 out on gpt-4o-mini",
];

/**
 * Words to a query: deterministic, and never a guess. Every word must be understood or carry no meaning; otherwise the answer
 * says which was not, with the nearest words that would be.
 */
export function parseQuestion(text: string, context: QuestionContext): Query | NotUnderstood {
  if (text.length > MAX_QUESTION_LENGTH) {
    return notUnderstood(`a question has at most ${MAX_QUESTION_LENGTH} characters`, ...EXAMPLE_QUESTIONS);
  }
  const words = new Words(tokenise(text, (key) => dimensionOf(key, context.known.tags) !== undefined));
  if (words.takePhrase("help|?") >= 0) return { kind: "help", topic: null };
  const zone = takeZone(words);
  const inZone = { ...context, zone: zone ?? context.zone };
  try {
    let doubtful: NotUnderstood | undefined;
    for (const read of [readCalculator, readSpend]) {
      const attempt = words.copy();
      const query = read(attempt, inZone);
      if (query === undefined) continue;
      const rest = leftOver(attempt);
      if (query.kind === "not_understood") doubtful ??= query;
      else if (rest.length === 0) return withZone(query, zone);
      else doubtful ??= unknownWord(rest[0] ?? "");
    }
    return doubtful ?? notUnderstood("it asks nothing", ...EXAMPLE_QUESTIONS);
  } catch (error) {
    if (!(error instanceof RunrateError)) throw error;
    return notUnderstood(error.message, ...(error.hint === undefined ? EXAMPLE_QUESTIONS : [error.hint]));
  }
}

/** Takes "in Europe/Berlin". */
function takeZone(words: Words): string | null {
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

function leftOver(words: Words): string[] {
  return words.left().flatMap((index) => {
    const token = words.at(index);
    return token === undefined || (token.kind === "word" && !token.quoted && isFiller(token.text)) ? [] : [token.raw];
  });
}

function unknownWord(word: string): NotUnderstood {
  const near = suggestNames(word, new Set([...QUESTION_WORDS, ...DIMENSION_WORDS, ...PERIOD_WORDS]));
  const hint = near.length === 0 ? "" : `: did you mean ${near.join(" or ")}?`;
  return notUnderstood(`"${word.slice(0, 60)}" was not understood${hint}`, ...EXAMPLE_QUESTIONS);
}
