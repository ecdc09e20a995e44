import {
  dayName,
  daysOf,
  forecastPeriod,
  formatUsd,
  periodAt,
  picoUsd,
  previousPeriod,
  subtractUsd,
  type Period,
  type PeriodForecast,
  type SpendPoint,
} from "@runrate/core";
import { needsRecords, querySpend, recordsFrom, tellableSpan, type SpendResult } from "@runrate/ledger";
import { blankAnswer, field, text, usd } from "./answer-base.ts";
import type { Answer, AnswerSeries } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import type { QueryFilter, QueryOf } from "./query.ts";
import { frameLabel, framedAnswer, spendFrame, type SpendFrame } from "./spend-frame.ts";

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 57;

/** Where the running period will land: spent so far, plus what the daily pattern expects of the rest. */
export async function answerForecast(query: QueryOf<"forecast">, context: AskContext): Promise<Answer> {
  const period = { kind: "unit", unit: query.unit, back: 0 } as const;
  const frame = await spendFrame({ period, zone: query.zone, where: query.where }, context);
  const calendar = periodAt(query.unit, context.now, frame.zone);
  const { forecast, points, elapsed } = await forecastSpend(calendar, frame, query.where, context);
  const last = await lastPeriod(calendar, query.where, context);
  const before = query.unit === "day" ? "yesterday" : `last ${query.unit}`;
  const total = forecast.kind === "no-data" ? null : forecast.total;
  const interval = forecast.kind === "forecast" ? forecast.interval : null;
  const unpriced = elapsed.total.unpricedRequests;
  return {
    ...blankAnswer("forecast", query, context),
    ...framedAnswer(frame, context),
    headline: headline(forecast, frame, unpriced > 0n),
    totalUsd: total,
    ...(interval ? { totalLow: interval.low, totalHigh: interval.high } : {}),
    fields: [
      field("spent_usd", usd(elapsed.total.usd), "spent so far"),
      ...(total === null || last === undefined
        ? []
        : [
            field(
              "vs_last_usd",
              { type: "delta", usd: subtractUsd(total, last), base: last },
              `against all of ${before}`,
            ),
          ]),
      ...(last === undefined ? [] : [field("last_usd", usd(last), before)]),
      ...(forecast.kind === "forecast" && forecast.runRate !== null
        ? [field("run_rate_usd", usd(forecast.runRate), "plain run rate")]
        : []),
      field("method", text(forecast.kind === "forecast" ? forecast.method : forecast.kind), "method"),
    ],
    series: forecastSeries(points, forecast, calendar),
    assumptions: assumptionsOf(forecast),
    unpriced: { requests: unpriced, models: elapsed.unpricedModels },
    suggestions: ["why", query.unit === "month" ? "forecast this quarter" : "forecast", "budget"],
  };
}

/** Undefined where only single calls would tell, and those of that time are gone. */
async function lastPeriod(calendar: Period, where: readonly QueryFilter[], { ledger }: AskContext) {
  const span = previousPeriod(calendar);
  const isNeedy = where.some(({ dimension }) => needsRecords(ledger, dimension));
  if (isNeedy && span.from < (await recordsFrom(ledger))) return undefined;
  const { from, to } = await tellableSpan(ledger, span);
  return (await querySpend(ledger, { from, to, zone: span.zone, by: [], where })).total.usd;
}

/** The forecast of a calendar period from what the ledger holds, with the daily spend that it was made from. */
export async function forecastSpend(
  calendar: Period,
  { end, zone }: Pick<SpendFrame, "end" | "zone">,
  where: readonly QueryFilter[],
  { ledger, now }: Pick<AskContext, "ledger" | "now">,
): Promise<{ forecast: PeriodForecast; points: readonly SpendPoint[]; elapsed: SpendResult }> {
  const oldest = Math.min(calendar.from, end - HISTORY_DAYS * DAY_MS);
  const told = await tellableSpan(ledger, { from: oldest, to: Math.max(oldest, end) });
  // What only single calls tell (tags) has a history as far back as they are kept.
  const isNeedy = where.some(({ dimension }) => needsRecords(ledger, dimension));
  const from = isNeedy ? Math.min(told.to, Math.max(told.from, await recordsFrom(ledger))) : told.from;
  const hourly = await querySpend(ledger, { from, to: told.to, zone, by: ["hour"], where });
  const points = hourly.rows.map(({ key, usd: amount }) => ({ at: Date.parse(key[0] ?? ""), usd: amount }));
  // Up to now, so that usage after the complete data is not lost from what was spent.
  const until = Math.max(calendar.from, Math.min(calendar.to, now));
  const elapsed = await querySpend(ledger, { from: calendar.from, to: until, zone, by: [], where });
  const forecast = forecastPeriod({ period: calendar, dataThrough: end, spend: points });
  return { forecast, points, elapsed };
}

function headline(forecast: PeriodForecast, frame: SpendFrame, hasUnpriced: boolean): string {
  const atLeast = hasUnpriced ? "at least " : "";
  const label = frameLabel({ ...frame, partial: false });
  switch (forecast.kind) {
    case "no-data":
      return `${label}: ${forecast.reason}`;
    case "complete":
      return `${label} is complete: ${atLeast}${formatUsd(forecast.total)}`;
    case "forecast": {
      const between = forecast.interval
        ? `, likely between ${formatUsd(forecast.interval.low)} and ${formatUsd(forecast.interval.high)}`
        : "";
      return `${label} is heading for ${atLeast}${formatUsd(forecast.total)}${between}; ${formatUsd(forecast.spent)} spent so far`;
    }
  }
}

function assumptionsOf(forecast: PeriodForecast): string[] {
  if (forecast.kind !== "forecast") return [];
  if (forecast.reason !== null) return [forecast.reason];
  return [
    `the rest follows the daily pattern of the last ${forecast.daysOfData} whole days: weekday effects and recent level`,
    "in about four of five backtested periods the actual total lay in the interval",
  ];
}

/** Spend by day so far, and what is expected of the days that are left, today's rest first. */
export function forecastSeries(
  points: readonly SpendPoint[],
  forecast: PeriodForecast,
  calendar: Period,
): AnswerSeries[] {
  const { zone } = calendar;
  const rest = forecast.kind === "forecast" ? forecast.rest : [];
  const reached = rest[0]?.from ?? calendar.to;
  const sums = new Map<string, bigint>();
  for (const { at, usd: amount } of points) {
    if (at < calendar.from || at >= calendar.to) continue;
    const day = dayName(at, zone);
    sums.set(day, (sums.get(day) ?? 0n) + amount);
  }
  const days = daysOf(calendar, zone).filter(({ from }) => from < reached);
  const spent = days
    .map(({ from }) => dayName(from, zone))
    .map((label) => ({ label, usd: picoUsd(sums.get(label) ?? 0n) }));
  const expected = rest.map(({ from, usd: amount }) => ({ label: dayName(from, zone), usd: amount }));
  return [
    { name: "spent", of: "spend", points: spent },
    ...(expected.length === 0 ? [] : [{ name: "expected", of: "forecast" as const, points: expected }]),
  ];
}
