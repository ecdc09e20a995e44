import { formatUsd, toDecimal, UTC } from "@runrate/core";
import { coverageOf, instantText, neverRecorded, staleSources } from "@runrate/ask";
import {
  coverage,
  dataThrough,
  knownValues,
  querySpend,
  type Dimension,
  type LedgerReader,
  type SpendQuery,
  type SpendResult,
  type SpendRow,
} from "@runrate/ledger";
import { parseGrouping } from "../dimension.ts";
import { renderColumns, type Column } from "../columns.ts";
import { printable } from "../failure.ts";
import { parseFilters } from "../filters.ts";
import { ledgerUrl, missingFile, withLedgerToAsk } from "../ledger.ts";
import { pricesOf } from "../prices.ts";
import { spanOf } from "../span.ts";
import type { CommandContext } from "../context.ts";
import type { CommandResult } from "../terminal.ts";

interface QueryOptions {
  readonly from: string;
  readonly to: string;
  readonly by?: string;
  readonly where?: readonly string[];
  readonly tz?: string;
}

/** `runrate query` (DESIGN.md, Interfaces): totals of a half-open period, grouped and filtered. */
export async function query(
  _args: readonly string[],
  options: QueryOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const zone = options.tz ?? UTC;
  const spendQuery: SpendQuery = {
    ...spanOf(options.from, options.to, zone),
    zone,
    by: parseGrouping(options.by ?? ""),
    where: parseFilters(options.where ?? []),
  };
  return await withLedgerToAsk(context, async (ledger) => {
    const result = await querySpend(ledger, spendQuery);
    const missing = missingFile(ledgerUrl(context));
    const sources = await coverage(ledger, context.now);
    const through = dataThrough(sources);
    const reaches = through === null ? null : new Date(through).toISOString();
    const { basis } = pricesOf(context).catalogue;
    const warnings = [
      ...(missing === null ? [] : [`there is no ledger ${missing}: nothing has been recorded in it`]),
      ...staleSources(sources, Math.min(spendQuery.to, context.now)),
      ...(spendQuery.where.length === 0 ? [] : neverRecorded(spendQuery.where, await recorded(ledger))),
    ];
    return {
      text: [
        renderSpend(spendQuery, result),
        ...warnings.map(printable),
        `${basis} prices${reaches === null ? "" : `, data through ${instantText(reaches)}`}`,
      ].join("\n"),
      json: {
        ...spendJson(spendQuery, result),
        basis,
        coverage: coverageOf(sources),
        data_through: reaches,
        ...(warnings.length === 0 ? {} : { warnings }),
      },
    };
  });
}

async function recorded(ledger: LedgerReader): Promise<ReadonlyMap<Dimension, readonly string[]>> {
  const { values, tags } = await knownValues(ledger);
  return new Map<Dimension, readonly string[]>([
    ...values,
    ...[...tags].map(([tag, own]) => [`tag:${tag}`, own] as const),
  ]);
}

const COUNTS: readonly Column[] = ["requests", "input", "cached", "output", "cost"].map((heading) => ({
  heading,
  align: "right",
}));

function renderSpend({ by }: SpendQuery, { rows, total, unpricedModels }: SpendResult): string {
  const columns: Column[] = [...by.map((heading): Column => ({ heading, align: "left" })), ...COUNTS];
  const lines = rows.map((row) => [...row.key.map((key) => printable(key ?? "(unattributed)")), ...cellsOf(row)]);
  const sum = [...by.map((_, index) => (index === 0 ? "total" : "")), ...cellsOf(total)];
  const table = renderColumns(columns, by.length === 0 ? [cellsOf(total)] : [...lines, sum]);
  if (total.unpricedRequests === 0n) return table;
  const models = unpricedModels.map(printable).join(", ");
  const verb = total.unpricedRequests === 1n ? "request has" : "requests have";
  return `${table}\nat least: ${total.unpricedRequests.toLocaleString("en-US")} ${verb} no price (${models})`;
}

function cellsOf({ counts, usd, unpricedRequests }: Omit<SpendRow, "key">): string[] {
  const { requests, inputTokens, cachedInputTokens, outputTokens } = counts;
  const tokens = [requests, inputTokens, cachedInputTokens, outputTokens].map((count) => count.toLocaleString("en-US"));
  return [...tokens, unpricedRequests === 0n ? formatUsd(usd) : usd === 0n ? "no price" : `≥ ${formatUsd(usd)}`];
}

function spendJson({ by }: SpendQuery, { rows, total, unpricedModels }: SpendResult) {
  return {
    rows: rows.map((row) => ({
      ...Object.fromEntries(by.map((name, index) => [name, row.key[index]])),
      ...figures(row),
      ...(row.unpricedRequests === 0n ? {} : { unpriced_requests: Number(row.unpricedRequests) }),
    })),
    total: figures(total),
    unpriced: { requests: Number(total.unpricedRequests), models: unpricedModels },
  };
}

function figures({ counts, usd, usdLow, usdHigh }: Omit<SpendRow, "key">) {
  return {
    requests: Number(counts.requests),
    input_tokens: Number(counts.inputTokens),
    cached_input_tokens: Number(counts.cachedInputTokens),
    cache_write_tokens: Number(counts.cacheWriteTokens),
    output_tokens: Number(counts.outputTokens),
    reasoning_tokens: Number(counts.reasoningTokens),
    usd: toDecimal(usd),
    ...(usdLow === usdHigh ? {} : { usd_low: toDecimal(usdLow), usd_high: toDecimal(usdHigh) }),
  };
}
