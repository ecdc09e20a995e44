import {
  forecastHours,
  forecastPeriod,
  judgePeriod,
  nextWatch,
  periodAt,
  thresholdUnits,
  unitsOf,
  watchAfterChange,
  type ForecastWatch,
  type Period,
  type PeriodFacts,
  type PeriodMemory,
  type PeriodStep,
} from "@runrate/core";
import { findCrossings, type Crossing, type LedgerReader } from "@runrate/ledger";
import type { Budget } from "./budget.ts";
import { memoryOf, periodAlerts, readPeriod, type PeriodState, type StoredAlert } from "./period-state.ts";
import { FORECAST_HISTORY_MS } from "./report.ts";
import { hourlySpend, scopeSpend, type ScopeSpend } from "./spend.ts";

/** What there is to see of a budget's period at an instant. */
export interface Look {
  readonly budget: Budget;
  readonly period: Period;
  readonly spend: ScopeSpend;
  readonly facts: PeriodFacts;
  /** The newest forecast that was made here, in the budget's unit. */
  readonly forecast: { readonly total: bigint; readonly low: bigint | null; readonly high: bigint | null } | null;
}

/** A look, judged by what is remembered. */
export interface Judged extends Look {
  readonly state: PeriodState | undefined;
  readonly alerts: readonly StoredAlert[];
  readonly memory: PeriodMemory;
  readonly step: PeriodStep;
}

/** The period of a budget that contains an instant. */
export function periodOf(budget: Budget, at: number): Period {
  return periodAt(budget.terms.period, at, budget.terms.zone);
}

/** Looks at a budget's period: what was spent, and what each full hour since the last look would have foretold. Writes nothing. */
export async function lookAt(
  ledger: LedgerReader,
  budget: Budget,
  period: Period,
  now: number,
  isLate: boolean,
): Promise<Look> {
  const { terms, revision } = budget;
  const limit = unitsOf(terms.amount);
  const spend = await scopeSpend(ledger, terms, period);
  const state = await readPeriod(ledger, budget.id, period.from);
  const { watches, forecast } = isLate
    ? { watches: state?.watches ?? [], forecast: null }
    : await foresee(ledger, budget, period, now, state);
  const facts = { revision, limit, thresholds: terms.thresholds, spent: spend.units, isLate, watches };
  return { budget, period, spend, facts, forecast };
}

/** Judges a look by what is remembered now. */
export async function judge(ledger: LedgerReader, look: Look): Promise<Judged> {
  const state = await readPeriod(ledger, look.budget.id, look.period.from);
  const alerts = await periodAlerts(ledger, look.budget.id, look.period.from);
  const memory = memoryOf(look.budget, state, alerts);
  return { ...look, state, alerts, memory, step: judgePeriod(memory, look.facts) };
}

/** Whether a judged look has anything to be written. */
export function hasNews({ step, state, facts, memory }: Judged): boolean {
  const isRevised = state !== undefined && memory.alerts.length > 0 && state.revision !== facts.revision;
  return (
    step.alerts.length > 0 || step.change !== null || isRevised || !sameWatches(state?.watches ?? [], facts.watches)
  );
}

/**
 * The alerts whose threshold is now known to have been reached at another record: usage that happened earlier came later.
 *
 * @param touchedFrom the earliest instant at which usage has changed
 */
export async function movedCrossings(
  ledger: LedgerReader,
  judged: Judged,
  touchedFrom: number,
): Promise<readonly (StoredAlert & { readonly seq: bigint })[]> {
  const known = judged.alerts.filter(
    ({ basis, revision, crossedAt }) =>
      basis === "actual" && revision === judged.facts.revision && crossedAt !== null && crossedAt >= touchedFrom,
  );
  const crossings = await crossingsOf(
    ledger,
    judged,
    known.map(({ percent }) => percent),
  );
  return known.flatMap((alert, index) => {
    const crossing = crossings[index];
    if (crossing?.kind !== "crossed" || crossing.id === alert.recordId) return [];
    return [{ ...alert, crossedAt: crossing.at, recordId: crossing.id, running: crossing.running, seq: crossing.seq }];
  });
}

/** At which record each threshold was reached. */
export async function crossingsOf(
  ledger: LedgerReader,
  { budget, period, facts }: Look,
  percents: readonly string[],
): Promise<readonly Crossing[]> {
  if (percents.length === 0) return [];
  return await findCrossings(
    ledger,
    { from: period.from, to: period.to, where: budget.terms.scope, measure: budget.terms.amount.kind },
    percents.map((percent) => thresholdUnits(facts.limit, percent)),
  );
}

async function foresee(
  ledger: LedgerReader,
  budget: Budget,
  period: Period,
  now: number,
  state: PeriodState | undefined,
) {
  const { thresholds, amount } = budget.terms;
  const limit = unitsOf(amount);
  const before = state?.watches ?? [];
  const known = before.filter(({ percent }) => thresholds.forecast.includes(percent));
  const last = known.length === thresholds.forecast.length ? latestHour(known) : null;
  // Two in a row decide, so after a pause (or for a new budget) the last two hours say all there is to say.
  const hours = thresholds.forecast.length === 0 ? [] : forecastHours(period, last, now, last === null ? 2 : 48);
  const isRevised = state !== undefined && state.revision !== budget.revision;
  const revisited = isRevised && last !== null && hours.length === 0 ? [last] : [];
  if (hours.length === 0 && revisited.length === 0) return { watches: known, forecast: null };
  const newest = Math.max(...hours, ...revisited);
  const points = await hourlySpend(ledger, budget.terms, { from: newest - FORECAST_HISTORY_MS, to: newest });
  const totalAt = (hour: number) => forecastPeriod({ period, dataThrough: hour, spend: points });
  let watches = new Map(known.map((watch) => [watch.percent, watch]));
  if (isRevised && last !== null) {
    const foretold = totalAt(last);
    if (foretold.kind !== "no-data")
      watches = new Map(known.map((watch) => [watch.percent, watchAfterChange(watch, foretold.total, limit)]));
  }
  let forecast: Look["forecast"] = null;
  for (const hour of [...revisited, ...hours]) {
    const foretold = totalAt(hour);
    if (foretold.kind === "no-data") continue;
    const interval = foretold.kind === "forecast" ? foretold.interval : null;
    forecast = { total: foretold.total, low: interval?.low ?? null, high: interval?.high ?? null };
    if (revisited.includes(hour)) continue;
    for (const percent of thresholds.forecast)
      watches.set(percent, nextWatch(watches.get(percent), percent, hour, foretold.total, limit));
  }
  return { watches: [...watches.values()], forecast };
}

function latestHour(watches: readonly ForecastWatch[]): number | null {
  return watches.reduce<number | null>((latest, { hour }) => (latest === null || hour > latest ? hour : latest), null);
}

function sameWatches(a: readonly ForecastWatch[], b: readonly ForecastWatch[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
