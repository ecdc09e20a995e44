import { checkUsage, type UsageCounts, type UsageRecord } from "@runrate/core";
import { hash } from "node:crypto";
import { z } from "zod";
import { nameFault, rejected, type RowOutcome } from "./row-outcome.ts";
import { REPORTED_TIER, readTier } from "./tier.ts";

const optionalText = z.string().nullish();
const optionalCount = z.number().nullish();

/** One entry of a bucket: theirs, so unknown keys pass; every count that is billed is named here. */
const usageResult = z.looseObject({
  object: z.string(),
  input_tokens: optionalCount,
  input_cached_tokens: optionalCount,
  input_cache_write_tokens: optionalCount,
  input_cache_write_30m_tokens: optionalCount,
  input_cache_write_12h_tokens: optionalCount,
  output_tokens: optionalCount,
  input_audio_tokens: optionalCount,
  input_cached_audio_tokens: optionalCount,
  output_audio_tokens: optionalCount,
  input_image_tokens: optionalCount,
  input_cached_image_tokens: optionalCount,
  output_image_tokens: optionalCount,
  num_model_requests: optionalCount,
  num_requests: optionalCount,
  num_sessions: optionalCount,
  images: optionalCount,
  characters: optionalCount,
  seconds: optionalCount,
  usage_bytes: optionalCount,
  project_id: optionalText,
  user_id: optionalText,
  api_key_id: optionalText,
  model: optionalText,
  batch: z.boolean().nullish(),
  service_tier: optionalText,
  api_source: optionalText,
  size: optionalText,
  source: optionalText,
  context_level: optionalText,
  vector_store_id: optionalText,
});

type UsageResult = z.infer<typeof usageResult>;

export const openAiBucket = z.looseObject({
  object: z.literal("bucket").optional(),
  start_time: z.number().int(),
  end_time: z.number().int(),
  results: z.array(z.unknown()),
});

export type OpenAiBucket = z.infer<typeof openAiBucket>;

/** A page of OpenAI's usage or costs API. */
export const openAiPage = z.looseObject({
  object: z.literal("page"),
  data: z.array(openAiBucket),
  has_more: z.boolean().optional(),
  next_page: optionalText,
});

/** The kind of usage that a result is about: "completions", "embeddings" … from its `object`. */
export function resultKind(object: string): string {
  return /^organization\.usage\.([a-z_]+)\.result$/.exec(object)?.[1] ?? object;
}

/** What ids of one kind of bucket begin with: the part of a source that is replaced together. */
export function bucketIdPrefix(kind: string): string {
  return `openai:${kind}:`;
}

/**
 * One entry of a usage bucket as a record. Its id is the bucket and what it is grouped by, never its counts: when late usage
 * changes the counts it is still the same bucket.
 */
export function openAiUsageRecord(
  bucket: OpenAiBucket,
  result: unknown,
  origin: { readonly source: string; readonly organisation?: string },
): RowOutcome {
  const parsed = usageResult.safeParse(result);
  if (!parsed.success) return rejected(z.prettifyError(parsed.error).split("\n").slice(0, 2).join(" "));
  const entry = parsed.data;
  const kind = resultKind(entry.object);
  const counted = countsOf(kind, entry, bucket);
  if (typeof counted === "string") return rejected(counted);
  const fault = checkUsage(counted.usage) ?? checkUsage({ inputTokens: counted.requests, outputTokens: 0 });
  if (fault) return rejected(fault.message);
  const tier = entry.batch === true ? "batch" : readTier(entry.service_tier);
  const tierFault = nameFault("service_tier", entry.service_tier ?? "");
  if (tierFault !== undefined) return rejected(tierFault);
  const model = entry.model ?? counted.model;
  if (model === undefined)
    return rejected("not grouped by model: fetch the page with group_by=model, or it cannot be priced");
  const name = nameFault("model", model);
  if (name !== undefined) return rejected(name);
  const from = bucket.start_time * 1_000;
  const spanMs = (bucket.end_time - bucket.start_time) * 1_000;
  if (!Number.isSafeInteger(from) || spanMs <= 0) return rejected("the bucket ends before it starts");
  const group = [
    origin.organisation ?? null,
    entry.project_id ?? null,
    entry.user_id ?? null,
    entry.api_key_id ?? null,
    model,
    // As they were reported, since two spellings of one tier are two groups of the page.
    entry.batch ?? null,
    entry.service_tier ?? null,
    entry.api_source ?? null,
    entry.size ?? null,
    entry.source ?? null,
    entry.context_level ?? null,
    entry.vector_store_id ?? null,
  ];
  const key = hash("sha1", JSON.stringify(group), "base64url").slice(0, 16);
  const record: UsageRecord = {
    id: `${bucketIdPrefix(kind)}${bucket.start_time}-${bucket.end_time}:${key}`,
    at: from,
    spanMs,
    provider: "openai",
    model,
    serviceTier: tier ?? "standard",
    usage: counted.usage,
    requests: counted.requests,
    ...(entry.project_id ? { project: entry.project_id } : {}),
    ...(entry.api_key_id ? { apiKey: entry.api_key_id } : {}),
    ...(entry.user_id ? { user: entry.user_id } : {}),
    ...(origin.organisation === undefined ? {} : { organisation: origin.organisation }),
    tags: {
      ...(kind === "completions" ? {} : { usage_kind: kind }),
      ...(tier === undefined && entry.service_tier ? { [REPORTED_TIER]: entry.service_tier } : {}),
    },
    source: origin.source,
  };
  return counted.unpriced === undefined
    ? { kind: "record", record }
    : { kind: "record", record, unpriced: counted.unpriced };
}

interface Counted {
  readonly usage: UsageCounts;
  readonly requests: number;
  /** For what is billed without a model of its own. */
  readonly model?: string;
  readonly unpriced?: string;
}

const NOTHING: UsageCounts = { inputTokens: 0, outputTokens: 0 };
const BINARY_GB = 1_073_741_824n;
const DAY_SECONDS = 86_400n;
const GB_DAY_DECIMALS = 12n;

/** The counts of an entry by its kind, or why they cannot be read. What is billed by a unit that is not counted is unpriced, not free. */
function countsOf(kind: string, entry: UsageResult, bucket: OpenAiBucket): Counted | string {
  const requests = entry.num_model_requests ?? 0;
  switch (kind) {
    case "completions":
    case "embeddings":
    case "moderations":
    case "decisions":
      if (entry.input_tokens == null && entry.output_tokens == null) return uncounted("tokens", requests);
      return { usage: tokensOf(entry), requests };
    case "audio_transcriptions":
      // Billed by length: calls without one are not free.
      if (!entry.seconds && requests > 0) return uncounted("seconds", requests);
      return { usage: { ...NOTHING, audioSeconds: entry.seconds ?? 0 }, requests };
    case "audio_speeches":
      return {
        usage: NOTHING,
        requests,
        unpriced: `${entry.characters ?? 0} characters of speech: billed by tokens that the page does not have`,
      };
    case "images":
      return {
        usage: NOTHING,
        requests,
        unpriced: `${entry.images ?? 0} images: billed by tokens that the page does not have`,
      };
    case "code_interpreter_sessions":
      if (entry.num_sessions == null) return uncounted("sessions", requests, "code_interpreter");
      return {
        usage: { ...NOTHING, codeSessions: entry.num_sessions ?? 0 },
        requests: entry.num_sessions ?? 0,
        model: "code_interpreter",
      };
    case "web_searches":
    case "web_search_calls":
      if (entry.num_requests == null) return uncounted("requests", requests, "web_search");
      return {
        usage: { ...NOTHING, webSearches: entry.num_requests ?? 0 },
        requests: entry.num_requests ?? 0,
        model: "web_search",
      };
    case "file_searches":
    case "file_search_calls":
      if (entry.num_requests == null) return uncounted("requests", requests, "file_search");
      return {
        usage: { ...NOTHING, fileSearches: entry.num_requests ?? 0 },
        requests: entry.num_requests ?? 0,
        model: "file_search",
      };
    case "vector_stores": {
      if (entry.usage_bytes == null) return uncounted("bytes", requests, "vector_store");
      const gbDays = billedGigabyteDays(entry.usage_bytes, bucket);
      return { usage: { ...NOTHING, storageGbDays: gbDays }, requests: 0, model: "vector_store" };
    }
    default:
      return `"${entry.object.slice(0, 80)}" is a kind of usage that Runrate does not know`;
  }
}

function uncounted(unit: string, requests: number, model?: string): Counted {
  const unpriced = `the page counts no ${unit}`;
  return { usage: NOTHING, requests, unpriced, ...(model === undefined ? {} : { model }) };
}

function tokensOf(entry: UsageResult): UsageCounts {
  const optional = {
    cachedInputTokens: entry.input_cached_tokens,
    cacheWriteTokens: entry.input_cache_write_tokens,
    cacheWrite30mTokens: entry.input_cache_write_30m_tokens,
    cacheWrite12hTokens: entry.input_cache_write_12h_tokens,
    inputAudioTokens: entry.input_audio_tokens,
    cachedAudioTokens: entry.input_cached_audio_tokens,
    outputAudioTokens: entry.output_audio_tokens,
    inputImageTokens: entry.input_image_tokens,
    cachedImageTokens: entry.input_cached_image_tokens,
    outputImageTokens: entry.output_image_tokens,
  };
  const present = Object.fromEntries(
    Object.entries(optional).filter(([, count]) => typeof count === "number" && count !== 0),
  );
  return { inputTokens: entry.input_tokens ?? 0, outputTokens: entry.output_tokens ?? 0, ...present };
}

/**
 * What an entry's part of the storage over the free gigabyte comes to, in binary gigabyte-days, cut off after twelve decimals. The
 * gigabyte is the organisation's: the entries of a bucket share it by their size.
 */
function billedGigabyteDays(bytes: number, bucket: OpenAiBucket): string {
  const stored = BigInt(Number.isSafeInteger(bytes) && bytes > 0 ? bytes : 0);
  const all = bucket.results.reduce((sum: bigint, one) => sum + storedBytes(one), 0n);
  const total = all > stored ? all : stored;
  if (total <= BINARY_GB) return "0";
  const seconds = BigInt(bucket.end_time - bucket.start_time);
  const over = stored * (total - BINARY_GB);
  const parts = (over * seconds * 10n ** GB_DAY_DECIMALS) / (total * BINARY_GB * DAY_SECONDS);
  const text = parts.toString().padStart(Number(GB_DAY_DECIMALS) + 1, "0");
  return `${text.slice(0, -Number(GB_DAY_DECIMALS))}.${text.slice(-Number(GB_DAY_DECIMALS))}`.replace(/\.?0+$/, "");
}

function storedBytes(result: unknown): bigint {
  if (typeof result !== "object" || result === null || !("usage_bytes" in result)) return 0n;
  const { usage_bytes: bytes } = result;
  return typeof bytes === "number" && Number.isSafeInteger(bytes) && bytes > 0 ? BigInt(bytes) : 0n;
}
