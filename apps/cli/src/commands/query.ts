import { daysPeriod, formatUsd, RunrateError, startOfDay, toDecimal, UTC } from "@runrate/core";
import { querySpend, type SpendFilter, type SpendQuery, type SpendResult, type SpendRow } from "@runrate/ledger";
import { parseGrouping, parseDimension } from "../dimension.ts";
import { renderColumns, type Column } from "../columns.ts";
import { printable } from "../failure.ts";
import { withLedger } from "../ledger.ts";
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
  const result = await withLedger(context, (ledger) => querySpend(ledger, spendQuery));
  return { text: renderSpend(spendQuery, result), json: spendJson(spendQuery, result) };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function spanOf(from: string, to: string, zone: string): { from: number; to: number } {
  if (DAY.test(from) && DAY.test(to)) return daysPeriod(from, to, zone);
  const span = { from: instantOf(from, "--from", zone), to: instantOf(to, "--to", zone) };
  if (span.to > span.from) return span;
  throw new RunrateError("bad_period", `the period ends (${to}) before it begins (${from})`, {
    hint: "--to is exclusive and after --from.",
  });
}

function instantOf(text: string, option: string, zone: string): number {
  if (DAY.test(text)) return startOfDay(text, zone);
  const at = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new RunrateError("bad_period", `${option} is "${text}", which is neither a day nor an instant`, {
    hint: "Write 2026-11-01 or 2026-11-01T13:00:00Z.",
  });
}

/** `k=v` conditions: all must hold, several values of one key are alternatives; `k=` is "unattributed". */
function parseFilters(conditions: readonly string[]): SpendFilter[] {
  const filters = new Map<string, (string | null)[]>();
  for (const condition of conditions) {
    const [key, ...rest] = condition.split("=");
    if (key === undefined || rest.length === 0) {
      throw new RunrateError("bad_argument", `--where is "${condition}", which is not a condition`, {
        hint: "Write it as model=gpt-6-sol or project=search*.",
      });
    }
    const value = rest.join("=");
    filters.set(key, [...(filters.get(key) ?? []), value === "" ? null : value]);
  }
  return [...filters].map(([key, values]) => ({ dimension: parseDimension(key), values }));
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
  return `${table}\nat least: ${total.unpricedRequests.toLocaleString("en-US")} requests have no price (${models})`;
}

function cellsOf({ counts, usd }: Omit<SpendRow, "key">): string[] {
  const { requests, inputTokens, cachedInputTokens, outputTokens } = counts;
  const tokens = [requests, inputTokens, cachedInputTokens, outputTokens].map((count) => count.toLocaleString("en-US"));
  return [...tokens, formatUsd(usd)];
}

function spendJson({ by }: SpendQuery, { rows, total, unpricedModels }: SpendResult) {
  return {
    rows: rows.map((row) => ({
      ...Object.fromEntries(by.map((name, index) => [name, row.key[index]])),
      ...figures(row),
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
