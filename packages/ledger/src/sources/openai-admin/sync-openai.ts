import type { OpenAI } from "openai";
import { touchCoverage } from "../../coverage.ts";
import { openAiBilledCost } from "../../import/openai-costs.ts";
import { bucketIdPrefix, openAiUsageRecord } from "../../import/openai-page.ts";
import type { LedgerStore } from "../../store.ts";
import { costsEndpoint, DAY_MS, HOUR_MS, usageEndpoint, type StoreOptions } from "../bucket-endpoints.ts";
import { readEndpoints, wasRead, type SyncReport } from "../read-endpoints.ts";
import type { Endpoint, SyncTask } from "../sync-endpoint.ts";
import { adminFailure, isNotOffered } from "./admin-client.ts";
import { resolveNames } from "./resolve-names.ts";
import { fetchCosts, USAGE_KINDS } from "./usage-kinds.ts";

/** The source of what OpenAI's admin API reports: `openai-admin`, or `openai-admin:<organisation>` where there are several. */
const OPENAI_ADMIN = "openai-admin";

/** One organisation to read. */
export interface OpenAiSyncOptions extends StoreOptions {
  readonly client: OpenAI;
  /** Its name where there are several. */
  readonly organisation?: string;
  /** In milliseconds since 1970 UTC. */
  readonly now: number;
  /** How far back a first sync goes. */
  readonly backfillDays: number;
  readonly onProgress?: SyncTask["onProgress"];
  readonly signal?: AbortSignal;
}

/**
 * Brings the ledger up to what OpenAI's admin API reports of an organisation: usage by the hour, costs by the day, and the names
 * behind the ids; spend first.
 *
 * @throws RunrateError `ledger_*` when the database refuses
 */
export async function syncOpenAi(store: LedgerStore, options: OpenAiSyncOptions): Promise<SyncReport> {
  const { client, organisation, now, backfillDays, onProgress, signal } = options;
  const source = organisation === undefined ? OPENAI_ADMIN : `${OPENAI_ADMIN}:${organisation}`;
  const task: SyncTask = {
    source,
    now,
    backfillMs: backfillDays * DAY_MS,
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  };
  const failures = { isNotOffered, describe: adminFailure };
  const report = await readEndpoints(store, endpointsOf(store, source, options), task, failures);
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
