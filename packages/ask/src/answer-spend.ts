import { formatUsd, likeWithLike, type PicoUsd, type Span, subtractUsd, ZERO_USD } from "@runrate/core";
import { coverage, dataThrough, querySpend, type SpendCounts, type SpendResult } from "@runrate/ledger";
import type { Answer, AnswerColumn, AnswerPeriod, AnswerRow, AnswerValue } from "./answer.ts";
import type { AskContext } from "./ask-question.ts";
import { questionText } from "./question-text.ts";
import type { QueryOf } from "./query.ts";
import { resolveAgainst, resolvePeriod, type ResolvedPeriod } from "./resolve-period.ts";

type SpendQuestion = QueryOf<"overview" | "total" | "breakdown" | "compare">;

const THIS_MONTH = { kind: "unit", unit: "month", back: 0 } as const;
const PREVIOUS = { kind: "previous" } as const;

/** Answers a question about recorded spend. Everything that limits the figure is said with it: basis, coverage, what is unpriced. */
export async function answerSpend(query: SpendQuestion, context: AskContext): Promise<Answer> {
  const asked = query.kind === "overview" ? { ...query, period: THIS_MONTH } : query;
  const zone = asked.zone ?? context.zone;
  const period = resolvePeriod(asked.period, context.now, zone);
  const sources = await coverage(context.ledger, context.now);
  const through = dataThrough(sources);
  const isCompared = query.kind === "compare" || query.kind === "overview";
  const spans = isCompared
    ? comparedSpans(query.kind === "compare" ? query.against : PREVIOUS, period, context.now, through, zone)
    : { current: period.span, earlier: null, earlierLabel: "", partial: false };
  const by = query.kind === "breakdown" ? query.by : query.kind === "compare" && query.by !== null ? [query.by] : [];
  const spend = (span: Span) => querySpend(context.ledger, { ...span, zone, by, where: asked.where });
  const current = await spend(spans.current);
  const earlier = spans.earlier && (await spend(spans.earlier));
  const top = query.kind === "breakdown" || query.kind === "compare" ? query.top : null;
  const label = isPartial(period, context.now, through) ? `${period.label} so far` : period.label;
  return {
    kind: query.kind === "overview" ? "compare" : query.kind,
    question: questionText(query),
    command: questionText(query),
    headline: headline(current, label, zone, earlier, spans.earlierLabel),
    period: answerPeriod(period, zone, context.now, through),
    currency: "USD",
    totalUsd: current.total.usd,
    ...(current.total.usdLow === current.total.usdHigh
      ? {}
      : { totalLow: current.total.usdLow, totalHigh: current.total.usdHigh }),
    fields: earlier ? [{ name: "earlier_usd", label: spans.earlierLabel, value: usd(earlier.total.usd) }] : [],
    columns: by.length === 0 ? [] : columnsOf(by, earlier !== null),
    rows:
      by.length === 0
        ? []
        : rowsOf(by, top === null ? current : dearest(current, top), earlier).slice(0, top ?? Infinity),
    series: [],
    drivers: [],
    assumptions: spans.partial ? ["both periods are compared over the same elapsed span"] : [],
    warnings: sources
      .filter(({ billing, stale }) => billing && stale)
      .map(
        ({ source, provider, reaches }) =>
          `${source} (${provider}) has delivered nothing since ${new Date(reaches).toISOString()}`,
      ),
    basis: context.basis,
    coverage: sources.map(({ source, provider, reaches, stale }) => ({
      source,
      provider,
      reaches: new Date(reaches).toISOString(),
      stale,
    })),
    dataThrough: through === null ? null : new Date(through).toISOString(),
    priceDate: context.priceDate,
    unpriced: { requests: current.total.unpricedRequests, models: current.unpricedModels },
    suggestions: by.length === 0 ? ["this month by model", "by project this month vs last"] : ["this month vs last"],
  };
}

function comparedSpans(
  against: QueryOf<"compare">["against"],
  period: ResolvedPeriod,
  now: number,
  through: number | null,
  zone: string,
) {
  const earlier = resolveAgainst(against, period, now, zone);
  const end = Math.min(now, through ?? now);
  if (period.calendar === null || earlier.calendar === null) {
    return { current: period.span, earlier: earlier.span, earlierLabel: earlier.label, partial: false };
  }
  const spans = likeWithLike(period.calendar, end, earlier.calendar);
  const earlierLabel = spans.partial ? `the same span of ${earlier.label}` : earlier.label;
  return { current: spans.current, earlier: spans.earlier, earlierLabel, partial: spans.partial };
}

function isPartial({ span }: ResolvedPeriod, now: number, through: number | null): boolean {
  return Math.min(now, through ?? now) < span.to;
}

function answerPeriod(period: ResolvedPeriod, zone: string, now: number, through: number | null): AnswerPeriod {
  const { span, label } = period;
  return {
    from: new Date(span.from).toISOString(),
    to: new Date(span.to).toISOString(),
    zone,
    partial: isPartial(period, now, through),
    label,
  };
}

function headline(
  current: SpendResult,
  label: string,
  zone: string,
  earlier: SpendResult | null,
  earlierLabel: string,
): string {
  const atLeast = current.total.unpricedRequests > 0n ? "at least " : "";
  const sentence = `${label} (${zone}): ${atLeast}${formatUsd(current.total.usd)}`;
  return earlier ? `${sentence}, against ${formatUsd(earlier.total.usd)} in ${earlierLabel}` : sentence;
}

function columnsOf(by: readonly string[], compared: boolean): AnswerColumn[] {
  const left = by.map((name): AnswerColumn => ({ name, label: name, align: "left" }));
  const right = [
    "requests",
    "input_tokens",
    "cached_input_tokens",
    "output_tokens",
    "usd",
    ...(compared ? ["earlier_usd", "delta_usd"] : []),
  ];
  return [...left, ...right.map((name): AnswerColumn => ({ name, label: name.replaceAll("_", " "), align: "right" }))];
}

const NOTHING: SpendCounts = {
  requests: 0n,
  inputTokens: 0n,
  cachedInputTokens: 0n,
  cacheWriteTokens: 0n,
  outputTokens: 0n,
  reasoningTokens: 0n,
};

/** The groups that cost most, ties by name; a question for the top of something is one for the dearest. */
function dearest(result: SpendResult, top: number): SpendResult {
  const name = (key: readonly (string | null)[]) => JSON.stringify(key);
  const rows = result.rows.toSorted((a, b) =>
    a.usd === b.usd ? (name(a.key) < name(b.key) ? -1 : 1) : a.usd > b.usd ? -1 : 1,
  );
  return { ...result, rows: rows.slice(0, top) };
}

/** The groups of the current period in its order, then those that only the earlier one has. */
function rowsOf(by: readonly string[], current: SpendResult, earlier: SpendResult | null): AnswerRow[] {
  const before = new Map(earlier?.rows.map((row) => [JSON.stringify(row.key), row.usd]));
  const present = current.rows.map((row) => {
    const was = before.get(JSON.stringify(row.key)) ?? ZERO_USD;
    before.delete(JSON.stringify(row.key));
    return rowOf(by, row.key, row.counts, hasNoPrice(row) ? null : row.usd, earlier && was);
  });
  const gone = (earlier?.rows ?? [])
    .filter(({ key }) => before.has(JSON.stringify(key)))
    .map(({ key, usd: was }) => rowOf(by, key, NOTHING, ZERO_USD, was));
  return [...present, ...gone];
}

function rowOf(
  by: readonly string[],
  key: readonly (string | null)[],
  counts: SpendCounts,
  amount: PicoUsd | null,
  was: PicoUsd | null,
): AnswerRow {
  const names = by.map((name, index): [string, AnswerValue] => [
    name,
    { type: "text", text: key[index] ?? "(unattributed)" },
  ]);
  return {
    cells: {
      ...Object.fromEntries(names),
      requests: { type: "count", count: counts.requests, unit: "requests" },
      input_tokens: tokens(counts.inputTokens),
      cached_input_tokens: tokens(counts.cachedInputTokens),
      output_tokens: tokens(counts.outputTokens),
      usd: amount === null ? { type: "unpriced" } : usd(amount),
      ...(was === null ? {} : { earlier_usd: usd(was), delta_usd: deltaOf(amount, was) }),
    },
  };
}

/** Without a price for the current period there is no difference either. */
function deltaOf(amount: PicoUsd | null, was: PicoUsd): AnswerValue {
  return amount === null ? { type: "unpriced" } : { type: "delta", usd: subtractUsd(amount, was), base: was };
}

/** Whether none of a group's requests could be priced. */
function hasNoPrice({ counts, unpricedRequests }: SpendResult["rows"][number]): boolean {
  return unpricedRequests > 0n && unpricedRequests === counts.requests;
}

function usd(amount: PicoUsd): AnswerValue {
  return { type: "usd", usd: amount };
}

function tokens(count: bigint): AnswerValue {
  return { type: "count", count, unit: "tokens" };
}
