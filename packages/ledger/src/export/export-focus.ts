import {
  addUsd,
  monthPeriod,
  priceUsage,
  toDecimal,
  UTC,
  ZERO_USD,
  type Catalogue,
  type ModelAliases,
  type PicoUsd,
} from "@runrate/core";
import { readNames } from "../names.ts";
import { scanRecords, type ScanScope } from "../scan.ts";
import type { LedgerReader, LedgerRecord } from "../store.ts";
import { csvCell } from "./export-csv.ts";

const HOUR_MS = 3_600_000;

/** The columns of FOCUS 1.2 (focus.finops.org) that usage of models can fill, and `x_` columns for the token counts. */
const COLUMNS = [
  "BillingAccountId",
  "BillingAccountName",
  "BillingCurrency",
  "BillingPeriodStart",
  "BillingPeriodEnd",
  "ChargePeriodStart",
  "ChargePeriodEnd",
  "ChargeCategory",
  "ChargeClass",
  "ChargeDescription",
  "ChargeFrequency",
  "ConsumedQuantity",
  "ConsumedUnit",
  "BilledCost",
  "EffectiveCost",
  "ContractedCost",
  "ListCost",
  "PricingCategory",
  "ProviderName",
  "PublisherName",
  "InvoiceIssuerName",
  "RegionId",
  "ServiceCategory",
  "ServiceName",
  "SkuId",
  "SubAccountId",
  "SubAccountName",
  "Tags",
  "x_Requests",
  "x_InputTokens",
  "x_CachedInputTokens",
  "x_CacheWriteTokens",
  "x_OutputTokens",
  "x_ServiceTier",
  "x_ApiKey",
  "x_User",
  "x_Workload",
  "x_UnpricedRequests",
] as const;

type Column = (typeof COLUMNS)[number];

interface Sum {
  readonly first: LedgerRecord;
  usd: PicoUsd;
  list: PicoUsd;
  requests: number;
  unpriced: number;
  input: bigint;
  cached: bigint;
  written: bigint;
  output: bigint;
}

/**
 * Usage as rows of FOCUS, one for each hour and combination of model, tier, project, key, user, workload and source. Costs are
 * what Runrate computes: `EffectiveCost`, `ContractedCost` and `BilledCost` with negotiated prices, `ListCost` without them.
 * What has no price is 0 in the cost columns and counted in `x_UnpricedRequests`.
 */
export async function* focusLines(
  ledger: LedgerReader,
  scope: ScanScope,
  list: { readonly catalogue: Catalogue; readonly aliases: ModelAliases },
): AsyncGenerator<string> {
  yield COLUMNS.join(",");
  const { project: projectNames } = await readNames(ledger);
  let hour = Number.NaN;
  let sums = new Map<string, Sum>();
  for await (const entry of scanRecords(ledger, scope)) {
    const own = Math.floor(entry.record.at / HOUR_MS);
    if (own !== hour) {
      for (const sum of sums.values()) yield lineOf(hour, sum, projectNames);
      sums = new Map();
      hour = own;
    }
    add(sums, entry, list);
  }
  for (const sum of sums.values()) yield lineOf(hour, sum, projectNames);
}

function add(
  sums: Map<string, Sum>,
  entry: LedgerRecord,
  { catalogue, aliases }: { readonly catalogue: Catalogue; readonly aliases: ModelAliases },
): void {
  const { record, provider, workload, charge } = entry;
  const { model, serviceTier, project, apiKey, user, organisation, region, source, spanMs } = record;
  const key = JSON.stringify([
    provider,
    model,
    serviceTier,
    project,
    apiKey,
    user,
    workload,
    organisation,
    region,
    source,
    spanMs,
  ]);
  let sum = sums.get(key);
  if (sum === undefined) {
    const zero = {
      usd: ZERO_USD,
      list: ZERO_USD,
      requests: 0,
      unpriced: 0,
      input: 0n,
      cached: 0n,
      written: 0n,
      output: 0n,
    };
    sums.set(key, (sum = { first: entry, ...zero }));
  }
  const { usage } = record;
  sum.requests += record.requests;
  sum.input += BigInt(usage.inputTokens);
  sum.cached += BigInt(usage.cachedInputTokens ?? 0);
  sum.written += BigInt(usage.cacheWriteTokens ?? 0);
  sum.output += BigInt(usage.outputTokens);
  if (charge.kind === "unpriced") sum.unpriced += record.requests;
  else {
    sum.usd = addUsd(sum.usd, charge.usd);
    const listed = priceUsage(catalogue, record, aliases);
    sum.list = addUsd(sum.list, listed.kind === "priced" ? listed.usd : charge.usd);
  }
}

function lineOf(hour: number, sum: Sum, projectNames: ReadonlyMap<string, string>): string {
  const { record, provider, workload } = sum.first;
  const start = hour * HOUR_MS;
  const month = monthOf(start);
  const span = record.spanMs ?? HOUR_MS;
  const usd = toDecimal(sum.usd);
  const cells: Record<Column, string | undefined> = {
    BillingAccountId: record.organisation ?? provider,
    BillingAccountName: record.organisation,
    BillingCurrency: "USD",
    BillingPeriodStart: instant(month.from),
    BillingPeriodEnd: instant(month.to),
    ChargePeriodStart: instant(start),
    ChargePeriodEnd: instant(start + Math.max(HOUR_MS, span)),
    ChargeCategory: "Usage",
    ChargeClass: undefined,
    ChargeDescription: `${record.model} ${record.serviceTier}`,
    ChargeFrequency: "Usage-Based",
    ...consumedOf(sum),
    BilledCost: usd,
    EffectiveCost: usd,
    ContractedCost: usd,
    ListCost: toDecimal(sum.list),
    PricingCategory: record.serviceTier === "standard" ? "Standard" : "Other",
    ProviderName: provider,
    PublisherName: provider,
    InvoiceIssuerName: provider,
    RegionId: record.region,
    ServiceCategory: "AI and Machine Learning",
    ServiceName: record.model,
    SkuId: `${provider}/${record.model}/${record.serviceTier}`,
    SubAccountId: record.project,
    SubAccountName: record.project === undefined ? undefined : (projectNames.get(record.project) ?? record.project),
    Tags: JSON.stringify({ source: record.source, ...(workload === undefined ? {} : { workload }) }),
    x_Requests: String(sum.requests),
    x_InputTokens: String(sum.input),
    x_CachedInputTokens: String(sum.cached),
    x_CacheWriteTokens: String(sum.written),
    x_OutputTokens: String(sum.output),
    x_ServiceTier: record.serviceTier,
    x_ApiKey: record.apiKey,
    x_User: record.user,
    x_Workload: workload,
    x_UnpricedRequests: String(sum.unpriced),
  };
  return COLUMNS.map((column) => csvCell(cells[column])).join(",");
}

/** What is billed by the call counts no tokens, and what is billed by space no calls either. */
function consumedOf({ input, output, requests }: Sum) {
  const tokens = input + output;
  if (tokens > 0n) return { ConsumedQuantity: String(tokens), ConsumedUnit: "Tokens" };
  return requests > 0
    ? { ConsumedQuantity: String(requests), ConsumedUnit: "Requests" }
    : { ConsumedQuantity: undefined, ConsumedUnit: undefined };
}

function monthOf(at: number) {
  const date = new Date(at);
  return monthPeriod(date.getUTCFullYear(), date.getUTCMonth() + 1, UTC);
}

function instant(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}
