import type { UsageRecord } from "@runrate/core";
import type { Charge, LedgerRecord } from "./store.ts";

/** What pricing makes of a record: the maker that its model resolved to, where known, and the charge. Pure. */
export type RecordPricer = (record: UsageRecord) => { readonly provider?: string; readonly charge: Charge };

/** The workload that configuration gives a record which names none; undefined: unattributed. Pure. */
export type WorkloadMatcher = (record: UsageRecord) => string | undefined;

/** The provider of a record whose source named none and whose model is unknown. */
export const UNKNOWN_PROVIDER = "unknown";

/**
 * A usage record as the ledger keeps it: priced at its own instant and attributed to a workload. The workload is decided here,
 * at ingest, so that roll-ups answer by workload; `attributeAgain` applies a changed configuration to what is stored.
 */
export function ledgerRecord(record: UsageRecord, price: RecordPricer, matchWorkload?: WorkloadMatcher): LedgerRecord {
  const { provider = record.provider ?? UNKNOWN_PROVIDER, charge } = price(record);
  const workload = record.workload ?? matchWorkload?.(record);
  return workload === undefined ? { record, provider, charge } : { record, provider, workload, charge };
}
