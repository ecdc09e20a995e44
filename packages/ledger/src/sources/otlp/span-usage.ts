import type { UsageCounts } from "@runrate/core";
import { countsCacheApart } from "./library-semantics.ts";
import type { Span } from "./span.ts";

/**
 * Where libraries put their counts, the current name of OpenTelemetry's conventions first, then its deprecated ones, the Vercel AI
 * SDK's, OpenInference's, OpenLLMetry's and Sentry's. The first that is present counts.
 */
const COUNT_NAMES = {
  input: [
    "gen_ai.usage.input_tokens",
    "ai.usage.inputTokens",
    "llm.token_count.prompt",
    "gen_ai.usage.prompt_tokens",
    "llm.usage.prompt_tokens",
    "ai.usage.promptTokens",
    "ai.usage.tokens",
  ],
  output: [
    "gen_ai.usage.output_tokens",
    "ai.usage.outputTokens",
    "llm.token_count.completion",
    "gen_ai.usage.completion_tokens",
    "llm.usage.completion_tokens",
    "ai.usage.completionTokens",
  ],
  cacheRead: [
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "ai.usage.inputTokenDetails.cacheReadTokens",
    "ai.usage.cachedInputTokens",
    "llm.token_count.prompt_details.cache_read",
    "llm.usage.cache_read_input_tokens",
    "gen_ai.usage.details.cache_read_tokens",
    "gen_ai.usage.details.cached_tokens",
    "gen_ai.usage.input_tokens.cached",
    "llm.token_count.prompt_details.cache_input",
  ],
  cacheWrite: [
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_creation_input_tokens",
    "ai.usage.inputTokenDetails.cacheWriteTokens",
    "llm.token_count.prompt_details.cache_write",
    "llm.usage.cache_creation_input_tokens",
    "gen_ai.usage.details.cache_write_tokens",
    "gen_ai.usage.input_tokens.cache_write",
  ],
  reasoning: [
    "gen_ai.usage.reasoning.output_tokens",
    "gen_ai.usage.reasoning_tokens",
    "ai.usage.outputTokenDetails.reasoningTokens",
    "ai.usage.reasoningTokens",
    "llm.token_count.completion_details.reasoning",
    "llm.usage.reasoning_tokens",
    "gen_ai.usage.details.reasoning_tokens",
    "gen_ai.usage.output_tokens.reasoning",
  ],
  audioInput: ["llm.token_count.prompt_details.audio", "gen_ai.usage.details.input_audio_tokens"],
  audioOutput: ["llm.token_count.completion_details.audio", "gen_ai.usage.details.output_audio_tokens"],
  total: ["gen_ai.usage.total_tokens", "llm.usage.total_tokens", "llm.token_count.total", "ai.usage.totalTokens"],
} as const;

/** What a span says of its tokens. */
export type SpanUsage =
  | { readonly kind: "none" }
  | { readonly kind: "usage"; readonly usage: UsageCounts; readonly details: number }
  | { readonly kind: "fault"; readonly reason: string };

/**
 * The counts of a span, totals inclusive as Runrate has them: the input with what came from the cache and what was written to it.
 * `details` says how many parts beside input and output the library reported.
 */
export function spanUsage(span: Span): SpanUsage {
  const counts = new Map<keyof typeof COUNT_NAMES, number>();
  for (const name of Object.keys(COUNT_NAMES).filter(isCount)) {
    const count = countOf(span, COUNT_NAMES[name]);
    if (typeof count === "string") return { kind: "fault", reason: count };
    if (count !== undefined) counts.set(name, count);
  }
  const total = counts.get("total");
  const isTotalOnly = !counts.has("input") && !counts.has("output");
  if (isTotalOnly && total === undefined) return { kind: "none" };
  if (isTotalOnly && !isEmbedding(span)) {
    return { kind: "fault", reason: "only a total of tokens is reported: input and output have different prices" };
  }
  const read = counts.get("cacheRead") ?? 0;
  const write = counts.get("cacheWrite") ?? 0;
  const stated = isTotalOnly ? (total ?? 0) : (counts.get("input") ?? 0);
  // Parts that are larger than the whole are not parts of it.
  const input = countsCacheApart(span) || read + write > stated ? stated + read + write : stated;
  const reasoning = counts.get("reasoning") ?? 0;
  const output = counts.get("output") ?? 0;
  const optional = {
    cachedInputTokens: read,
    cacheWriteTokens: write,
    reasoningTokens: reasoning,
    inputAudioTokens: Math.min(counts.get("audioInput") ?? 0, input),
    outputAudioTokens: Math.min(counts.get("audioOutput") ?? 0, output),
  };
  const present = Object.fromEntries(Object.entries(optional).filter(([, count]) => count > 0));
  return {
    kind: "usage",
    usage: { inputTokens: input, outputTokens: reasoning > output ? output + reasoning : output, ...present },
    details: ["cacheRead", "cacheWrite", "reasoning"].filter((name) => isCount(name) && counts.has(name)).length,
  };
}

function isCount(name: string): name is keyof typeof COUNT_NAMES {
  return Object.hasOwn(COUNT_NAMES, name);
}

function countOf({ attributes }: Span, names: readonly string[]): number | string | undefined {
  for (const name of names) {
    const value = attributes.get(name);
    if (value === undefined) continue;
    const count = typeof value === "string" ? Number(value) : value;
    if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 0 || value === "")
      return `${name} is not a whole number of tokens`;
    return count;
  }
  return undefined;
}

function isEmbedding({ attributes }: Span): boolean {
  return (
    attributes.get("gen_ai.operation.name") === "embeddings" ||
    attributes.get("openinference.span.kind") === "EMBEDDING" ||
    attributes.get("llm.request.type") === "embedding"
  );
}
