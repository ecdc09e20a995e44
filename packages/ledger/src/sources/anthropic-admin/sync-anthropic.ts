import type { KyInstance } from "ky";
import { touchCoverage } from "../../coverage.ts";
import type { LedgerStore } from "../../store.ts";
import { costsEndpoint, HOUR_MS, usageEndpoint } from "../bucket-endpoints.ts";
import { readEndpoints, wasRead, type SyncReport } from "../read-endpoints.ts";
import type { PageRequest } from "../bucket-pages.ts";
import { sourceName, syncTask, type SourceSync } from "../source-sync.ts";
import { anthropicFailure, isAnthropicNotOffered } from "./anthropic-client.ts";
import { ANTHROPIC_USAGE_PREFIX, anthropicBilledCost, anthropicPage, anthropicUsageRecord } from "./usage-report.ts";

/** The source of what Anthropic's admin API reports. */
const ANTHROPIC_ADMIN = "anthropic-admin";

/** One organisation to read. */
export type AnthropicSyncOptions = SourceSync<KyInstance>;

const USAGE_GROUPS = ["model", "api_key_id", "workspace_id", "service_tier", "context_window", "inference_geo"];
const COST_GROUPS = ["workspace_id", "description"];

/**
 * Brings the ledger up to what Anthropic's usage and cost reports say of an organisation: messages by the hour, costs by the day
 * (platform.claude.com, Admin API, usage_report and cost_report; looked at in November 2026).
 *
 * @throws RunrateError `ledger_*` when the database refuses
 */
export async function syncAnthropic(store: LedgerStore, options: AnthropicSyncOptions): Promise<SyncReport> {
  const { client, organisation, now } = options;
  const source = sourceName(ANTHROPIC_ADMIN, organisation);
  const origin = { source, ...(organisation === undefined ? {} : { organisation }) };
  const messages = usageEndpoint(store, source, options, {
    name: "messages",
    idPrefix: ANTHROPIC_USAGE_PREFIX,
    fetch: (request) => fetchPage(client, "usage_report/messages", request, "1h", 168, USAGE_GROUPS),
    recordOf: (bucket, result) => anthropicUsageRecord(bucket, result, origin),
  });
  const costs = costsEndpoint(store, source, {
    name: "costs",
    fetch: (request) => fetchPage(client, "cost_report", request, "1d", 31, COST_GROUPS),
    lineOf: (bucket, result) => anthropicBilledCost(bucket, result, origin),
  });
  const failures = { isNotOffered: isAnthropicNotOffered, describe: anthropicFailure };
  const report = await readEndpoints(store, [messages, costs], syncTask(source, options), failures);
  if (wasRead(report, "messages")) {
    const reaches = Math.floor(now / HOUR_MS) * HOUR_MS;
    await store.transaction((tx) => touchCoverage(tx, source, "anthropic", reaches));
  }
  return report;
}

async function fetchPage(
  client: KyInstance,
  report: string,
  { start_time: start, end_time: end, page }: PageRequest,
  width: string,
  limit: number,
  groups: readonly string[],
): Promise<unknown> {
  const query = new URLSearchParams({
    starting_at: new Date(start * 1_000).toISOString(),
    ending_at: new Date(end * 1_000).toISOString(),
    bucket_width: width,
    limit: String(limit),
    ...(page === undefined ? {} : { page }),
  });
  for (const group of groups) query.append("group_by[]", group);
  return anthropicPage(await client.get(`v1/organizations/${report}`, { searchParams: query }).json());
}
