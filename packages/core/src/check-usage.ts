import { COUNT_FIELDS, COUNT_NAMES, type CountName } from "./usage-fields.ts";
import type { UsageCounts } from "./usage.ts";

/** Why a usage object cannot be priced: a code for programs, the words for a person. */
export interface UsageFault {
  readonly code: UsageFaultCode;
  readonly message: string;
}

export type UsageFaultCode =
  | "bad_usage"
  | "unknown_count"
  | "negative_count"
  | "fractional_count"
  | "count_too_large"
  | "not_a_number"
  | "cached_above_input"
  | "parts_above_total";

/** What is wrong with one count, or undefined. Counts are whole, not negative and at most 2^53 - 1. */
export function checkCount(name: string, count: number): UsageFault | undefined {
  if (Number.isNaN(count) || !Number.isFinite(count)) {
    return { code: "not_a_number", message: `${name} is ${count}: it must be a whole number` };
  }
  if (count < 0) return { code: "negative_count", message: `${name} is ${count}: a count cannot be negative` };
  if (count > Number.MAX_SAFE_INTEGER) {
    return { code: "count_too_large", message: `${name} is ${count}: a count is at most ${Number.MAX_SAFE_INTEGER}` };
  }
  if (!Number.isInteger(count)) {
    return { code: "fractional_count", message: `${name} is ${count}: a count must be a whole number` };
  }
  return undefined;
}

/** A part that is counted in a total: [part, total, code]. */
const PARTS: readonly (readonly [CountName, CountName])[] = [
  ["cache_write_tokens", "input_tokens"],
  ["input_audio_tokens", "input_tokens"],
  ["input_image_tokens", "input_tokens"],
  ["input_video_tokens", "input_tokens"],
  ["cached_audio_tokens", "input_audio_tokens"],
  ["cached_image_tokens", "input_image_tokens"],
  ["cached_video_tokens", "input_video_tokens"],
  ["reasoning_tokens", "output_tokens"],
  ["output_audio_tokens", "output_tokens"],
  ["output_image_tokens", "output_tokens"],
  ["output_video_tokens", "output_tokens"],
  ["citation_tokens", "output_tokens"],
];

/** All tokens written to the cache: the stated total, else the sum of the retentions. */
export function cacheWritesOf(usage: UsageCounts): number {
  return usage.cacheWriteTokens ?? retentionsOf(usage);
}

function retentionsOf(usage: UsageCounts): number {
  return (
    (usage.cacheWrite5mTokens ?? 0) +
    (usage.cacheWrite30mTokens ?? 0) +
    (usage.cacheWrite1hTokens ?? 0) +
    (usage.cacheWrite12hTokens ?? 0)
  );
}

/** The first thing wrong with a record's counts, or undefined: each count by itself, then the parts against totals. */
export function checkUsage(usage: UsageCounts): UsageFault | undefined {
  return isPlain(usage) ? undefined : findFault(usage);
}

const PLAIN: ReadonlySet<string> = new Set<keyof UsageCounts>([
  "inputTokens",
  "cachedInputTokens",
  "outputTokens",
  "reasoningTokens",
]);

/** Most records have these four counts at most, and nothing is wrong with them: told in a tenth of the time. */
function isPlain(usage: UsageCounts): boolean {
  for (const name in usage) if (!PLAIN.has(name)) return false;
  const { inputTokens, outputTokens, cachedInputTokens = 0, reasoningTokens = 0 } = usage;
  return (
    isCount(inputTokens) &&
    isCount(outputTokens) &&
    isCount(cachedInputTokens) &&
    isCount(reasoningTokens) &&
    cachedInputTokens <= inputTokens &&
    reasoningTokens <= outputTokens
  );
}

function isCount(count: number): boolean {
  return Number.isSafeInteger(count) && count >= 0;
}

function findFault(usage: UsageCounts): UsageFault | undefined {
  for (const name of COUNT_NAMES) {
    const count = usage[COUNT_FIELDS[name]];
    const fault = count === undefined ? undefined : checkCount(name, count);
    if (fault) return fault;
  }
  const cached = usage.cachedInputTokens ?? 0;
  const writes = cacheWritesOf(usage);
  if (cached > usage.inputTokens) {
    return above("cached_above_input", "cached_input_tokens", cached, "input_tokens", usage.inputTokens);
  }
  if (retentionsOf(usage) > writes) {
    return above(
      "parts_above_total",
      "the cache writes by retention",
      retentionsOf(usage),
      "cache_write_tokens",
      writes,
    );
  }
  if (cached + writes > usage.inputTokens) {
    const both = "cached_input_tokens + cache_write_tokens";
    return above("parts_above_total", both, cached + writes, "input_tokens", usage.inputTokens);
  }
  for (const [part, total] of PARTS) {
    const count = usage[COUNT_FIELDS[part]] ?? 0;
    const whole = usage[COUNT_FIELDS[total]] ?? 0;
    if (count > whole) return above("parts_above_total", part, count, total, whole);
  }
  const media = (usage.inputAudioTokens ?? 0) + (usage.inputImageTokens ?? 0) + (usage.inputVideoTokens ?? 0);
  if (media > usage.inputTokens) {
    return above("parts_above_total", "audio + image + video input", media, "input_tokens", usage.inputTokens);
  }
  const cachedMedia = (usage.cachedAudioTokens ?? 0) + (usage.cachedImageTokens ?? 0) + (usage.cachedVideoTokens ?? 0);
  if (cachedMedia > cached) {
    return above("parts_above_total", "cached audio + image + video", cachedMedia, "cached_input_tokens", cached);
  }
  const made = (usage.outputAudioTokens ?? 0) + (usage.outputImageTokens ?? 0) + (usage.outputVideoTokens ?? 0);
  const spoken = made + (usage.reasoningTokens ?? 0) + (usage.citationTokens ?? 0);
  if (spoken > usage.outputTokens) {
    return above("parts_above_total", "the parts of the output", spoken, "output_tokens", usage.outputTokens);
  }
  return undefined;
}

function above(code: UsageFaultCode, part: string, count: number, total: string, whole: number): UsageFault {
  return { code, message: `${part} (${count}) is above ${total} (${whole}), of which it is a part` };
}
