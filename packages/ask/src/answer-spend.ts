import { formatDelta, formatUsd, subtractUsd, type Span } from "@runrate/core";
import { querySpend, type SpendResult } from "@runrate/ledger";
import { blankAnswer, field, tokens, usd } from "./answer-base.ts";
import type { Answer, AnswerSeries } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { begunNotes, earlierNotes, comparedSpans, type ComparedSpans } from "./compared-spans.ts";
import { withGrowth } from "./conversation-growth.ts";
import { questionText } from "./question-text.ts";
import type { QueryBucket, QueryOf } from "./query.ts";
import { frameLabel, framedAnswer, spendFrame, type SpendFrame } from "./spend-frame.ts";
import { dearestRows, spendColumns, spendRows, spentText } from "./spend-rows.ts";
import { bucketNames, fittingBucket, spendSeries } from "./time-series.ts";

/** Answers a total, a breakdown or a comparison of recorded spend. */
export async function answerSpend(
  query: QueryOf<"total" | "breakdown" | "compare">,
  context: AskContext,
): Promise<Answer> {
  const frame = await spendFrame(query, context);
  const { zone } = frame;
  const spans = query.kind === "compare" ? await comparedSpans(query.against, frame, context) : null;
  const by = query.kind === "breakdown" ? query.by : query.kind === "compare" && query.by !== null ? [query.by] : [];
  const spend = (span: Span) => querySpend(context.ledger, { ...span, zone, by, where: query.where });
  const current = await spend(spans?.current ?? frame.span);
  const earlier = spans && (await spend(spans.earlier));
  const top = query.kind === "total" ? null : query.top;
  const shown = top === null ? current : { ...current, rows: dearestRows(current.rows) };
  const rows = by.length === 0 ? [] : spendRows(by, shown, earlier);
  const { total } = current;
  const framed = framedAnswer(frame, context);
  const answer: Answer = {
    ...blankAnswer(query.kind, query, context),
    ...framed,
    warnings: [
      ...new Set([
        ...framed.warnings,
        ...(spans ? await earlierNotes(spans.earlier, zone, context) : await begunNotes(frame, context)),
      ]),
    ],
    headline: headline(current, frame, earlier, spans),
    totalUsd: total.usd,
    ...(total.usdLow === total.usdHigh ? {} : { totalLow: total.usdLow, totalHigh: total.usdHigh }),
    fields: [
      ...(earlier && spans
        ? [
            field("earlier_usd", usd(earlier.total.usd), spans.earlierLabel),
            field(
              "delta_usd",
              { type: "delta", usd: subtractUsd(total.usd, earlier.total.usd), base: earlier.total.usd },
              "difference",
            ),
          ]
        : []),
      ...countFields(current),
    ],
    columns: by.length === 0 ? [] : spendColumns(by, earlier !== null),
    rows: rows.slice(0, top ?? rows.length),
    series: query.kind === "compare" ? [] : await overTime(query, frame, current, context),
    assumptions: [
      ...(spans?.partial === true ? ["both periods are compared over the same elapsed span"] : []),
      ...rangeAssumption(current),
      ...(top !== null && rows.length > top ? [`the total is of all ${rows.length} groups, not of these ${top}`] : []),
    ],
    unpriced: { requests: total.unpricedRequests, models: current.unpricedModels },
    suggestions: suggestionsFor(query),
  };
  return query.kind === "breakdown" ? await withGrowth(answer, query, frame.span, context) : answer;
}

/** How likely was chosen, where aggregation makes a cost a range. */
export function rangeAssumption({ total }: SpendResult): string[] {
  return total.usdLow === total.usdHigh
    ? []
    : [
        `between ${formatUsd(total.usdLow)} and ${formatUsd(total.usdHigh)}: calls were counted together, and likely takes each to have the mean length`,
      ];
}

/** Requests and tokens of a total; in JSON they stand beside it. */
export function countFields({ total: { counts } }: SpendResult) {
  return [
    field("requests", { type: "count", count: counts.requests, unit: "requests" }),
    field("input_tokens", tokens(counts.inputTokens)),
    field("cached_input_tokens", tokens(counts.cachedInputTokens)),
    field("output_tokens", tokens(counts.outputTokens)),
  ];
}

/** The line of a total over its period, and of a breakdown by a time bucket. */
async function overTime(
  query: QueryOf<"total" | "breakdown">,
  frame: SpendFrame,
  current: SpendResult,
  { ledger }: AskContext,
): Promise<AnswerSeries[]> {
  const { span } = frame;
  if (span.to <= span.from || frame.period.label === "all time") return [];
  const isBucket = (name: string): name is QueryBucket => /^(hour|day|week|month|quarter|year)$/.test(name);
  const [only, ...more] = query.kind === "breakdown" ? query.by : [fittingBucket(span)];
  if (only === undefined || more.length > 0 || !isBucket(only)) return [];
  const names = bucketNames(only, span, frame.zone);
  if (names.length < 2) return [];
  const rows =
    query.kind === "breakdown"
      ? current.rows
      : (await querySpend(ledger, { ...span, zone: frame.zone, by: [only], where: query.where })).rows;
  return [spendSeries(`by ${only}`, names, rows)];
}

function headline(
  current: SpendResult,
  frame: SpendFrame,
  earlier: SpendResult | null,
  spans: ComparedSpans | null,
): string {
  const sentence = `${frameLabel(frame)}: ${spentText(current.total)}`;
  if (!earlier || !spans) return sentence;
  const was = earlier.total.usd;
  const change = formatDelta(subtractUsd(current.total.usd, was), was);
  return `${sentence}, against ${spentText(earlier.total)} in ${spans.earlierLabel}: ${change}`;
}

function suggestionsFor(query: QueryOf<"total" | "breakdown" | "compare">): string[] {
  const { period, where, zone } = query;
  const breakdown = (by: "model" | "project") =>
    questionText({ kind: "breakdown", period, where, zone, by: [by], top: null });
  // All time has nothing before it.
  if (period.kind === "all") return [breakdown("model"), breakdown("project"), "this month vs last"];
  const why = questionText({ kind: "why", period, where, zone, against: { kind: "previous" }, by: null });
  if (query.kind === "total") return [breakdown("model"), breakdown("project"), why];
  const compare = questionText({
    kind: "compare",
    period,
    where,
    zone,
    against: { kind: "previous" },
    by: null,
    top: null,
  });
  return query.kind === "breakdown" ? [compare, why] : [why, breakdown("model")];
}
