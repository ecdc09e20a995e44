import { checkUsage, type UsageFault } from "./check-usage.ts";
import { anthropic } from "./usage-sources/anthropic.ts";
import { bedrock } from "./usage-sources/bedrock.ts";
import { cohere } from "./usage-sources/cohere.ts";
import { google } from "./usage-sources/google.ts";
import { mergeUsageEvents } from "./usage-sources/merge-usage-events.ts";
import { openaiAssistants } from "./usage-sources/openai-assistants.ts";
import { openaiChat } from "./usage-sources/openai-chat.ts";
import { openaiResponses } from "./usage-sources/openai-responses.ts";
import { totalOnly } from "./usage-sources/total-only.ts";
import { isObject, openUsageBody } from "./usage-sources/usage-body.ts";
import type { SourceReading, UsageSource } from "./usage-sources/usage-source.ts";

/** A provider's usage in Runrate's counts, the form it was in, and what it says beside them; or why it cannot be read. */
export type ProviderUsage =
  | ({ readonly kind: "usage"; readonly form: string; readonly notes: readonly string[] } & SourceReading)
  | ({ readonly kind: "invalid" } & UsageFault);

/** The particular before the general: an Anthropic body is told from OpenAI's by having no total. */
const SOURCES: readonly UsageSource[] = [
  openaiAssistants,
  openaiChat,
  openaiResponses,
  anthropic,
  google,
  bedrock,
  cohere,
  totalOnly,
];

/** No provider's usage, nor the event around it, comes near; what reads it goes down level by level. */
const MOST_LEVELS = 32;

/**
 * Reads a provider's usage object verbatim (OpenAI chat, Responses, Assistants, Anthropic, Google, Bedrock, Cohere and those
 * who copy them), or the list of a stream's usage events.
 *
 * It is theirs, so unknown keys are let through; but a count above 0 that no form knows may be billed, and is
 * `unknown_count` rather than left out in silence.
 */
export function readProviderUsage(json: unknown): ProviderUsage {
  if (isNestedDeeper(json, MOST_LEVELS)) {
    return { kind: "invalid", code: "bad_usage", message: `usage is nested in more than ${MOST_LEVELS} levels` };
  }
  const object = Array.isArray(json) ? mergeUsageEvents(json) : json;
  if (!isObject(object)) {
    return {
      kind: "invalid",
      code: "bad_usage",
      message: "usage must be a provider's usage object or a list of its stream's events",
    };
  }
  const body = openUsageBody(object);
  const source = SOURCES.find(({ fits }) => fits(body));
  if (!source) {
    return {
      kind: "invalid",
      code: "bad_usage",
      message: "this is not a usage object of a provider that Runrate knows",
    };
  }
  const fresh = openUsageBody(object);
  const reading = source.read(fresh);
  const fault = fresh.fault() ?? checkUsage(reading.usage);
  if (fault) return { kind: "invalid", ...fault };
  const [unknown] = fresh.leftovers();
  if (unknown !== undefined) {
    const message = `${unknown} may be billed and is not a count that Runrate knows in this form (${source.name})`;
    return { kind: "invalid", code: "unknown_count", message };
  }
  return { kind: "usage", form: source.name, ...reading, notes: reading.notes ?? [] };
}

function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isNestedDeeper(inner, levels - 1));
}
