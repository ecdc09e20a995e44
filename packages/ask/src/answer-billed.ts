import { formatUsd, picoUsd, sumUsd, suggestNames, UTC, ZERO_USD, type PicoUsd, type Span } from "@runrate/core";
import {
  billedCoverage,
  billedLines,
  billedValue,
  isAdjustment,
  isBilledDimension,
  querySpend,
  type BilledCost,
  type BilledCoverage,
  type BilledDimension,
} from "@runrate/ledger";
import { blankAnswer, field, leftColumn, rightColumn, text, usd } from "./answer-base.ts";
import type { Answer, AnswerRow } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { UNATTRIBUTED } from "./explain-spend.ts";
import { notBilled } from "./grammar/billed-words.ts";
import { dimensionWord } from "./grammar/dimensions.ts";
import type { NotUnderstood, QueryBilledGroup, QueryFilter, QueryOf } from "./query.ts";
import { questionText } from "./question-text.ts";
import { resolvePeriod } from "./resolve-period.ts";
import { periodLabel } from "./spend-frame.ts";
import { bucketNames, bucketOfInstant, fittingBucket, spendSeries } from "./time-series.ts";

const DAY_MS = 86_400_000;
const STALE_AFTER_MS = 2 * DAY_MS;

/**
 * What the provider itself says that it billed, beside what the same days of usage come to. A bill is cut in UTC days, so the
 * period is taken in UTC whatever zone is asked, and the answer says so.
 */
export async function answerBilled(query: QueryOf<"billed">, context: AskContext): Promise<Answer | NotUnderstood> {
  const { ledger, now } = context;
  const untold = [...query.where, ...(ledger.settings.visible ?? [])].find(
    ({ dimension }) => !isBilledDimension(dimension),
  );
  if (untold !== undefined) return notBilled(untold.dimension);
  const period = resolvePeriod(query.period, now, UTC);
  const span = { from: Math.floor(period.span.from / DAY_MS) * DAY_MS, to: Math.min(period.span.to, now) };
  const bills = await billedCoverage(ledger, now);
  const lines = await billedLines(ledger, span, query.where);
  const reaches = bills.length === 0 ? null : Math.min(...bills.map((bill) => bill.reaches));
  const end = Math.min(span.to, Math.max(span.from, ...bills.map((bill) => bill.reaches)));
  const partial = (reaches ?? now) < period.span.to;
  const label = periodLabel({ period, partial, zone: UTC });
  const total = sumUsd(lines.map((line) => line.usd));
  const covered = bills.some((bill) => bill.begins < span.to && bill.reaches > span.from);
  // Like with like: only the days that the bill has.
  const begins = Math.max(span.from, Math.min(...bills.map((bill) => bill.begins)));
  const computed = await computedSpend(query, covered ? { from: begins, to: end } : span, bills, context);
  const rows = query.by.length === 0 ? [] : rowsOf(query.by, lines);
  const { top } = query;
  return {
    ...blankAnswer(query.by.length === 0 ? "total" : "breakdown", query, context),
    basis: "billed",
    priceDate: null,
    headline: covered ? `${label}: ${billedText(lines, total)}` : noBill(label, bills, computed),
    totalUsd: covered ? total : null,
    period: {
      from: new Date(period.span.from).toISOString(),
      to: new Date(period.span.to).toISOString(),
      zone: UTC,
      partial,
      label: period.label,
    },
    fields: [
      ...(covered ? adjustmentFields(lines) : []),
      ...(computed === null
        ? []
        : [field("computed_usd", usd(computed), covered ? "usage of the same days" : "computed from usage")]),
    ],
    columns: query.by.length === 0 ? [] : [...query.by.map((name) => leftColumn(name)), rightColumn("usd", "billed")],
    rows: rows.slice(0, top ?? rows.length).map(({ row }) => row),
    series: covered ? seriesOf(query.by, span, lines) : [],
    assumptions: [
      "as the provider bills: days are UTC days, with credits and taxes where the bill has them",
      ...((query.zone ?? context.zone) === UTC
        ? []
        : [`the period is taken in UTC, not in ${query.zone ?? context.zone}, since bills are`]),
      ...(top !== null && rows.length > top ? [`the total is of all ${rows.length} groups, not of these ${top}`] : []),
    ],
    warnings: [...(await unknownValues(query.where, context)), ...gaps(bills, span, context)],
    coverage: bills.map(({ source, provider, reaches: end }) => ({
      source,
      provider,
      reaches: new Date(end).toISOString(),
      stale: now - end > STALE_AFTER_MS,
      included: true,
    })),
    dataThrough: reaches === null ? null : new Date(reaches).toISOString(),
    suggestions: suggestionsFor(query),
  };
}

function billedText(lines: readonly BilledCost[], total: PicoUsd): string {
  return lines.length === 0 ? "nothing was billed" : `${formatUsd(total)} billed`;
}

function noBill(label: string, bills: readonly BilledCoverage[], computed: PicoUsd | null): string {
  const why =
    bills.length === 0
      ? "no bill is in the ledger: `runrate sync` with an admin key reads it, `runrate import` reads pages of the costs API"
      : `the bill in the ledger is of ${day(Math.min(...bills.map(({ begins }) => begins)))} to ${day(Math.max(...bills.map(({ reaches }) => reaches)) - 1)}`;
  return `${label}: ${why}${computed === null ? "" : `; usage comes to ${formatUsd(computed)}`}`;
}

/** What the same days of usage come to, for what the filters can be asked of; null where there is nothing to compare. */
async function computedSpend(
  { where }: QueryOf<"billed">,
  span: Span,
  bills: readonly BilledCoverage[],
  { ledger }: AskContext,
): Promise<PicoUsd | null> {
  if (span.to <= span.from || where.some(({ dimension }) => dimension === "source")) return null;
  const providers = [...new Set(bills.map(({ provider }) => provider))];
  const ofBilled: QueryFilter[] =
    providers.length === 0 || where.some(({ dimension }) => dimension === "provider")
      ? []
      : [{ dimension: "provider", values: providers }];
  const { total } = await querySpend(ledger, { ...span, zone: UTC, by: [], where: [...where, ...ofBilled] });
  return total.counts.requests === 0n ? null : total.usd;
}

/** Credits, refunds and taxes apart from what was billed for usage. */
function adjustmentFields(lines: readonly BilledCost[]) {
  const adjusted = sumUsd(lines.filter((line) => isAdjustment(line.lineItem, line.usd < 0n)).map((line) => line.usd));
  if (adjusted === ZERO_USD) return [];
  const total = sumUsd(lines.map((line) => line.usd));
  return [
    field("usage_usd", usd(picoUsd(total - adjusted)), "billed for usage"),
    field("adjustments_usd", usd(adjusted), "credits, commitments, taxes"),
  ];
}

/** The groups, times first and the newest of them above, then by amount. */
function rowsOf(by: readonly QueryBilledGroup[], lines: readonly BilledCost[]) {
  const groups = new Map<string, { readonly key: readonly (string | null)[]; usd: PicoUsd }>();
  for (const line of lines) {
    const key = by.map((name) => groupValue(name, line));
    const group = groups.get(JSON.stringify(key)) ?? { key, usd: ZERO_USD };
    group.usd = picoUsd(group.usd + line.usd);
    groups.set(JSON.stringify(key), group);
  }
  const times = by.flatMap((name, index) => (isBilledDimension(name) ? [] : [index]));
  const timesOf = (key: readonly (string | null)[]) => times.map((index) => key[index] ?? "").join(" ");
  return [...groups.values()]
    .toSorted((a, b) => {
      const [first, second] = [timesOf(a.key), timesOf(b.key)];
      if (first !== second) return first < second ? 1 : -1;
      if (a.usd !== b.usd) return a.usd < b.usd ? 1 : -1;
      return JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1;
    })
    .map(({ key, usd: amount }): { readonly row: AnswerRow } => ({
      row: {
        cells: {
          ...Object.fromEntries(by.map((name, index) => [name, text(key[index] ?? UNATTRIBUTED)] as const)),
          usd: usd(amount),
        },
      },
    }));
}

function groupValue(name: QueryBilledGroup, line: BilledCost): string | null {
  return isBilledDimension(name) ? billedValue(line, name) : bucketOfInstant(name, line.at, UTC);
}

function seriesOf(by: readonly QueryBilledGroup[], span: Span, lines: readonly BilledCost[]) {
  const [only, ...more] = by.length === 0 ? [fittingBucket(span)] : by;
  if (only === undefined || more.length > 0 || isBilledDimension(only) || span.from < Date.UTC(2020, 0, 2)) return [];
  const bucket = only === "hour" ? "day" : only;
  const names = bucketNames(bucket, span, UTC);
  if (names.length < 2) return [];
  const rows = lines.map((line) => ({ key: [bucketOfInstant(bucket, line.at, UTC)], usd: line.usd }));
  return [spendSeries(`billed by ${bucket}`, names, rows)];
}

/** Bills that begin after the period does, and those that have ended before it. */
function gaps(bills: readonly BilledCoverage[], span: Span, { now }: AskContext): string[] {
  return bills.flatMap(({ source, provider, begins, reaches }) => [
    ...(begins > span.from && begins < span.to && span.from >= Date.UTC(2020, 0, 2)
      ? [`the bill of ${provider} (${source}) begins on ${day(begins)}: the period is covered in part`]
      : []),
    ...(reaches < span.to && now - reaches > STALE_AFTER_MS
      ? [
          `the bill of ${provider} (${source}) ends on ${day(reaches - 1)}: what was billed since is not in these figures`,
        ]
      : []),
  ]);
}

/** Names that no bill holds: $0 for a misspelt project would look like a fact. */
async function unknownValues(where: readonly QueryFilter[], { ledger, now }: AskContext): Promise<string[]> {
  if (where.length === 0) return [];
  const every = await billedLines(ledger, { from: 0, to: now }, []);
  return where.flatMap(({ dimension, values }) => {
    if (!isBilledDimension(dimension)) return [];
    const held = heldValues(every, dimension);
    return values.flatMap((value) => {
      if (value === null || value.includes("*") || held.includes(value) || held.length === 0) return [];
      const near = suggestNames(value, held);
      const hint = near.length === 0 ? "" : `: did you mean ${near.join(" or ")}?`;
      return [`nothing was ever billed for ${dimensionWord(dimension)} "${value}"${hint}`];
    });
  });
}

function heldValues(lines: readonly BilledCost[], dimension: BilledDimension): string[] {
  return [...new Set(lines.flatMap((line) => billedValue(line, dimension) ?? []))];
}

function suggestionsFor(query: QueryOf<"billed">): string[] {
  const { period, where, zone } = query;
  const laidOut = (by: QueryBilledGroup) => questionText({ ...query, by: [by], top: null });
  const computed = questionText({ kind: "breakdown", period, where, zone, by: ["model"], top: null });
  const others = (["line_item", "day", "project"] as const).filter((by) => !query.by.includes(by));
  return [...others.slice(0, 2).map(laidOut), computed];
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
