import type { NotUnderstood } from "../query.ts";
import { notUnderstood, type KnownNames } from "./context.ts";
import { isFiller } from "./vocabulary.ts";
import type { Words } from "./words.ts";

/** A model named in a question, and where. */
export interface FoundModel {
  readonly name: string;
  readonly index: number;
  readonly count: number;
}

/** The most words that a model's name is written in: "claude sonnet 4 5". */
const MOST_WORDS = 4;

/** The first model named at or after an index that nobody has taken; the longest name at a place wins. */
export function findModel(words: Words, known: KnownNames, from = 0): FoundModel | undefined {
  for (let index = from; index < words.tokens.length; index += 1) {
    const found = modelAt(words, index, known);
    if (found) return found;
  }
  return undefined;
}

/** Takes every model that is named, in order, each once. */
export function takeModels(words: Words, known: KnownNames): string[] {
  const names: string[] = [];
  for (let found = findModel(words, known); found; found = findModel(words, known, found.index)) {
    words.take(found.index, found.count);
    if (!names.includes(found.name)) names.push(found.name);
  }
  return names;
}

/** Where a model is missing: the word that was meant for one, if there is any left, with names near to it. */
export function unknownModel(words: Words, reason: string, ...examples: readonly string[]): NotUnderstood {
  for (const index of words.left()) {
    const token = words.at(index);
    if (token?.kind !== "word" || (isFiller(token.text) && !token.quoted)) continue;
    const word = token.raw;
    return { ...notUnderstood(`"${word.slice(0, 60)}" is not a model that the catalogue knows`, ...examples), word };
  }
  return notUnderstood(reason, ...examples);
}

function modelAt(words: Words, index: number, known: KnownNames): FoundModel | undefined {
  const token = words.at(index);
  if (token?.kind === "pair" && token.key === "model" && !token.value.includes("*"))
    return { name: token.value, index, count: 1 };
  if (token?.kind !== "word") return undefined;
  if (token.quoted) return known.model(token.raw) === undefined ? undefined : { name: token.raw, index, count: 1 };
  if (isFiller(token.text)) return undefined;
  for (let count = MOST_WORDS; count > 1; count -= 1) {
    const parts = words.tokens.slice(index, index + count);
    const free =
      parts.length === count && parts.every((part, offset) => part.kind !== "pair" && words.at(index + offset));
    if (!free || parts.some(({ text }) => isFiller(text))) continue;
    const name = parts.map(({ text }) => text).join("-");
    if (known.model(name) === "exact") return { name, index, count };
  }
  const how = known.model(token.raw);
  const looksLikeOne = /\d/.test(token.text) && /[a-z]/.test(token.text);
  return how === "exact" || (how === "alike" && looksLikeOne) ? { name: token.text, index, count: 1 } : undefined;
}
