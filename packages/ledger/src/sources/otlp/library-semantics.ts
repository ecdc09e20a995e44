import type { Span } from "./span.ts";

/**
 * Libraries whose input count leaves out what came from the cache and what was written to it, as Anthropic's own API reports it.
 * The conventions say that it is included, and most libraries add it up before they report.
 */
const CACHE_APART: readonly ((span: Span) => boolean)[] = [
  // OpenLLMetry for JavaScript passes Anthropic's `input_tokens` on (captured with 0.27.0).
  ({ scope }) => scope === "@traceloop/instrumentation-anthropic",
  // Up to the AI SDK 5, providers' counts were passed on; from 6 on they are added up.
  (span) =>
    /^ai\/[1-5]\./.test(String(span.attributes.get("ai.request.headers.user-agent") ?? "")) && isAnthropic(span),
];

/** Whether a span's input count leaves the cached tokens out. */
export function countsCacheApart(span: Span): boolean {
  return CACHE_APART.some((rule) => rule(span));
}

function isAnthropic({ attributes }: Span): boolean {
  const provider = attributes.get("ai.model.provider") ?? attributes.get("gen_ai.system");
  return typeof provider === "string" && /anthropic/i.test(provider);
}
