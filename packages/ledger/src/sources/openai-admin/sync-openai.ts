import { RunrateError } from "@runrate/core";
import type { OpenAI } from "openai";
import { replaceBilled, type BilledCost } from "../../billed-cost.ts";
import { touchCoverage } from "../../coverage.ts";
import { openAiBilledCost } from "../../import/openai-costs.ts";
import { bucketIdPrefix, openAiUsageRecord } from "../../import/openai-page.ts";
import { withPseudonym } from "../../ingest/ingest-lines.ts";
import { ledgerRecord, type RecordPricer, type WorkloadMatcher } from "../../record.ts";
import { replaceBuckets } from "../../replace-buckets.ts";
import type { LedgerRecord, LedgerStore } from "../../store.ts";
import { adminFailure, isNotOffered } from "./admin-client.ts";
import { resolveNames } from "./resolve-names.ts";
import { syncEndpoint, type Endpoint, type EndpointTally, type SyncTask } from "./sync-endpoint.ts";
import { fetchCosts, USAGE_KINDS } from "./usage-kinds.ts";

/** The source of what OpenAI's admin API reports: `openai-admin`, or `openai-admin:<organisation>` where there are several. */
export const OPENAI_ADMIN = "openai-admin";

/** One organisation to read. */
export interface OpenAiSyncOptions {
  readonly client: OpenAI;
  /** Its name where there are several. */
  readonly organisation?: string;
  readonly price: RecordPricer;
  readonly matchWorkload?: WorkloadMatcher;
  readonly pseudonym?: (user: string) => string;
  /** In milliseconds since 1970 UTC. */
  readonly now: number;
  /** How far back a first sync goes. */
  readonly backfillDays: number;
  readonly onProgress?: SyncTask["onProgress"];
  readonly signal?: AbortSignal;
}

/** What came of one endpoint. `not_offered`: the server has no such endpoint, which is no failure. */
export type EndpointOutcome =
  | ({ readonly kind: "read"; readonly endpoint: string } & EndpointTally)
  | { readonly kind: "not_offered"; readonly endpoint: string }
  | { readonly kind: "failed"; readonly endpoint: string; readonly error: RunrateError };

/** What came of a sync. */
export interface SyncReport {
  readonly source: string;
  readonly endpoints: readonly EndpointOutcome[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** OpenAI corrects usage for some days, and costs for longer. */
const USAGE_TRAILING_MS = 3 * DAY_MS;
const COSTS_TRAILING_MS = 7 * DAY_MS;

/** Without rights to one endpoint there are none to the others. */
const FOR_ALL = new Set(["admin_key_refused", "admin_key_without_rights", "source_unreachable"]);

/**
 * Brings the ledger up to what OpenAI's admin API reports of an organisation: usage by the hour, costs by the day, and the names
 * behind the ids. Endpoints are read one after the other, spend first; one that fails does not keep the others from being read.
 *
 * @throws RunrateError `ledger_*` when the database refuses
 */
export async function syncOpenAi(store: LedgerStore, options: OpenAiSyncOptions): Promise<SyncReport> {
  const source = options.organisation === undefined ? OPENAI_ADMIN : `${OPENAI_ADMIN}:${options.organisation}`;
  const task: SyncTask = {
    source,
    now: options.now,
    backfillMs: options.backfillDays * DAY_MS,
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  const endpoints: EndpointOutcome[] = [];
  for (const endpoint of endpointsOf(store, source, options)) {
    const outcome = await readEndpoint(store, endpoint, task);
    endpoints.push(outcome);
    if (outcome.kind === "failed" && FOR_ALL.has(outcome.error.code)) return { source, endpoints };
  }
  if (endpoints.some(({ kind, endpoint }) => kind === "read" && endpoint === "completions")) {
    const reaches = Math.floor(options.now / HOUR_MS) * HOUR_MS;
    await store.transaction((tx) => touchCoverage(tx, source, "openai", reaches));
  }
  await resolveNames(store, options.client, source, options.organisation);
  return { source, endpoints };
}

async function readEndpoint(store: LedgerStore, endpoint: Endpoint, task: SyncTask): Promise<EndpointOutcome> {
  try {
    return { kind: "read", endpoint: endpoint.name, ...(await syncEndpoint(store, endpoint, task)) };
  } catch (error) {
    if (isNotOffered(error)) return { kind: "not_offered", endpoint: endpoint.name };
    const failure = adminFailure(error, endpoint.name);
    const isOurs = !(failure instanceof RunrateError) || failure.code.startsWith("ledger_");
    if (isOurs || task.signal?.aborted === true) throw failure;
    return { kind: "failed", endpoint: endpoint.name, error: failure };
  }
}

function endpointsOf(store: LedgerStore, source: string, options: OpenAiSyncOptions): readonly Endpoint[] {
  const { client } = options;
  const origin = { source, ...(options.organisation === undefined ? {} : { organisation: options.organisation }) };
  const usage = USAGE_KINDS.map((kind): Endpoint => ({
    name: kind.name,
    bucketMs: HOUR_MS,
    trailingMs: USAGE_TRAILING_MS,
    fetch: (request) => kind.fetch(client, request),
    async store(window, buckets, tally, afterwards) {
      const records: LedgerRecord[] = [];
      for (const bucket of buckets) {
        for (const result of bucket.results) {
          const outcome = openAiUsageRecord(bucket, result, origin);
          if (outcome.kind === "rejected") reject(tally, outcome.reason);
          else {
            const record =
              options.pseudonym === undefined ? outcome.record : withPseudonym(outcome.record, options.pseudonym);
            const entry = ledgerRecord(record, options.price, options.matchWorkload);
            records.push(
              outcome.unpriced === undefined
                ? entry
                : { ...entry, charge: { kind: "unpriced", reason: outcome.unpriced } },
            );
          }
        }
      }
      const replaced = await replaceBuckets(
        store,
        { source, ...window, idPrefix: bucketIdPrefix(kind.results) },
        records,
        afterwards,
      );
      tally.stored += replaced.stored;
      tally.unchanged += replaced.unchanged;
      tally.removed += replaced.removed;
      tally.unpriced += replaced.unpriced;
      for (let left = replaced.duplicates; left > 0; left -= 1)
        reject(tally, "two entries of one bucket have the same project, user, key, model and tier");
    },
  }));
  const costs: Endpoint = {
    name: "costs",
    bucketMs: DAY_MS,
    trailingMs: COSTS_TRAILING_MS,
    fetch: (request) => fetchCosts(client, request),
    async store(window, buckets, tally, afterwards) {
      const lines: BilledCost[] = [];
      for (const bucket of buckets) {
        for (const result of bucket.results) {
          const line = openAiBilledCost(bucket, result, origin);
          if (typeof line === "string") reject(tally, line);
          else lines.push(line);
        }
      }
      const replaced = await replaceBilled(store, { source, ...window }, lines, afterwards);
      tally.stored += replaced.stored;
      tally.unchanged += replaced.unchanged;
    },
  };
  const [completions, ...others] = usage;
  return completions === undefined ? [costs] : [completions, costs, ...others];
}

const MAX_REASONS = 10;

function reject(tally: EndpointTally, reason: string): void {
  tally.rejected += 1;
  if (tally.reasons.size < MAX_REASONS) tally.reasons.add(reason);
}
