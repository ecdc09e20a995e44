import type { ServiceTier } from "../usage.ts";

/** Three cases of one figure. They are ordered: low ≤ likely ≤ high. */
export interface Range<T> {
  readonly low: T;
  readonly likely: T;
  readonly high: T;
}

export const CASES = ["low", "likely", "high"] as const;

export type Case = (typeof CASES)[number];

/** A value that the source was read for: known, one of several, absent, or not to be had from the source. */
export type CallValue<T> =
  | { readonly kind: "known"; readonly value: T }
  /** A ternary, an `or`: any of these, the most likely first. */
  | { readonly kind: "one-of"; readonly values: readonly T[] }
  | { readonly kind: "absent" }
  /** `expression` is what stands there: the same one on both sides of a change counts as equal. */
  | { readonly kind: "unresolved"; readonly expression: string; readonly reason: string };

/** What one call of a model at a call site is made of, as far as cost goes. Token counts are per call. */
export interface ModelCall {
  readonly model: CallValue<string>;
  /** The output cap; absent when the call sets none. */
  readonly maxOutputTokens: CallValue<number>;
  /** The input cap (`max_prompt_tokens`), where the call has one. */
  readonly maxInputTokens?: CallValue<number>;
  readonly serviceTier: CallValue<ServiceTier>;
  /** Tokens of the prompt text that stands in the source, or in files that it reads. */
  readonly staticInputTokens: number;
  /** Whether the rest of the prompt is put together at run time. */
  readonly hasDynamicInput: boolean;
  /** False for a call that is billed for its input alone, an embedding say. */
  readonly hasOutput: boolean;
  /** Names of the billable tools that the call offers ("web_search"), in any order. */
  readonly tools: readonly string[];
}

/** What is known of a call's sizes beyond the source: from `runrate.yml` (declared) or from a ledger (measured). */
export interface KnownSizes {
  readonly origin: "declared" | "measured";
  /** All input tokens of a call, static ones included. */
  readonly inputTokens?: Range<number>;
  readonly outputTokens?: Range<number>;
  /** Share of the input read from the prompt cache, in basis points (10,000 = all of it). */
  readonly cachedBasisPoints?: number;
}
