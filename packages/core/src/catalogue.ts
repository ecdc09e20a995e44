import type { Component } from "./component.ts";
import type { ServiceTier } from "./usage.ts";

/** Who says a price, and when it was looked at. */
export interface PriceSource {
  readonly title: string;
  readonly url?: string;
  /** The day on which the price was seen there (YYYY-MM-DD). */
  readonly seen: string;
  /** `reported`: only a third party says so; the maker's own page was not seen. */
  readonly confidence: "published" | "reported" | "derived";
}

/** USD as decimal text for the units that COMPONENTS names; a component that is absent has no price of its own. */
export type RateTable = Readonly<Partial<Record<Component, string>>>;

/** Rates with one provenance. The sheets of a period together are its prices; a later sheet wins over an earlier one. */
export interface RateSheet {
  /** Key into the catalogue's `sources`. */
  readonly source: string;
  /** Absent: standard. */
  readonly tier?: Exclude<ServiceTier, "standard">;
  /** The sheet holds for requests whose input is strictly above this many tokens, for the whole request. */
  readonly above?: number;
  readonly rates: RateTable;
  readonly note?: string;
}

/** The prices of a stretch of time. In a list of periods the last one that covers an instant holds. */
export interface PricePeriod {
  /** First instant (ISO date or instant, UTC), inclusive; absent: for as long as anyone knows. */
  readonly from?: string;
  /** First instant at which it no longer holds; absent: until a later period. */
  readonly to?: string;
  /** Hours of the day (UTC, "HH:MM") in which it holds, start inclusive, end exclusive; may pass midnight. */
  readonly hours?: { readonly from: string; readonly to: string };
  /** Factor on token rates when the request is processed in a chosen region ("1.1"). */
  readonly regional?: { readonly factor: string; readonly source: string };
  readonly sheets: readonly RateSheet[];
}

/**
 * A pattern for the names that are not listed one by one, lower case. There are no regular expressions: a catalogue may
 * come from outside, and an expression in it could hang whoever looks a name up.
 */
export type NamePattern =
  | { readonly starts_with: string }
  | { readonly ends_with: string }
  | { readonly contains: string };

export interface CatalogueModel {
  readonly id: string;
  /** Other exact names of the same model, lower case. */
  readonly aliases?: readonly string[];
  readonly match?: readonly NamePattern[];
  readonly context_window?: number;
  /** When the maker announced that it ends, if known; a model with a `shutdown` is deprecated. */
  readonly deprecated?: boolean;
  /** The day on which the maker shuts it down. */
  readonly shutdown?: string;
  /** The day on which a name among the aliases ends, where it is another ("gpt-4-0314"). */
  readonly shutdowns?: Readonly<Record<string, string>>;
  /** The model that its maker recommends instead. */
  readonly replacement?: string;
  readonly lifecycle_source?: string;
  readonly prices: readonly PricePeriod[];
}

export interface CatalogueProvider {
  readonly id: string;
  readonly name: string;
  /** Other names under which sources report it ("vertex_ai"), lower case. */
  readonly aliases?: readonly string[];
  /** The bare names that this provider made ("gpt-", "claude"). */
  readonly makes?: readonly NamePattern[];
  /** Providers whose list prices hold here for models that this one does not list. */
  readonly falls_back_to?: readonly string[];
  /** How long a cache write lasts that does not say. */
  readonly default_cache_write?: "5m" | "30m";
  /** Runs on the user's own machine: there is no price per token. */
  readonly local?: boolean;
  /** Fees that hold for all of the provider's models (tools, containers, storage). */
  readonly fees?: readonly PricePeriod[];
  readonly models: readonly CatalogueModel[];
}

/**
 * Every model's list prices with the dates they held: a value that is passed about. Changing prices makes a new one.
 * Names and compiled prices are remembered beside the value (see `price-in-force.ts`), never in it.
 */
export interface Catalogue {
  readonly format: "runrate-catalogue";
  readonly version: 1;
  /** The day of the newest fact in it. */
  readonly as_of: string;
  /** `negotiated` once overrides were applied. */
  readonly basis: "list" | "negotiated";
  readonly sources: Readonly<Record<string, PriceSource>>;
  readonly providers: readonly CatalogueProvider[];
}
