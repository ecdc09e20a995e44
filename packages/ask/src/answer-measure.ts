import {
  formatDelta,
  formatPercentDelta,
  formatUsd,
  scaleUsd,
  subtractUsd,
  sumUsd,
  weekday,
  daysOf,
  ZERO_USD,
  type PicoUsd,
  type Span,
} from "@runrate/core";
import { querySpend, type SpendResult, type SpendRow } from "@runrate/ledger";
import { blankAnswer, field, text, tokens, usd } from "./answer-base.ts";
import { countFields, rangeAssumption } from "./answer-spend.ts";
import type { Answer, AnswerRow, AnswerValue } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { begunNotes, comparedSpans, earlierNotes } from "./compared-spans.ts";
import { withGrowth } from "./conversation-growth.ts";
import { UNATTRIBUTED } from "./explain-spend.ts";
import { dimensionWord } from "./grammar/dimensions.ts";
import { isBucket } from "./grammar/grouping-words.ts";
import {
  compareFractions,
  fractionOf,
  isAmount,
  measuredColumn,
  measuredText,
  shortText,
  measuredValue,
} from "./measured-figure.ts";
import { columnsOf, labelOf, PER_1000 } from "./measured-columns.ts";
import { groupName, isTimed, measuredRows, WEEKDAYS } from "./measured-rows.ts";
import { questionText } from "./question-text.ts";
import type { QueryMeasuredGroup, QueryOf } from "./query.ts";
import { frameLabel, framedAnswer, spendFrame, type SpendFrame } from "./spend-frame.ts";

type Query = QueryOf<"measure">;

/** Answers with a count, a share or a mean of recorded usage, of all of it and of each group. */
export async function answerMeasure(query: Query, context: AskContext): Promise<Answer> {
  const { ledger } = context;
  const frame = await spendFrame(query, context);
  const { zone } = frame;
  const spans = query.against === null ? null : await comparedSpans(query.against, frame, context);
  const span = spans?.current ?? frame.span;
  const current = await measuredRows(ledger, query, span, zone);
  const earlier = spans && (await measuredRows(ledger, query, spans.earlier, zone));
  const all = await whole(query, current, span, frame, context);
  const before = spans && earlier && (await whole(query, earlier, spans.earlier, frame, context));
  const rows = ordered(query, current, all);
  const shown = rows.slice(0, query.top ?? rows.length);
  const column = measuredColumn(query);
  const framed = framedAnswer(frame, context);
  const days = daysOfWeek(query, span, zone);
  const answer: Answer = {
    ...blankAnswer(query.by.length === 0 ? "total" : "breakdown", query, context),
    ...framed,
    warnings: [
      ...new Set([
        ...framed.warnings,
        ...(spans ? await earlierNotes(spans.earlier, zone, context) : await begunNotes(frame, context)),
      ]),
    ],
    headline: headline(query, frame, current, all, spans, earlier, before),
    totalUsd: current.total.usd,
    ...(current.total.usdLow === current.total.usdHigh
      ? {}
      : { totalLow: current.total.usdLow, totalHigh: current.total.usdHigh }),
    fields: [
      ...(query.of === "usd" ||
      query.of === "requests" ||
      query.of.endsWith("_tokens") ||
      (query.of === "usd_share" && query.by.length > 0)
        ? []
        : [field(column, measuredValue(query, current.total, all), labelOf(column))]),
      ...(earlier && spans && before !== null
        ? [field(`earlier_${column}`, measuredValue(query, earlier.total, before), spans.earlierLabel)]
        : []),
      ...meanField(query, current),
      field("usd", usd(current.total.usd), "spend"),
      ...countFields(current),
    ],
    columns: query.by.length === 0 ? [] : columnsOf(query, earlier !== null, days !== null),
    rows: query.by.length === 0 ? [] : shown.map((row) => rowOf(query, row, all, earlier, before, days)),
    assumptions: [
      ...(spans?.partial === true ? ["both periods are compared over the same elapsed span"] : []),
      ...rangeAssumption(current),
      ...(isAmount(query.of) && query.of !== "usd" && query.of !== "usd_share" && current.total.unpricedRequests > 0n
        ? ["means are of the requests that have a price"]
        : []),
      ...(days !== null && frame.partial ? ["a day that is not over counts as one"] : []),
      ...(shown.length < rows.length
        ? [`all ${rows.length} groups are in the total, not only these ${shown.length}`]
        : []),
    ],
    unpriced: { requests: current.total.unpricedRequests, models: current.unpricedModels },
    suggestions: suggestionsFor(query),
  };
  return query.against === null && query.weekdays.length === 0
    ? await withGrowth(answer, query, span, context)
    : answer;
}

/** What a share is of: of groups their sum, of a part of the usage all of it in the same time. */
async function whole(
  query: Query,
  result: SpendResult,
  span: Span,
  { zone }: SpendFrame,
  { ledger }: AskContext,
): Promise<PicoUsd> {
  if (query.of !== "usd_share" || query.by.length > 0) return result.total.usd;
  if (query.weekdays.length === 0) return (await querySpend(ledger, { ...span, zone, by: [], where: [] })).total.usd;
  return (await measuredRows(ledger, { ...query, weekdays: [], where: [] }, span, zone)).total.usd;
}

/** Times as they follow each other, other groups by the figure; the top of either by the figure. */
function ordered(query: Query, { rows }: SpendResult, all: PicoUsd): SpendRow[] {
  const name = ({ key }: SpendRow) => JSON.stringify(key);
  const byName = (a: SpendRow, b: SpendRow) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0);
  if (query.top === null && isTimed(query.by[0]))
    return rows.toSorted((a, b) => compareTimes(query, a, b) || byName(a, b));
  return rows.toSorted(
    (a, b) => compareFractions(fractionOf(query, a, all), fractionOf(query, b, all), query.order) || byName(a, b),
  );
}

function compareTimes({ by }: Query, a: SpendRow, b: SpendRow): number {
  for (const [index, group] of by.entries()) {
    if (!isTimed(group)) continue;
    const [left, right] = [a.key[index] ?? "", b.key[index] ?? ""];
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.usd === b.usd ? 0 : a.usd > b.usd ? -1 : 1;
}

/** How many of each day of the week a span has, where spend is laid out by them and nothing else. */
function daysOfWeek({ of, by }: Query, span: Span, zone: string): ReadonlyMap<string, bigint> | null {
  if (of !== "usd" || by.length !== 1 || by[0] !== "weekday") return null;
  const days = new Map<string, bigint>();
  for (const { from } of daysOf(span, zone)) {
    const day = String(weekday(from, zone));
    days.set(day, (days.get(day) ?? 0n) + 1n);
  }
  return days;
}

function rowOf(
  query: Query,
  row: SpendRow,
  all: PicoUsd,
  earlier: SpendResult | null,
  before: PicoUsd | null,
  days: ReadonlyMap<string, bigint> | null,
): AnswerRow {
  const { counts } = row;
  const column = measuredColumn(query);
  const was = earlier?.rows.find(({ key }) => JSON.stringify(key) === JSON.stringify(row.key));
  const count = days?.get(row.key[0] ?? "");
  const cells: Record<string, AnswerValue> = {
    requests: { type: "count", count: counts.requests, unit: "requests" },
    input_tokens: tokens(counts.inputTokens),
    cached_input_tokens: tokens(counts.cachedInputTokens),
    output_tokens: tokens(counts.outputTokens),
    usd: measuredValue({ of: "usd", each: 1 }, row, all),
  };
  for (const [index, name] of query.by.entries()) {
    cells[name] = text(groupName(name, row.key[index] ?? UNATTRIBUTED));
  }
  cells[column] = measuredValue(query, row, all);
  if (column === "usd_per_request") cells[PER_1000] = measuredValue({ of: "usd_per_request", each: 1_000 }, row, all);
  if (earlier !== null) {
    cells[`earlier_${column}`] = was === undefined ? { type: "none" } : measuredValue(query, was, before ?? all);
  }
  if (count !== undefined) {
    cells["days"] = { type: "count", count, unit: "days" };
    cells["usd_per_day"] = usd(scaleUsd(row.usd, 1n, count));
  }
  return { cells };
}

/** What the named groups of one dimension come to in the mean; usage that belongs to none is in no mean. */
function meanOfGroups({ of, by }: Query, { rows }: SpendResult) {
  const [only, ...more] = by;
  if (of !== "usd" || only === undefined || more.length > 0 || isTimed(only)) return undefined;
  const named = rows.filter(({ key }) => key[0] !== null);
  if (named.length === 0) return { only, count: 0, usd: ZERO_USD };
  const spent = sumUsd(named.map((row) => row.usd));
  return { only, count: named.length, usd: scaleUsd(spent, 1n, BigInt(named.length)) };
}

function meanField(query: Query, current: SpendResult) {
  const mean = meanOfGroups(query, current);
  return mean === undefined || mean.count === 0
    ? []
    : [field("mean_usd", usd(mean.usd), `mean of a ${groupWord(mean.only)}`)];
}

function headline(
  query: Query,
  frame: SpendFrame,
  current: SpendResult,
  all: PicoUsd,
  spans: { readonly earlierLabel: string } | null,
  earlier: SpendResult | null,
  before: PicoUsd | null,
): string {
  const when =
    query.weekdays.length === 0
      ? ""
      : `on ${query.weekdays.map((day) => `${WEEKDAYS[day - 1] ?? day}s`).join(" and ")}, `;
  const label = `${when}${frameLabel(frame)}`;
  // Of groups a share has no headline of its own: together they are all of it.
  const figure =
    query.of === "usd_share" && query.by.length > 0
      ? `${formatUsd(current.total.usd)} by ${query.by.map(groupWord).join(" and ")}`
      : measuredText(query, current.total, all);
  const sentence = `${label}: ${figure}${groupsText(query, current)}`;
  if (spans === null || earlier === null || before === null) return sentence;
  const was = `${sentence}, against ${shortText(query, earlier.total, before)} in ${spans.earlierLabel}`;
  const change = changeText(query, current, earlier, all, before);
  return change === "" ? was : `${was}: ${change}`;
}

/** ", 10 users, $6.08 a user in the mean". */
function groupsText(query: Query, current: SpendResult): string {
  const mean = meanOfGroups(query, current);
  if (mean === undefined || current.rows.length === 0) return "";
  const word = groupWord(mean.only);
  if (mean.count === 0) return `, none of it with a ${word}`;
  return `, ${mean.count} ${mean.count === 1 ? word : plural(word)}, ${formatUsd(mean.usd)} a ${word} in the mean`;
}

function plural(word: string): string {
  return word.endsWith("y") && word !== "key" ? `${word.slice(0, -1)}ies` : `${word}s`;
}

function changeText(query: Query, current: SpendResult, earlier: SpendResult, all: PicoUsd, before: PicoUsd): string {
  if (query.of === "usd") return formatDelta(subtractUsd(current.total.usd, earlier.total.usd), earlier.total.usd);
  // A change of a share in percent of the share would be misread.
  if (query.of.endsWith("_share")) return "";
  const [now, was] = [fractionOf(query, current.total, all), fractionOf(query, earlier.total, before)];
  if (now.whole === 0n || was.whole === 0n) return "";
  return formatPercentDelta(now.part * was.whole - was.part * now.whole, was.part * now.whole);
}

function groupWord(name: QueryMeasuredGroup): string {
  if (name === "hour_of_day") return "hour of the day";
  return name === "weekday" || isBucket(name) ? name : dimensionWord(name).replace(/^tag:/, "");
}

function suggestionsFor(query: Query): string[] {
  const { period, where, zone, by } = query;
  const other = by[0] === "model" ? "project" : "model";
  return [
    ...(query.of === "usd_per_request" && query.each === 1 ? [questionText({ ...query, each: 1_000 })] : []),
    questionText({ ...query, by: [other], top: null, order: "highest" }),
    questionText({ kind: "breakdown", period, where, zone, by: [other], top: null }),
  ];
}
