import { comparePercent, highestPercent, thresholdUnits, type BudgetThresholds } from "./budget.ts";
import type { AlertBasis } from "./alert-identity.ts";
import type { ForecastWatch } from "./forecast-watch.ts";

/**
 * How an alert was told. `message`: it was the highest of its step and has a message of its own; `passed`: it went with a higher
 * one, or the channel knew it from an earlier revision; `late`: late usage reached it after the period had closed.
 */
export type AlertTold = "message" | "passed" | "late";

/** An alert of a budget's period that exists already. */
export interface KnownAlert {
  readonly revision: number;
  readonly basis: AlertBasis;
  readonly percent: string;
  readonly told: AlertTold;
  /** False when it was told in another channel than the budget has now: then this one knows nothing of it. */
  readonly here: boolean;
}

/** What has been told of a budget's period. */
export interface PeriodMemory {
  readonly alerts: readonly KnownAlert[];
  /** A message about this budget and period has been opened (or is on its way). */
  readonly hasMessage: boolean;
  /** The message says that the alert is resolved. */
  readonly isResolved: boolean;
  /** The revision of the last evaluation; null before the first. */
  readonly revision: number | null;
}

/** What is seen now. Amounts are pico-dollars or tokens. */
export interface PeriodFacts {
  readonly revision: number;
  readonly limit: bigint;
  readonly thresholds: BudgetThresholds;
  readonly spent: bigint;
  /** The period had closed when the usage came that is judged here. */
  readonly isLate: boolean;
  readonly watches: readonly ForecastWatch[];
}

/** A message that a step causes: `open` is the first of its budget and period, `reply` goes into its thread. */
export interface StepMessage {
  readonly kind: "open" | "reply" | "late";
  readonly basis: AlertBasis;
  /** The highest threshold of the step. */
  readonly percent: string;
  /** The reply is shown in the channel too: at 100 %, and when a forecast has come true. */
  readonly broadcast: boolean;
  /** The same threshold had been foretold. */
  readonly wasForetold: boolean;
}

/** What follows from the facts: new alerts, at most one message for each basis, and whether the open message changes its state. */
export interface PeriodStep {
  readonly alerts: readonly Omit<KnownAlert, "here">[];
  readonly messages: readonly StepMessage[];
  /** `raised`: the budget was; `corrected`: spend or forecast fell; `returned`: it is over again. Only ever an edit. */
  readonly change: "raised" | "corrected" | "returned" | null;
  readonly isResolved: boolean;
}

/**
 * The rules of SPEC.md, section 6 for one budget and period: what is told, once, given what has been told. Pure, and idempotent:
 * the same facts after its own step yield nothing more, so it may run any number of times, on any replica, in any order of usage.
 */
export function judgePeriod(memory: PeriodMemory, facts: PeriodFacts): PeriodStep {
  const actual = judgeActual(memory, facts);
  const hasMessage = memory.hasMessage || actual.message?.kind === "open";
  const forecast = judgeForecast({ ...memory, hasMessage }, facts, actual.alerts);
  const alerts = [...actual.alerts, ...forecast.alerts];
  const messages = [actual.message, forecast.message].filter((message) => message !== undefined);
  const isResolved = memory.hasMessage && messages.length === 0 && isBelowAll(memory, facts, alerts);
  const isRaised = memory.revision !== null && memory.revision !== facts.revision;
  const changed = isResolved !== memory.isResolved && messages.length === 0;
  return {
    alerts,
    messages,
    isResolved,
    change: !changed ? null : !isResolved ? "returned" : isRaised ? "raised" : "corrected",
  };
}

/** What is remembered after a step. */
export function rememberStep(memory: PeriodMemory, step: PeriodStep, revision: number): PeriodMemory {
  return {
    alerts: [...memory.alerts, ...step.alerts.map((alert) => ({ ...alert, here: true }))],
    hasMessage: memory.hasMessage || step.messages.length > 0,
    isResolved: step.isResolved,
    revision,
  };
}

/** What is remembered of a budget's period that has not been looked at. */
export const NOTHING_TOLD: PeriodMemory = { alerts: [], hasMessage: false, isResolved: false, revision: null };

interface Judgement {
  readonly alerts: readonly Omit<KnownAlert, "here">[];
  readonly message?: StepMessage;
}

function judgeActual(memory: PeriodMemory, facts: PeriodFacts): Judgement {
  const { revision, limit, thresholds, spent, isLate } = facts;
  const fresh = thresholds.actual.filter(
    (percent) => spent >= thresholdUnits(limit, percent) && !isKnown(memory, revision, "actual", percent),
  );
  const untold = fresh.filter((percent) => !isToldBefore(memory, facts, "actual", percent));
  const highest = highestPercent(untold);
  // No alert opens for a closed period: what is not told in an open thread is not told at all.
  if (isLate && !memory.hasMessage) return { alerts: [] };
  const told = isLate ? "late" : "message";
  const alerts = fresh.map((percent) => {
    const isHighest = highest !== undefined && percent === highest;
    return { revision, basis: "actual", percent, told: isHighest ? told : "passed" } as const;
  });
  if (highest === undefined) return { alerts };
  const wasForetold = memory.alerts.some(
    ({ basis, percent, told: how }) => basis === "forecast" && how === "message" && untold.includes(percent),
  );
  const wasOver = memory.alerts.some(
    (alert) => alert.revision === revision && alert.basis === "actual" && comparePercent(alert.percent, "100") >= 0,
  );
  const isOver = comparePercent(highest, "100") >= 0 && !wasOver;
  const kind = isLate ? "late" : memory.hasMessage ? "reply" : "open";
  const broadcast = kind === "reply" && (isOver || wasForetold);
  return { alerts, message: { kind, basis: "actual", percent: highest, broadcast, wasForetold } };
}

function judgeForecast(
  memory: PeriodMemory,
  facts: PeriodFacts,
  fresh: readonly Omit<KnownAlert, "here">[],
): Judgement {
  const { revision, limit, spent, thresholds, isLate, watches } = facts;
  if (isLate) return { alerts: [] };
  const above = watches
    .filter(({ percent }) => thresholds.forecast.includes(percent))
    .filter((watch) => watch.isAbove && !isKnown(memory, revision, "forecast", watch.percent))
    .map(({ percent }) => percent);
  const toldActual = [...memory.alerts.filter((alert) => alert.revision === revision), ...fresh]
    .filter(({ basis }) => basis === "actual")
    .map(({ percent }) => percent);
  // What has happened need not be foretold.
  const hasHappened = (percent: string) =>
    spent >= thresholdUnits(limit, percent) && toldActual.some((told) => comparePercent(told, percent) >= 0);
  const untold = above.filter((percent) => !hasHappened(percent) && !isToldBefore(memory, facts, "forecast", percent));
  const highest = highestPercent(untold);
  const alerts = above.map((percent) => {
    const told = highest !== undefined && percent === highest ? "message" : "passed";
    return { revision, basis: "forecast", percent, told } as const;
  });
  if (highest === undefined) return { alerts };
  const kind = memory.hasMessage ? "reply" : "open";
  return { alerts, message: { kind, basis: "forecast", percent: highest, broadcast: false, wasForetold: false } };
}

function isKnown({ alerts }: PeriodMemory, revision: number, basis: AlertBasis, percent: string): boolean {
  return alerts.some(
    (alert) => alert.revision === revision && alert.basis === basis && comparePercent(alert.percent, percent) === 0,
  );
}

/** At the first evaluation of a revision: this channel has been told as high a threshold of an earlier one. */
function isToldBefore(memory: PeriodMemory, facts: PeriodFacts, basis: AlertBasis, percent: string): boolean {
  if (memory.revision === facts.revision) return false;
  return memory.alerts.some((alert) => {
    const isEarlier = alert.here && alert.basis === basis && alert.revision < facts.revision;
    return isEarlier && comparePercent(alert.percent, percent) >= 0;
  });
}

/** Whether nothing that the open message was about is so any more. */
function isBelowAll(
  memory: PeriodMemory,
  { revision, limit, spent, watches }: PeriodFacts,
  fresh: readonly Omit<KnownAlert, "here">[],
): boolean {
  const told = [...memory.alerts, ...fresh].filter((alert) => alert.told !== "passed");
  const current = told.filter((alert) => alert.revision === revision);
  const concerned = current.length > 0 ? current : told;
  const actual = highestPercent(concerned.filter(({ basis }) => basis === "actual").map(({ percent }) => percent));
  const foretold = concerned.filter(({ basis }) => basis === "forecast").map(({ percent }) => percent);
  if (actual !== undefined) {
    const isForecast = watches.some(({ percent, isAbove }) => isAbove && foretold.includes(percent));
    return spent < thresholdUnits(limit, actual) && !isForecast;
  }
  if (foretold.length === 0) return false;
  return foretold.every((percent) => watches.some((watch) => watch.percent === percent && !watch.isAbove));
}
