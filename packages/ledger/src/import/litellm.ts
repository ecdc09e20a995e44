import { putTag, readProviderUsage, type ServiceTier, type UsageCounts, type UsageRecord } from "@runrate/core";
import { z } from "zod";
import { readInstant } from "./instant.ts";
import { namesFault, rejected, type RowOutcome } from "./row-outcome.ts";
import { REPORTED_TIER, readTier } from "./tier.ts";

const text = z.string().nullish();

const metadata = z.looseObject({
  usage_object: z.record(z.string(), z.unknown()).nullish(),
  user_api_key_alias: text,
  user_api_key_team_alias: text,
  user_api_key_project_alias: text,
  user_api_key_end_user_id: text,
  service_tier: text,
});

/** A row of LiteLLM's spend logs (docs.litellm.ai, Spend Tracking; table LiteLLM_SpendLogs). Theirs, so unknown keys pass. */
const spendLog = z.looseObject({
  request_id: z.string().min(1),
  startTime: z.string(),
  model: text,
  custom_llm_provider: text,
  prompt_tokens: z.number().nullish(),
  completion_tokens: z.number().nullish(),
  api_key: text,
  user: text,
  end_user: text,
  team_id: text,
  session_id: text,
  cache_hit: z.union([z.string(), z.boolean()]).nullish(),
  status: text,
  metadata: z.union([metadata, z.string()]).nullish(),
  request_tags: z.union([z.array(z.string()), z.string()]).nullish(),
});

/** True for the beginning of spend logs: rows with LiteLLM's own names. */
export function isSpendLogs(head: string): boolean {
  return (
    /^\s*\[?\s*\{/.test(head) &&
    /"request_id"\s*:/.test(head) &&
    /"startTime"\s*:/.test(head) &&
    /"spend"\s*:/.test(head)
  );
}

/**
 * One row as a record. LiteLLM's own figure of the cost is not taken: usage is priced here. The provider's usage object, which it
 * keeps in the metadata, says more than the two totals beside it; a call that was answered from LiteLLM's own cache costs nothing.
 */
export function spendLogRecord(json: unknown, source: string): RowOutcome {
  const parsed = spendLog.safeParse(json);
  if (!parsed.success) return rejected(z.prettifyError(parsed.error).split("\n").slice(0, 2).join(" "));
  const row = parsed.data;
  const at = readInstant(row.startTime);
  if (typeof at === "string") return rejected(`startTime: ${at}`);
  if (!row.model) return rejected("no model");
  const meta = metadataOf(row.metadata);
  const isCached = row.cache_hit === true || String(row.cache_hit).toLowerCase() === "true";
  const read = isCached ? { usage: { inputTokens: 0, outputTokens: 0 } } : usageOf(row, meta);
  if (typeof read === "string") return rejected(read);
  const tier = read.tier ?? readTier(meta.service_tier);
  const texts = {
    project: meta.user_api_key_project_alias ?? meta.user_api_key_team_alias ?? row.team_id,
    apiKey: meta.user_api_key_alias ?? row.api_key,
    user: row.end_user ?? meta.user_api_key_end_user_id ?? row.user,
    conversation: row.session_id,
  };
  const who = Object.fromEntries(Object.entries(texts).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  const record: UsageRecord = {
    ...who,
    id: `litellm:${row.request_id}`,
    at,
    ...(row.custom_llm_provider ? { provider: row.custom_llm_provider } : {}),
    model: row.model,
    serviceTier: tier ?? "standard",
    usage: read.usage,
    requests: 1,
    // What the provider answered with, where it did: a span of the same call tells of it too.
    responseId: row.request_id,
    tags: {
      ...tagsOf(row.request_tags),
      ...(isCached ? { cache_hit: "true" } : {}),
      ...(tier === undefined && meta.service_tier ? { [REPORTED_TIER]: meta.service_tier } : {}),
    },
    source,
  };
  const fault = namesFault({ model: row.model, id: record.id, ...who }, record.tags);
  return fault === undefined ? { kind: "record", record } : rejected(fault);
}

function usageOf(
  row: z.infer<typeof spendLog>,
  meta: z.infer<typeof metadata>,
): { readonly usage: UsageCounts; readonly tier?: ServiceTier } | string {
  if (meta.usage_object && Object.keys(meta.usage_object).length > 0) {
    const read = readProviderUsage(withoutNulls(meta.usage_object));
    if (read.kind !== "invalid") return { usage: read.usage, ...(read.serviceTier ? { tier: read.serviceTier } : {}) };
  }
  if (row.prompt_tokens == null && row.completion_tokens == null) return "no token counts";
  const [input, output] = [row.prompt_tokens ?? 0, row.completion_tokens ?? 0];
  for (const count of [input, output])
    if (!Number.isSafeInteger(count) || count < 0) return "prompt_tokens and completion_tokens must be whole numbers";
  return { usage: { inputTokens: input, outputTokens: output } };
}

/** LiteLLM writes every field of its usage class, those that the provider did not send as null. */
function withoutNulls(body: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

function metadataOf(given: z.infer<typeof spendLog>["metadata"]): z.infer<typeof metadata> {
  if (typeof given !== "string") return given ?? {};
  try {
    return metadata.parse(JSON.parse(given));
  } catch {
    return {};
  }
}

function tagsOf(given: z.infer<typeof spendLog>["request_tags"]): Record<string, string> {
  let list: unknown = given;
  if (typeof given === "string") {
    try {
      list = JSON.parse(given);
    } catch {
      return {};
    }
  }
  const tags: Record<string, string> = {};
  for (const tag of Array.isArray(list) ? list.slice(0, 24) : []) {
    if (typeof tag !== "string" || tag.startsWith("User-Agent:")) continue;
    const colon = tag.indexOf(":");
    if (colon > 0)
      putTag(
        tags,
        tag.slice(0, colon),
        tag
          .slice(colon + 1)
          .trim()
          .slice(0, 200),
      );
    else if (tag !== "") putTag(tags, tag.slice(0, 200), "true");
  }
  return tags;
}
