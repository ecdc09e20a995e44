import type { OpenAI } from "openai";
import { touchCoverage } from "../../coverage.ts";
import { openAiBilledCost } from "../../import/openai-costs.ts";
import { bucketIdPrefix, openAiUsageRecord } from "../../import/openai-page.ts";
import type { LedgerStore } from "../../store.ts";
import { costsEndpoint, HOUR_MS, usageEndpoint } from "../bucket-endpoints.ts";
import { readEndpoints, wasRead, type SyncReport } from "../read-endpoints.ts";
import { sourceName, syncTask, type SourceSync } from "../source-sync.ts";
import type { Endpoint } from "../sync-endpoint.ts";
import { adminFailure, isNotOffered } from "./admin-client.ts";
import { resolveNames } from "./resolve-names.ts";
import { fetchCosts, USAGE_KINDS } from "./usage-kinds.ts";

/** The source of what OpenAI's admin API reports. */
const OPENAI_ADMIN = "openai-admin";

/** One organisation to read. */
export type OpenAiSyncOptions = SourceSync<OpenAI>;

/**
 * Brings the ledger up to what OpenAI's admin API reports of an organisation: usage by the hour, costs by the day, and the names
 * behind the ids; spend first.
 *
 * @throws RunrateError `ledger_*` when the database refuses
 */
export async function syncOpenAi(store: LedgerStore, options: OpenAiSyncOptions): Promise<SyncReport> {
  const { client, organisation, now } = options;
  const source = sourceName(OPENAI_ADMIN, organisation);
  const failures = { isNotOffered, describe: adminFailure };
  const report = await readEndpoints(store, endpointsOf(store, source, options), syncTask(source, options), failures);
  if (wasRead(report, "completions")) {
    const reaches = Math.floor(now / HOUR_MS) * HOUR_MS;
    await store.transaction((tx) => touchCoverage(tx, source, "openai", reaches));
    await resolveNames(store, client, source, organisation);
  }
  return report;
}

function endpointsOf(store: LedgerStore, source: string, options: OpenAiSyncOptions): readonly Endpoint[] {
  const { client, organisation } = options;
  const origin = { source, ...(organisation === undefined ? {} : { organisation }) };
  const [completions, ...others] = USAGE_KINDS.map((kind) =>
    usageEndpoint(store, source, options, {
      name: kind.name,
      idPrefix: bucketIdPrefix(kind.results),
      fetch: (request) => kind.fetch(client, request),
      recordOf: (bucket, result) => openAiUsageRecord(bucket, result, origin),
    }),
  );
  const costs = costsEndpoint(store, source, {
    name: "costs",
    fetch: (request) => fetchCosts(client, request),
    lineOf: (bucket, result) => openAiBilledCost(bucket, result, origin),
  });
  return completions === undefined ? [costs] : [completions, costs, ...others];
}
