import {
  budgetStatus,
  forecastPeriod,
  periodAt,
  thresholdUnits,
  unitsOf,
  type BudgetStatus,
  type Period,
  type PeriodForecast,
} from "@runrate/core";
import { coverage, dataThrough, findCrossings, type Crossing, type LedgerReader } from "@runrate/ledger";
import type { BudgetTerms } from "./budget.ts";
import { hourlySpend, scopeSpend, type ScopeSpend } from "./spend.ts";

/** One threshold of a report. Units are pico-dollars or tokens. */
export interface ThresholdReport {
  readonly percent: string;
  readonly units: bigint;
  /** The first record, by time then order of arrival, whose running total reaches it; undefined: not reached. */
  readonly crossed?: Extract<Crossing, { kind: "crossed" }>;
}

/** How a period stands against a budget. */
export interface BudgetReport {
  readonly terms: BudgetTerms;
  readonly period: Period;
  readonly status: BudgetStatus;
  readonly thresholds: readonly ThresholdReport[];
  readonly spend: ScopeSpend;
  /** Of the period's spend in the budget's own unit. */
  readonly forecast: PeriodForecast;
}

/** How much spend before the period the forecast learns from. */
export const FORECAST_HISTORY_MS = 56 * 86_400_000;

/** Up to where a forecast made at an instant knows the spend: as in every answer, hours that have not come in yet are no hours without spend. */
export async function knownUntil(ledger: LedgerReader, at: number): Promise<number> {
  return Math.min(at, dataThrough(await coverage(ledger, at)) ?? at);
}

/**
 * How the period that contains an instant stands against a budget, stored or only proposed: spent, remaining, which thresholds were
 * reached at which record, and the forecast. What is dated after the instant has not happened yet.
 *
 * @param at an instant in the period asked about, in milliseconds since 1970 UTC
 */
export async function reportBudget(ledger: LedgerReader, terms: BudgetTerms, at: number): Promise<BudgetReport> {
  const period = periodAt(terms.period, at, terms.zone);
  const limit = unitsOf(terms.amount);
  const elapsed = { from: period.from, to: Math.min(period.to, at + 1) };
  const spend = await scopeSpend(ledger, terms, elapsed);
  const units = terms.thresholds.actual.map((percent) => thresholdUnits(limit, percent));
  const crossings = await findCrossings(ledger, { ...elapsed, where: terms.scope, measure: terms.amount.kind }, units);
  const known = await knownUntil(ledger, at);
  const points = await hourlySpend(ledger, terms, {
    from: known - FORECAST_HISTORY_MS,
    to: Math.min(known, period.to),
  });
  return {
    terms,
    period,
    status: budgetStatus(spend.units, limit),
    thresholds: terms.thresholds.actual.map((percent, index) => {
      const crossing = crossings[index];
      const crossed = crossing?.kind === "crossed" ? crossing : undefined;
      return { percent, units: units[index] ?? 0n, ...(crossed === undefined ? {} : { crossed }) };
    }),
    spend,
    forecast: forecastPeriod({ period, dataThrough: known, spend: points }),
  };
}
