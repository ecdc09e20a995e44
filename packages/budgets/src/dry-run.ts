import { setImmediate } from "node:timers/promises";
import {
  forecastHours,
  forecastPeriod,
  judgePeriod,
  nextPeriod,
  nextWatch,
  NOTHING_TOLD,
  periodAt,
  rememberStep,
  thresholdUnits,
  unitsOf,
  type AlertBasis,
  type ForecastWatch,
  type Period,
  type SpendPoint,
} from "@runrate/core";
import { findCrossings, type LedgerReader } from "@runrate/ledger";
import type { BudgetTerms } from "./budget.ts";
import { FORECAST_HISTORY_MS } from "./report.ts";
import { hourlySpend, scopeSpend } from "./spend.ts";

/** One message that a budget would have caused. */
export interface DryAlert {
  readonly at: number;
  readonly periodStart: number;
  readonly basis: AlertBasis;
  readonly percent: string;
}

/** What a proposed budget would have done. */
export interface DryRun {
  readonly from: number;
  readonly to: number;
  /** In order of time. */
  readonly alerts: readonly DryAlert[];
  /** Each period that lies in the stretch, oldest first, with what it came to in the budget's unit. */
  readonly periods: readonly { readonly period: Period; readonly spent: bigint }[];
}

export const DRY_RUN_DAYS = 90;
const DAY_MS = 86_400_000;

/** After so many forecasts the event loop gets its turn. */
const FORECASTS_A_TURN = 25;

/**
 * Replays a proposed budget over the ledger's past by the rules that alerts are judged by: each record that reaches a threshold, and
 * each full hour's forecast from what was spent before it.
 */
export async function dryRun(
  ledger: LedgerReader,
  terms: BudgetTerms,
  now: number,
  days = DRY_RUN_DAYS,
): Promise<DryRun> {
  const from = now - days * DAY_MS;
  const alerts: DryAlert[] = [];
  const periods: { period: Period; spent: bigint }[] = [];
  const points =
    terms.thresholds.forecast.length === 0
      ? []
      : await hourlySpend(ledger, terms, { from: from - FORECAST_HISTORY_MS, to: now });
  for (let period = periodAt(terms.period, from, terms.zone); period.from < now; period = nextPeriod(period)) {
    periods.push({
      period,
      spent: (await scopeSpend(ledger, terms, { ...period, to: Math.min(period.to, now) })).units,
    });
    alerts.push(...(await replayPeriod(ledger, terms, period, points, now)));
  }
  return { from, to: now, periods, alerts: alerts.filter(({ at }) => at >= from) };
}

async function replayPeriod(
  ledger: LedgerReader,
  terms: BudgetTerms,
  period: Period,
  points: readonly SpendPoint[],
  now: number,
): Promise<readonly DryAlert[]> {
  const limit = unitsOf(terms.amount);
  const end = Math.min(period.to, now);
  const scope = { from: period.from, to: end, where: terms.scope, measure: terms.amount.kind };
  const { actual, forecast } = terms.thresholds;
  const crossings = await findCrossings(
    ledger,
    scope,
    actual.map((percent) => thresholdUnits(limit, percent)),
  );
  const crossed = crossings.flatMap((crossing) => (crossing.kind === "crossed" ? [crossing] : []));
  const hours = forecast.length === 0 ? [] : forecastHours(period, null, end, Infinity);
  const moments = [
    ...new Map(crossed.map(({ id, at, running }) => [id, { at, running }])).values(),
    ...hours.map((at) => ({ at, running: undefined })),
  ].toSorted((a, b) => a.at - b.at);
  const alerts: DryAlert[] = [];
  let memory = NOTHING_TOLD;
  let watches: readonly ForecastWatch[] = [];
  let spent = 0n;
  let forecasts = 0;
  for (const { at, running } of moments) {
    if (running === undefined) {
      const told = memory.alerts.filter(({ basis }) => basis === "forecast");
      // Once per period and threshold: when all have spoken, the rest of the hours can say nothing.
      if (told.length === forecast.length) continue;
      if ((forecasts += 1) % FORECASTS_A_TURN === 0) await setImmediate();
      watches = watchAt(period, terms, points, at, watches);
    } else spent = running > spent ? running : spent;
    const step = judgePeriod(memory, {
      revision: 1,
      limit,
      thresholds: terms.thresholds,
      spent,
      isLate: false,
      watches,
    });
    memory = rememberStep(memory, step, 1);
    for (const { basis, percent } of step.messages) alerts.push({ at, periodStart: period.from, basis, percent });
  }
  return alerts;
}

function watchAt(
  period: Period,
  { thresholds, amount }: BudgetTerms,
  points: readonly SpendPoint[],
  hour: number,
  before: readonly ForecastWatch[],
): readonly ForecastWatch[] {
  const history = points.filter(({ at }) => at >= hour - FORECAST_HISTORY_MS && at < hour);
  const foretold = forecastPeriod({ period, dataThrough: hour, spend: history });
  if (foretold.kind === "no-data") return before;
  return thresholds.forecast.map((percent) =>
    nextWatch(
      before.find((watch) => watch.percent === percent),
      percent,
      hour,
      foretold.total,
      unitsOf(amount),
    ),
  );
}
