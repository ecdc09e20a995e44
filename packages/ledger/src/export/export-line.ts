import { COUNT_FIELDS, COUNT_NAMES, toDecimal, type UsageCounts } from "@runrate/core";
import type { LedgerRecord } from "../store.ts";

/**
 * A record as a line of JSON that `import` reads back as the same record, with its id, source, bucket and tags; `charge` says
 * what it came to, and is computed again on the way in.
 */
export function exportLine({ record, provider, charge }: LedgerRecord): string {
  const { spanMs, requests, serviceTier, conversation, organisation, region, responseId } = record;
  return JSON.stringify({
    id: record.id,
    at: new Date(record.at).toISOString(),
    ...(spanMs === undefined ? {} : { span_ms: spanMs }),
    provider: record.provider,
    model: record.model,
    service_tier: serviceTier,
    usage: countsOf(record.usage),
    requests,
    project: record.project,
    api_key: record.apiKey,
    user: record.user,
    workload: record.workload,
    conversation,
    organisation,
    region,
    response_id: responseId,
    ...(Object.keys(record.tags).length === 0 ? {} : { tags: record.tags }),
    source: record.source,
    charge:
      charge.kind === "unpriced"
        ? { unpriced: charge.reason }
        : {
            provider,
            usd: toDecimal(charge.usd),
            ...(charge.usdLow === charge.usdHigh
              ? {}
              : { usd_low: toDecimal(charge.usdLow), usd_high: toDecimal(charge.usdHigh) }),
          },
  });
}

/** The counts that are not 0, and the two totals always, in Runrate's own form. */
function countsOf(usage: UsageCounts): Record<string, number | string> {
  const counts: Record<string, number | string> = {};
  for (const name of COUNT_NAMES) {
    const count = usage[COUNT_FIELDS[name]] ?? 0;
    if (count !== 0 || name === "input_tokens" || name === "output_tokens") counts[name] = count;
  }
  if (usage.storageGbDays !== undefined) counts["storage_gb_days"] = usage.storageGbDays;
  return counts;
}
