import { hash } from "node:crypto";
import { checkUsage, scaleUsd, type UsageRecord } from "@runrate/core";
import { z } from "zod";
import type { BilledCost } from "../../billed-cost.ts";
import { readBilledUsd } from "../../import/openai-costs.ts";
import type { OpenAiBucket } from "../../import/openai-page.ts";
import { nameFault, rejected, type RowOutcome } from "../../import/row-outcome.ts";
import { REPORTED_TIER, readTier } from "../../import/tier.ts";

const text = z.string().nullish();
const count = z.number().nullish();

/** One entry of `GET /v1/organizations/usage_report/messages`; input that was not cached, read from it and written to it are apart. */
const usageResult = z.looseObject({
  uncached_input_tokens: count,
  cache_read_input_tokens: count,
  cache_creation: z.looseObject({ ephemeral_5m_input_tokens: count, ephemeral_1h_input_tokens: count }).nullish(),
  output_tokens: count,
  server_tool_use: z.looseObject({ web_search_requests: count }).nullish(),
  model: text,
  api_key_id: text,
  workspace_id: text,
  service_tier: text,
  context_window: text,
  inference_geo: text,
});

/** One entry of `GET /v1/organizations/cost_report`; the amount is in cents, as decimal text. */
const costResult = z.looseObject({
  amount: z.string(),
  currency: z.string(),
  description: text,
  workspace_id: text,
  cost_type: text,
  model: text,
  token_type: text,
});

const page = z.looseObject({
  data: z.array(z.looseObject({ starting_at: z.string(), ending_at: z.string(), results: z.array(z.unknown()) })),
  has_more: z.boolean().nullish(),
  next_page: text,
});

/** Whose entries these are. */
interface Origin {
  readonly source: string;
  readonly organisation?: string;
}

/** What ids of Anthropic's usage begin with. */
export const ANTHROPIC_USAGE_PREFIX = "anthropic:messages:";

/** Anthropic's page in the form of the others: instants in seconds. What is no page is left as it is, to be refused. */
export function anthropicPage(answer: unknown): unknown {
  const parsed = page.safeParse(answer);
  if (!parsed.success) return answer;
  const { data, has_more: hasMore, next_page: next } = parsed.data;
  return {
    object: "page",
    data: data.map(({ starting_at: start, ending_at: end, results }) => ({
      start_time: Date.parse(start) / 1_000,
      end_time: Date.parse(end) / 1_000,
      results,
    })),
    has_more: hasMore ?? false,
    next_page: next ?? null,
  };
}

/** One entry of a usage bucket as a record. The report does not count calls. */
export function anthropicUsageRecord(bucket: OpenAiBucket, result: unknown, origin: Origin): RowOutcome {
  const parsed = usageResult.safeParse(result);
  if (!parsed.success) return rejected(z.prettifyError(parsed.error).split("\n").slice(0, 2).join(" "));
  const entry = parsed.data;
  if (!entry.model) return rejected("not grouped by model");
  const read = entry.cache_read_input_tokens ?? 0;
  const in5m = entry.cache_creation?.ephemeral_5m_input_tokens ?? 0;
  const in1h = entry.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  const searches = entry.server_tool_use?.web_search_requests ?? 0;
  const optional = {
    cachedInputTokens: read,
    cacheWriteTokens: in5m + in1h,
    cacheWrite5mTokens: in5m,
    cacheWrite1hTokens: in1h,
    webSearches: searches,
  };
  const usage = {
    inputTokens: (entry.uncached_input_tokens ?? 0) + read + in5m + in1h,
    outputTokens: entry.output_tokens ?? 0,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== 0)),
  };
  const fault = checkUsage(usage);
  const nameWrong = nameFault("model", entry.model);
  if (fault || nameWrong) return rejected(fault?.message ?? nameWrong ?? "");
  // Its priority tier is capacity bought in advance, at the same rates; only batch has another price.
  const tier = readTier(entry.service_tier?.startsWith("priority") ? null : entry.service_tier);
  const tierFault = nameFault("service_tier", entry.service_tier ?? "");
  if (tierFault !== undefined) return rejected(tierFault);
  const group = [
    origin.organisation ?? null,
    entry.workspace_id ?? null,
    entry.api_key_id ?? null,
    entry.model,
    entry.service_tier ?? null,
    entry.context_window ?? null,
    entry.inference_geo ?? null,
  ];
  const key = hash("sha1", JSON.stringify(group), "base64url").slice(0, 16);
  const record: UsageRecord = {
    id: `${ANTHROPIC_USAGE_PREFIX}${bucket.start_time}-${bucket.end_time}:${key}`,
    at: bucket.start_time * 1_000,
    spanMs: (bucket.end_time - bucket.start_time) * 1_000,
    provider: "anthropic",
    model: entry.model,
    serviceTier: tier ?? "standard",
    usage,
    requests: 0,
    ...(entry.workspace_id ? { project: entry.workspace_id } : {}),
    ...(entry.api_key_id ? { apiKey: entry.api_key_id } : {}),
    ...(entry.inference_geo ? { region: entry.inference_geo } : {}),
    ...(origin.organisation === undefined ? {} : { organisation: origin.organisation }),
    tags: {
      ...(entry.context_window ? { context_window: entry.context_window } : {}),
      ...(tier === undefined && entry.service_tier ? { [REPORTED_TIER]: entry.service_tier } : {}),
    },
    source: origin.source,
  };
  return { kind: "record", record };
}

/** What the cost report calls the parts of a model's bill, in the words of `readLineItem`. */
const TOKEN_TYPES: Readonly<Record<string, string>> = {
  uncached_input_tokens: "input",
  cache_read_input_tokens: "cached input",
  "cache_creation.ephemeral_5m_input_tokens": "cache write",
  "cache_creation.ephemeral_1h_input_tokens": "cache write 1h",
  output_tokens: "output",
};

/** One entry of a cost bucket as a billed line, or why it cannot be read. */
export function anthropicBilledCost(bucket: OpenAiBucket, result: unknown, origin: Origin): BilledCost | string {
  const parsed = costResult.safeParse(result);
  if (!parsed.success) return z.prettifyError(parsed.error).split("\n").slice(0, 2).join(" ");
  const entry = parsed.data;
  if (entry.currency.toUpperCase() !== "USD")
    return `billed in ${entry.currency.slice(0, 10)}: Runrate adds up US dollars alone`;
  const cents = readBilledUsd(entry.amount);
  if (cents === undefined) return `${JSON.stringify(entry.amount.slice(0, 40))} is not an amount`;
  const part = entry.token_type ? (TOKEN_TYPES[entry.token_type] ?? entry.token_type) : undefined;
  const lineItem =
    entry.model && part
      ? `${entry.model}, ${part}`
      : (entry.cost_type?.replaceAll("_", " ") ?? entry.description ?? undefined);
  const group = [origin.organisation ?? null, entry.workspace_id ?? null, entry.description ?? null, lineItem ?? null];
  const { amount: _amount, ...what } = entry;
  const key = hash("sha1", JSON.stringify([group, what]), "base64url").slice(0, 16);
  return {
    id: `anthropic:costs:${bucket.start_time}-${bucket.end_time}:${key}`,
    source: origin.source,
    provider: "anthropic",
    at: bucket.start_time * 1_000,
    spanMs: (bucket.end_time - bucket.start_time) * 1_000,
    ...(lineItem === undefined ? {} : { lineItem }),
    ...(entry.workspace_id ? { project: entry.workspace_id } : {}),
    ...(origin.organisation === undefined ? {} : { organisation: origin.organisation }),
    usd: scaleUsd(cents, 1n, 100n),
  };
}
