import { choice, section, text, texts } from "../fields.ts";
import { present } from "../present.ts";

/** Rules that send a query to a cheap or a strong model by its words. */
export interface RoutingSettings {
  readonly cheapModel?: string;
  readonly strongModel?: string;
  /** Words or phrases, matched whole and without regard to case; absent: SPEC's default lists. */
  readonly cheapWords?: readonly string[];
  readonly strongWords?: readonly string[];
  /** Where a query without a match goes. */
  readonly noMatch: "cheap" | "strong";
  /** Where a query with words of both lists goes. */
  readonly both: "cheap" | "strong";
}

export const routing = section({
  cheap_model: text("a model name").optional(),
  strong_model: text("a model name").optional(),
  cheap_words: texts("words or phrases that a cheap model can answer").optional(),
  strong_words: texts("words or phrases that need a strong model").optional(),
  no_match: choice(["cheap", "strong"]).prefault("cheap"),
  both: choice(["cheap", "strong"]).prefault("strong"),
}).transform((raw): RoutingSettings =>
  present({
    cheapModel: raw.cheap_model,
    strongModel: raw.strong_model,
    cheapWords: raw.cheap_words,
    strongWords: raw.strong_words,
    noMatch: raw.no_match,
    both: raw.both,
  }),
);
