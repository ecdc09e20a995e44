import { matchesGlob } from "@runrate/core";
import type { QueryDimension, QueryFilter } from "../query.ts";
import type { KnownNames } from "./context.ts";
import { bucketOf, dimensionOf } from "./dimensions.ts";
import { findModel } from "./model-words.ts";
import { isFiller } from "./vocabulary.ts";
import type { Words } from "./words.ts";

/** A name that means more than one thing, with the ways to say which. */
export interface AmbiguousName {
  readonly name: string;
  readonly dimensions: readonly QueryDimension[];
}

/** Collects conditions: all dimensions must hold, the values of one are alternatives. */
export class Filters {
  readonly #values = new Map<QueryDimension, (string | null)[]>();
  readonly #excluded = new Map<QueryDimension, (string | null)[]>();
  readonly ambiguous: AmbiguousName[] = [];

  add(dimension: QueryDimension, value: string | null): void {
    addValue(this.#values, dimension, value);
  }

  exclude(dimension: QueryDimension, value: string | null): void {
    addValue(this.#excluded, dimension, value);
  }

  get list(): QueryFilter[] {
    return [
      ...[...this.#values].map(([dimension, values]) => ({ dimension, values })),
      ...[...this.#excluded].map(([dimension, values]) => ({ dimension, values, not: true as const })),
    ];
  }
}

function addValue(list: Map<QueryDimension, (string | null)[]>, dimension: QueryDimension, value: string | null): void {
  const values = list.get(dimension) ?? [];
  if (!values.includes(value)) values.push(value);
  list.set(dimension, values);
}

/** Words that stand for usage without the attribute. */
const UNATTRIBUTED = /^(unattributed|none|null|\(none\))$/i;

/** Takes `model:x project:y tag:env=prod`. */
export function takePairs(words: Words, filters: Filters, known: KnownNames): void {
  for (const index of words.left()) {
    const token = words.at(index);
    if (token?.kind !== "pair") continue;
    const dimension = dimensionOf(token.key, known.tags);
    if (dimension === undefined) continue;
    words.take(index);
    filters.add(
      dimension,
      !token.quoted && UNATTRIBUTED.test(token.value) ? null : spelt(dimension, token.value, known),
    );
  }
}

/** Takes "project search", "for user alice", "the search project". */
export function takeNamedValues(words: Words, filters: Filters, known: KnownNames): void {
  for (const index of words.left()) {
    const word = words.wordAt(index);
    const dimension = word === undefined ? undefined : dimensionOf(word, known.tags);
    if (dimension === undefined || words.tokens[index - 1]?.text === "by") continue;
    const without = ["without ?a|any", "no", "unattributed"].find((phrase) => fitsBefore(words, phrase, index) > 0);
    if (without !== undefined) {
      const count = fitsBefore(words, without, index);
      words.take(index - count, count + 1);
      filters.add(dimension, null);
      continue;
    }
    const next = words.at(index + 1);
    if (next?.kind === "word" && isValue(next.text, next.quoted, dimension, known)) {
      words.take(index, 2);
      filters.add(dimension, spelt(dimension, next.raw, known));
      continue;
    }
    const before = words.at(index - 1);
    if (before?.kind === "word" && knownValue(dimension, before.raw, known) !== undefined) {
      words.take(index - 1, 2);
      filters.add(dimension, spelt(dimension, before.raw, known));
    }
  }
}

/** How many tokens just before an index fit a phrase. */
function fitsBefore(words: Words, phrase: string, index: number): number {
  return [3, 2, 1].find((count) => words.fits(phrase, index - count) === count) ?? 0;
}

/** Takes names that the ledger or the catalogue knows, quoted or not, and globs of model names. */
export function takeKnownNames(words: Words, filters: Filters, known: KnownNames): void {
  takeSpacedNames(words, filters, known);
  for (const index of words.left()) {
    const token = words.at(index);
    if (token?.kind !== "word" || (isFiller(token.text) && !token.quoted)) continue;
    const dimensions = dimensionsOf(token.raw, known);
    const [dimension] = dimensions;
    if (dimension === undefined && /^(batch|flex|priority)$/.test(token.text)) {
      words.take(index);
      filters.add("service_tier", token.text);
      takeIntroduction(words, "service_tier", index + 1, known);
      continue;
    }
    const after = words.at(index + 1);
    const both =
      dimension === undefined && !token.quoted && after?.kind === "word" && !after.quoted
        ? familyOfBoth(token.text, after.text, known)
        : undefined;
    const family = both ?? (dimension === undefined && !token.quoted ? familyOf(token.text, known) : undefined);
    if (family !== undefined) {
      words.take(index, both === undefined ? 1 : 2);
      filters.add("model", family);
      takeIntroduction(words, "model", index - 1, known);
      takeIntroduction(words, "model", index + 1, known);
    }
    if (dimension === undefined) continue;
    words.take(index);
    if (dimensions.length > 1) filters.ambiguous.push({ name: token.raw, dimensions });
    else if (!takePrefixed(dimension, token.raw, filters, known)) {
      filters.add(dimension, spelt(dimension, token.raw, known));
    }
  }
}

/** "openai/gpt-4o" is the recorded model of that provider, where no model was recorded under the whole name. */
function takePrefixed(dimension: QueryDimension, raw: string, filters: Filters, known: KnownNames): boolean {
  const [, prefix = "", name = ""] = /^([\w-]+)\/(.+)$/.exec(raw) ?? [];
  const provider = knownValue("provider", prefix, known);
  if (dimension !== "model" || provider === undefined || knownValue("model", raw, known) !== undefined) return false;
  if (knownValue("model", name, known) === undefined) return false;
  filters.add("provider", provider);
  filters.add("model", spelt("model", name, known));
  return true;
}

/** Models by what their names have in common, where such models were recorded: "claude", "sonnet", "embeddings". */
function familyOf(word: string, known: KnownNames): string | undefined {
  if (!/^[a-z]{3,20}$/.test(word)) return undefined;
  const models = known.values.get("model") ?? [];
  for (const part of word.endsWith("s") ? [word, word.slice(0, -1)] : [word]) {
    if (models.some((model) => model.startsWith(`${part}-`))) return `${part}-*`;
    if (models.some((model) => model.split("-").includes(part))) return `*-${part}*`;
  }
  return undefined;
}

/** Two words of one name: "claude sonnet" is what is both. */
function familyOfBoth(first: string, second: string, known: KnownNames): string | undefined {
  const [one, other] = [familyOf(first, known), familyOf(second, known)];
  if (one === undefined || other === undefined || one.startsWith("*") || !other.startsWith("*")) return undefined;
  const glob = `${one}${other.slice(2)}`;
  return (known.values.get("model") ?? []).some((model) => matchesGlob(glob, model)) ? glob : undefined;
}

/** The most words that a name of the ledger is written in: "code review" for code-review. */
const MOST_WORDS = 4;

/** Takes names that are written apart, which are joined in the ledger, and models written so ("claude sonnet 5"). */
function takeSpacedNames(words: Words, filters: Filters, known: KnownNames): void {
  const names = spacedNames(known);
  for (const index of words.left()) {
    for (let count = MOST_WORDS; count > 1; count -= 1) {
      const parts = Array.from({ length: count }, (_, offset) => words.at(index + offset));
      if (parts.some((part) => part === undefined || part.kind === "pair")) continue;
      const found = names.get(parts.map((part) => part?.text).join(" "));
      if (found === undefined) continue;
      words.take(index, count);
      filters.add(found.dimension, found.value);
      takeIntroduction(words, found.dimension, index - 1, known);
      takeIntroduction(words, found.dimension, index + count, known);
      break;
    }
  }
  for (let found = findModel(words, known); found; found = findModel(words, known, found.index + 1)) {
    if (found.count === 1) continue;
    words.take(found.index, found.count);
    filters.add("model", spelt("model", found.name, known));
  }
}

/** Takes the word that says what a name is: "the code review project". */
function takeIntroduction(words: Words, dimension: QueryDimension, index: number, known: KnownNames): void {
  if (words.tokens[index - 1]?.text !== "by" && dimensionOf(words.wordAt(index) ?? "", known.tags) === dimension)
    words.take(index);
}

const spacedOf = new WeakMap<KnownNames, ReadonlyMap<string, { dimension: QueryDimension; value: string }>>();

/** Names of several parts as they would be spoken; a name of two things is none, so that it is asked for in full. */
function spacedNames(known: KnownNames): ReadonlyMap<string, { dimension: QueryDimension; value: string }> {
  const made = spacedOf.get(known);
  if (made) return made;
  const names = new Map<string, { dimension: QueryDimension; value: string }>();
  const twice = new Set<string>();
  const ids = [...(known.ids ?? [])].map(([dimension, own]) => [dimension, [...own.keys()]] as const);
  for (const [dimension, values] of [...known.values, ...ids]) {
    if (dimension === "source") continue;
    for (const value of values) {
      const spoken = value
        .toLowerCase()
        .replaceAll(/[\s_./-]+/g, " ")
        .trim();
      if (!spoken.includes(" ")) continue;
      if (names.has(spoken)) twice.add(spoken);
      names.set(spoken, { dimension, value });
    }
  }
  for (const name of twice) names.delete(name);
  spacedOf.set(known, names);
  return names;
}

/** The dimensions in which a name stands: those of the ledger first; a model that only the catalogue knows is one too. */
export function dimensionsOf(name: string, known: KnownNames): QueryDimension[] {
  const held = [...known.values.keys()].filter((dimension) => knownValue(dimension, name, known) !== undefined);
  // The service tiers are words of other questions as well, and sources are asked for by their dimension.
  const found = held.filter((dimension) => dimension !== "source" || held.length === 1);
  if (found.length > 0) return found;
  return known.model(name) !== undefined ? ["model"] : [];
}

function isValue(text: string, quoted: boolean, dimension: QueryDimension, known: KnownNames): boolean {
  if (quoted || knownValue(dimension, text, known) !== undefined) return true;
  return (
    !isFiller(text) &&
    bucketOf(text) === undefined &&
    dimensionOf(text, known.tags) === undefined &&
    /[\d_*-]/.test(text)
  );
}

/** A value in the ledger's own spelling, since case matters there. */
function spelt(dimension: QueryDimension, value: string, known: KnownNames): string {
  return knownValue(dimension, value, known) ?? value;
}

function knownValue(dimension: QueryDimension, name: string, known: KnownNames): string | undefined {
  const values = known.values.get(dimension) ?? [];
  const exact = values.find((value) => value === name);
  if (exact !== undefined) return exact;
  const lower = name.toLowerCase();
  const id = known.ids?.get(dimension)?.get(lower);
  if (id !== undefined) return id;
  if (lower.includes("*")) {
    return values.some((value) => matchesGlob(lower, value.toLowerCase())) ? name : undefined;
  }
  return values.find((value) => value.toLowerCase() === lower);
}
