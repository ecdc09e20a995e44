import { RunrateError } from "../errors.ts";

/** Where a query goes: to the cheap model or to the strong one. */
export type Route = "cheap" | "strong";

/** Words and phrases that decide, matched whole and without regard to case (SPEC.md, section 5). */
export interface RoutingRules {
  readonly cheap: readonly string[];
  readonly strong: readonly string[];
  /** Where a query goes that has none of the words. */
  readonly noMatch: Route;
  /** Where a query goes that has words of both lists. */
  readonly both: Route;
}

export const DEFAULT_ROUTING: RoutingRules = {
  cheap: ["explain", "what is", "how do i"],
  strong: ["analyze", "design", "architecture", "debug"],
  noMatch: "cheap",
  both: "strong",
};

/** A route with the words that led to it, as the rules spell them; none: the rule for queries without a match. */
export interface RoutingDecision {
  readonly route: Route;
  readonly matched: readonly string[];
}

/** Decides by a query's text. Rules make one, and so does any function of a user's own. */
export type RoutingPolicy = (query: string) => Route | RoutingDecision;

/**
 * The policy of a list of words. A word matches only whole: "design" is in "design the schema" and not in "redesigned"; between
 * the words of a phrase any white space may stand. Letters of every script count as parts of words.
 *
 * @throws RunrateError `bad_routing` for an empty word
 */
export function routeByWords(rules: RoutingRules = DEFAULT_ROUTING): (query: string) => RoutingDecision {
  const cheap = rules.cheap.map(wordMatcher);
  const strong = rules.strong.map(wordMatcher);
  return (query) => {
    const text = query.normalize("NFC");
    const cheapWords = cheap.filter(({ pattern }) => pattern.test(text)).map(({ word }) => word);
    const strongWords = strong.filter(({ pattern }) => pattern.test(text)).map(({ word }) => word);
    return {
      route: routeOf(rules, cheapWords.length > 0, strongWords.length > 0),
      matched: [...cheapWords, ...strongWords],
    };
  };
}

function routeOf({ noMatch, both }: RoutingRules, isCheap: boolean, isStrong: boolean): Route {
  if (isCheap && isStrong) return both;
  if (isStrong) return "strong";
  return isCheap ? "cheap" : noMatch;
}

function wordMatcher(word: string): { readonly word: string; readonly pattern: RegExp } {
  const parts = word.normalize("NFC").trim().split(/\s+/u);
  if (parts[0] === undefined || parts[0] === "") {
    throw new RunrateError("bad_routing", "a routing rule has an empty word", {
      hint: 'Write words or phrases such as "explain" or "what is".',
    });
  }
  const phrase = parts.map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`)).join(String.raw`\s+`);
  return { word, pattern: new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}_])${phrase}(?![\p{L}\p{M}\p{N}_])`, "iu") };
}
