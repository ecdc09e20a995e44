import { addUsd } from "@runrate/core";
import { replaceBilled, type BilledCost } from "../billed-cost.ts";
import type { OpenAiBucket } from "../import/openai-page.ts";
import type { RowOutcome } from "../import/row-outcome.ts";
import { withPseudonym } from "../ingest/pseudonym.ts";
import type { TallyOptions } from "../import/tally.ts";
import { ledgerRecord } from "../record.ts";
import { replaceBuckets } from "../replace-buckets.ts";
import type { LedgerRecord, LedgerStore } from "../store.ts";
import { DAY_MS, type Endpoint, type EndpointTally } from "./sync-endpoint.ts";

export const HOUR_MS = 3_600_000;
/** Providers correct usage for some days, and costs for longer. */
const USAGE_TRAILING_MS = 3 * DAY_MS;
const COSTS_TRAILING_MS = 7 * DAY_MS;

/** How records of a sync are stored. */
export type StoreOptions = TallyOptions;

/** An endpoint of hours of usage: what it says of an hour replaces what it said before. */
export function usageEndpoint(
  store: LedgerStore,
  source: string,
  options: StoreOptions,
  endpoint: Pick<Endpoint, "name" | "fetch"> & {
    /** What the ids of its records begin with. */
    readonly idPrefix: string;
    recordOf(bucket: OpenAiBucket, result: unknown): RowOutcome;
  },
): Endpoint {
  return {
    name: endpoint.name,
    bucketMs: HOUR_MS,
    trailingMs: USAGE_TRAILING_MS,
    fetch: (request) => endpoint.fetch(request),
    async store(window, buckets, tally, afterwards) {
      const records: LedgerRecord[] = [];
      for (const bucket of buckets) {
        for (const result of bucket.results) {
          const outcome = endpoint.recordOf(bucket, result);
          if (outcome.kind === "rejected") reject(tally, outcome.reason);
          else records.push(entryOf(outcome, options));
        }
      }
      const replaced = await replaceBuckets(
        store,
        { source, ...window, idPrefix: endpoint.idPrefix },
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
  };
}

/** An endpoint of days of costs: the bill, which is held against usage and never added to it. */
export function costsEndpoint(
  store: LedgerStore,
  source: string,
  endpoint: Pick<Endpoint, "name" | "fetch"> & {
    lineOf(bucket: OpenAiBucket, result: unknown): BilledCost | string;
  },
): Endpoint {
  return {
    name: endpoint.name,
    bucketMs: DAY_MS,
    trailingMs: COSTS_TRAILING_MS,
    fetch: (request) => endpoint.fetch(request),
    async store(window, buckets, tally, afterwards) {
      const lines = new Map<string, BilledCost>();
      for (const bucket of buckets) {
        for (const result of bucket.results) {
          const line = endpoint.lineOf(bucket, result);
          if (typeof line === "string") reject(tally, line);
          else {
            // Two entries of one day and item are one line of the bill.
            const same = lines.get(line.id);
            lines.set(line.id, same === undefined ? line : { ...line, usd: addUsd(same.usd, line.usd) });
          }
        }
      }
      const replaced = await replaceBilled(store, { source, ...window }, [...lines.values()], afterwards);
      tally.stored += replaced.stored;
      tally.unchanged += replaced.unchanged;
    },
  };
}

function entryOf(outcome: Extract<RowOutcome, { kind: "record" }>, options: StoreOptions): LedgerRecord {
  const record = options.pseudonym === undefined ? outcome.record : withPseudonym(outcome.record, options.pseudonym);
  const entry = ledgerRecord(record, options.price, options.matchWorkload);
  return outcome.unpriced === undefined ? entry : { ...entry, charge: { kind: "unpriced", reason: outcome.unpriced } };
}

const MAX_REASONS = 10;

function reject(tally: EndpointTally, reason: string): void {
  tally.rejected += 1;
  if (tally.reasons.size < MAX_REASONS) tally.reasons.add(reason);
}
