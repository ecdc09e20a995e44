import {
  dayName,
  daysOf,
  forecastPeriod,
  lastPeriods,
  periodAt,
  previousPeriod,
  type Period,
  type PeriodForecast,
  type PicoUsd,
  ZERO_USD,
} from "@runrate/core";
import {
  coverage,
  dataThrough,
  querySpend,
  tellableSpan,
  type Dimension,
  type LedgerReader,
  type SpendFilter,
} from "@runrate/ledger";
import type { Budget } from "./budget.ts";
import { listBudgets } from "./budget-store.ts";
import { FORECAST_HISTORY_MS, knownUntil, reportBudget, type BudgetReport } from "./report.ts";

/** Which summary is asked for. */
export interface DigestQuestion {
  readonly every: "day" | "week";
  readonly zone: string;
  readonly scope: readonly SpendFilter[];
  /** Only budgets that are told in one of these, by id or name, are in it; null: all. */
  readonly channels: readonly string[] | null;
}

/** A summary of the day or week that has ended. */
export interface Digest {
  readonly period: Period;
  readonly usd: PicoUsd;
  /** Of the period before. */
  readonly earlierUsd: PicoUsd;
  readonly requests: bigint;
  readonly unpricedRequests: bigint;
  /** What the names are. */
  readonly dimension: Dimension;
  readonly top: readonly { readonly name: string; readonly usd: PicoUsd; readonly earlierUsd: PicoUsd }[];
  /** The fortnight up to the period's end, by calendar day. */
  readonly days: readonly { readonly day: string; readonly usd: PicoUsd }[];
  readonly monthUsd: PicoUsd;
  readonly forecast: PeriodForecast;
  readonly budgets: readonly { readonly budget: Budget; readonly report: BudgetReport }[];
  /** Up to where the data are complete; null for an empty ledger. */
  readonly dataThrough: number | null;
}

const SHOWN = 5;
const CHART_DAYS = 14;

/** The summary of the last day or week that was over at an instant. */
export async function digestOf(ledger: LedgerReader, question: DigestQuestion, now: number): Promise<Digest> {
  const { every, zone, scope, channels } = question;
  const period = previousPeriod(periodAt(every, now, zone));
  const before = previousPeriod(period);
  const spend = async (span: { readonly from: number; readonly to: number }, by: readonly (Dimension | "day")[]) => {
    const { from, to } = await tellableSpan(ledger, span);
    return await querySpend(ledger, { from, to, zone, by, where: scope });
  };
  let dimension: Dimension = "project";
  let current = await spend(period, [dimension]);
  if (current.rows.length <= 1) {
    dimension = "model";
    current = await spend(period, [dimension]);
  }
  const earlier = await spend(before, [dimension]);
  const was = new Map(earlier.rows.map(({ key, usd }) => [key[0] ?? null, usd]));
  const fortnight = lastPeriods(CHART_DAYS, "day", period.to - 1, zone);
  const byDay = new Map((await spend(fortnight, ["day"])).rows.map(({ key, usd }) => [key[0] ?? "", usd]));
  const month = periodAt("month", now, zone);
  const known = await knownUntil(ledger, now);
  const hours = await querySpend(ledger, {
    ...(await tellableSpan(ledger, { from: known - FORECAST_HISTORY_MS, to: known })),
    zone: "UTC",
    by: ["hour"],
    where: scope,
  });
  const points = hours.rows.map(({ key, usd }) => ({ at: Date.parse(key[0] ?? ""), usd }));
  const budgets = [];
  for (const budget of await listBudgets(ledger)) {
    if (channels !== null && !channels.some((name) => name === budget.terms.channel)) continue;
    budgets.push({ budget, report: await reportBudget(ledger, budget.terms, now) });
  }
  return {
    period,
    usd: current.total.usd,
    earlierUsd: earlier.total.usd,
    requests: current.total.counts.requests,
    unpricedRequests: current.total.unpricedRequests,
    dimension,
    top: current.rows.slice(0, SHOWN).map(({ key, usd }) => ({
      name: key[0] ?? "(unattributed)",
      usd,
      earlierUsd: was.get(key[0] ?? null) ?? ZERO_USD,
    })),
    days: daysOf(fortnight, zone).map(({ from }) => {
      const day = dayName(from, zone);
      return { day, usd: byDay.get(day) ?? ZERO_USD };
    }),
    monthUsd: (await spend({ from: month.from, to: now }, [])).total.usd,
    forecast: forecastPeriod({ period: month, dataThrough: known, spend: points }),
    budgets,
    dataThrough: dataThrough(await coverage(ledger, now)),
  };
}
