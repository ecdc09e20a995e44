import {
  dayName,
  formatUsd,
  parseZone,
  periodAt,
  RunrateError,
  startOfDay,
  toDecimal,
  UTC,
  type Span,
} from "@runrate/core";
import { coverageOf, instantText, neverRecorded, restatedMonths, staleSources } from "@runrate/ask";
import {
  coverage,
  dataThrough,
  knownValues,
  querySpend,
  storedPriceBasis,
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
  readonly from?: string;
  readonly to?: string;
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
  const span = asked(options, zone, context.now);
  const spendQuery: SpendQuery = {
    ...span,
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
    const { catalogue } = pricesOf(context);
    const basis = catalogue.basis === "negotiated" ? catalogue.basis : await storedPriceBasis(ledger);
    const warnings = [
      ...(missing === null ? [] : [`there is no ledger ${missing}: nothing has been recorded in it`]),
      ...staleSources(sources, Math.min(spendQuery.to, context.now)),
      ...(await restatedMonths(span, ledger)),
      ...(spendQuery.where.length === 0 ? [] : neverRecorded(spendQuery.where, await recorded(ledger))),
    ];
    return {
      text: [
        renderSpend(spendQuery, result),
        ...(options.from === undefined || options.to === undefined ? [`${periodText(span, zone)} (${zone})`] : []),
        ...warnings.map(printable),
        `${basis} prices${reaches === null ? "" : `, data through ${instantText(reaches)}`}`,
      ].join("\n"),
      json: {
        ...spendJson(spendQuery, result),
        period: { from: new Date(span.from).toISOString(), to: new Date(span.to).toISOString(), zone },
        basis,
        coverage: coverageOf(sources),
        data_through: reaches,
        ...(warnings.length === 0 ? {} : { warnings }),
      },
    };
  });
}

/** The period of the options: this month where none is given, up to now where it has no end. @throws RunrateError `bad_period` */
function asked({ from, to }: QueryOptions, zone: string, now: number): Span {
  if (from !== undefined) return spanOf(from, to ?? new Date(now).toISOString(), zone);
  if (to === undefined) return periodAt("month", now, parseZone(zone));
  throw new RunrateError("bad_argument", "--to needs --from beside it", {
    hint: "Give both, or neither for this month.",
  });
}

function periodText({ from, to }: Span, zone: string): string {
  return `${edgeText(from, zone)} to ${edgeText(to, zone)}`;
}

/** A day where a day begins, else an instant. */
function edgeText(at: number, zone: string): string {
  const day = dayName(at, zone);
  return startOfDay(day, zone) === at ? day : instantText(new Date(at).toISOString());
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
