import { picoUsd, RunrateError, ZERO_USD, type ServiceTier, type UsageCounts, type UsageRecord } from "@runrate/core";
import type { Selectable } from "kysely";
import { amountOf, storedAmount, type StoredAmount } from "./amount.ts";
import { cacheWrites, readOtherCounts, writeOtherCounts } from "./other-counts.ts";
import { readTags } from "./series.ts";
import type { Charge, LedgerRecord, RecordValue } from "./store.ts";
import type { RecordTable, SeriesTable } from "./tables.ts";

export { RECORD_COLUMNS } from "./record-columns.ts";

/** A charge as the columns of a record. */
export interface ChargeColumns {
  readonly usd: StoredAmount;
  readonly lowGap: StoredAmount;
  readonly highGap: StoredAmount;
  readonly unpriced: string | null;
}

const NOTHING = storedAmount(ZERO_USD);

export function chargeColumns(charge: Charge): ChargeColumns {
  if (charge.kind === "unpriced") return { usd: NOTHING, lowGap: NOTHING, highGap: NOTHING, unpriced: charge.reason };
  const { usd, usdLow, usdHigh } = charge;
  if (usdLow > usd || usdHigh < usd) {
    throw new RunrateError("bad_charge", "a record's likely cost lies outside its range", {
      low: usdLow,
      likely: usd,
      high: usdHigh,
    });
  }
  return {
    usd: storedAmount(usd),
    lowGap: usdLow === usd ? NOTHING : storedAmount(picoUsd(usd - usdLow)),
    highGap: usdHigh === usd ? NOTHING : storedAmount(picoUsd(usdHigh - usd)),
    unpriced: null,
  };
}

/** The values of a record in the order of `RECORD_COLUMNS`. */
export function recordValues(
  record: UsageRecord,
  charge: ChargeColumns,
  series: bigint,
  tagSet: bigint | null,
): RecordValue[] {
  const { usage } = record;
  return [
    record.id,
    record.at,
    record.spanMs ?? 0,
    series,
    record.requests,
    usage.inputTokens,
    usage.cachedInputTokens ?? 0,
    cacheWrites(usage),
    usage.outputTokens,
    usage.reasoningTokens ?? 0,
    charge.usd.micro,
    charge.usd.pico,
    charge.lowGap.micro,
    charge.lowGap.pico,
    charge.highGap.micro,
    charge.highGap.pico,
    writeOtherCounts(usage),
    charge.unpriced,
    record.conversation ?? null,
    record.responseId ?? null,
    tagSet,
  ];
}

export type StoredRecord = Selectable<RecordTable>;
export type StoredSeries = Selectable<SeriesTable>;

/** A stored row as the record it was made from. */
export function ledgerRecordOf(row: StoredRecord, series: StoredSeries, tags: string | null): LedgerRecord {
  const matched = series.workload_matched === 1n;
  return {
    record: {
      id: row.id,
      at: Number(row.at),
      ...(row.span_ms === 0n ? {} : { spanMs: Number(row.span_ms) }),
      ...present("provider", series.recorded_provider),
      model: series.model,
      serviceTier: tierOf(series.service_tier),
      usage: usageOf(row),
      requests: Number(row.requests),
      ...present("project", series.project),
      ...present("apiKey", series.api_key),
      ...present("user", series.user),
      ...(matched ? {} : present("workload", series.workload)),
      ...present("conversation", row.conversation),
      ...present("organisation", series.organisation),
      ...present("region", series.region),
      ...present("responseId", row.response_id),
      tags: readTags(tags),
      source: series.source,
    },
    provider: series.provider,
    ...present("workload", series.workload),
    charge: chargeOf(row),
  };
}

/** What a stored row was charged. */
export function chargeOf(row: StoredRecord): Charge {
  if (row.unpriced !== null) return { kind: "unpriced", reason: row.unpriced };
  const usd = amountOf(row.usd_micro, row.usd_pico);
  return {
    kind: "priced",
    usd,
    usdLow: picoUsd(usd - amountOf(row.low_gap_micro, row.low_gap_pico)),
    usdHigh: picoUsd(usd + amountOf(row.high_gap_micro, row.high_gap_pico)),
  };
}

function usageOf(row: StoredRecord): UsageCounts {
  return {
    inputTokens: Number(row.input_tokens),
    ...counted("cachedInputTokens", row.cached_input_tokens),
    ...counted("cacheWriteTokens", row.cache_write_tokens),
    outputTokens: Number(row.output_tokens),
    ...counted("reasoningTokens", row.reasoning_tokens),
    ...readOtherCounts(row.other_counts),
  };
}

function tierOf(text: string): ServiceTier {
  if (text === "standard" || text === "batch" || text === "flex" || text === "priority") return text;
  throw new RunrateError("ledger_corrupt", `the ledger holds the service tier "${text}", which Runrate never writes`, {
    hint: "Restore the ledger from a backup, or import the usage again into a new one.",
  });
}

function present<Name extends string>(name: Name, value: string | null): Partial<Record<Name, string>> {
  return value === null ? {} : ({ [name]: value } as Record<Name, string>);
}

function counted<Name extends string>(name: Name, value: bigint): Partial<Record<Name, number>> {
  return value === 0n ? {} : ({ [name]: Number(value) } as Record<Name, number>);
}
