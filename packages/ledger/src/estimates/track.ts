import { addUsd, scaleUsd, subtractUsd, UTC, ZERO_USD, type PicoUsd } from "@runrate/core";
import { tellableSpan } from "../horizon.ts";
import { querySpend } from "../query.ts";
import type { LedgerReader, SpendFilter } from "../store.ts";
import { firstDeployed } from "./deployment.ts";
import { estimatedChange, type Estimate } from "./estimate.ts";

const DAY_MS = 86_400_000;
/** How long a merged pull request is followed, and what a month of its estimate is. */
const TRACKED_MS = 30 * DAY_MS;
/** Before this much has passed nothing is said about the pace. */
const FIRST_WORD_MS = DAY_MS;

/** How an estimate stands. Amounts are of the workloads (or, without any, the models) that the pull request changes. */
export type EstimateTrack =
  | { readonly kind: "open"; readonly estimate: Estimate }
  | { readonly kind: "untracked"; readonly estimate: Estimate; readonly reason: string }
  | {
      readonly kind: "tracked";
      readonly estimate: Estimate;
      /** When it was merged, or when usage first named its commit. */
      readonly since: number;
      readonly begins: "merged" | "deployed";
      /** End of what has been measured; at most 30 days after. */
      readonly until: number;
      readonly scope: SpendFilter;
      /** Spend of the 30 days before. */
      readonly before: PicoUsd;
      /** Spend since. */
      readonly actual: PicoUsd;
      /** What the estimate foresees for the same time: the spend before and the estimated change, pro rata. */
      readonly expected: PicoUsd;
      /** The change a month: as estimated, and as measured, extrapolated. */
      readonly estimatedChange: PicoUsd;
      readonly actualChange: PicoUsd;
      /** True once the spend is above what was foreseen, after a day at the earliest. */
      readonly isOver: boolean;
      readonly isComplete: boolean;
    };

export type TrackedEstimate = Extract<EstimateTrack, { kind: "tracked" }>;

/** Holds an estimate against what has been spent since its merge, for 30 days. */
export async function trackEstimate(ledger: LedgerReader, estimate: Estimate, now: number): Promise<EstimateTrack> {
  const since = estimate.mergedAt ?? estimate.deployedAt ?? (await firstDeployed(ledger, estimate));
  if (since === undefined || since > now) return { kind: "open", estimate };
  const change = estimatedChange(estimate.body);
  if (change === undefined) {
    return {
      kind: "untracked",
      estimate,
      reason: "it was estimated per call only: no volume was declared or measured",
    };
  }
  const scope = scopeOf(estimate);
  if (scope === undefined) return { kind: "untracked", estimate, reason: "it names neither a workload nor a model" };
  const until = Math.min(now, since + TRACKED_MS);
  const elapsed = until - since;
  const before = await spendOf(ledger, scope, since - TRACKED_MS, since);
  const actual = await spendOf(ledger, scope, since, until);
  const [part, whole] = [BigInt(elapsed), BigInt(TRACKED_MS)];
  const expected = scaleUsd(addUsd(before, change), part, whole);
  return {
    kind: "tracked",
    estimate,
    since,
    begins: estimate.mergedAt === undefined ? "deployed" : "merged",
    until,
    scope,
    before,
    actual,
    expected,
    estimatedChange: change,
    actualChange: elapsed <= 0 ? subtractUsd(before, before) : subtractUsd(scaleUsd(actual, whole, part), before),
    isOver: elapsed >= FIRST_WORD_MS && actual > expected,
    isComplete: elapsed >= TRACKED_MS,
  };
}

/** How good the estimates have been: errors of the change, in basis points of what was estimated. */
export interface Calibration {
  readonly pullRequests: number;
  /** The median of the errors' sizes. */
  readonly medianError: bigint;
  /** The median of the errors with their signs: above 0, the estimates are too low. */
  readonly bias: bigint;
}

const ENOUGH_MS = 7 * DAY_MS;

/** Of all tracked estimates that have been followed for a week and foresaw a change; undefined when there are none. */
export function calibrate(tracks: readonly EstimateTrack[]): Calibration | undefined {
  const errors = tracks.flatMap((track) => {
    if (track.kind !== "tracked" || track.until - track.since < ENOUGH_MS || track.estimatedChange === 0n) return [];
    const foreseen = track.estimatedChange < 0n ? -track.estimatedChange : track.estimatedChange;
    return [((track.actualChange - track.estimatedChange) * 10_000n) / foreseen];
  });
  if (errors.length === 0) return undefined;
  return {
    pullRequests: errors.length,
    medianError: medianOf(errors.map((error) => (error < 0n ? -error : error))),
    bias: medianOf(errors),
  };
}

function medianOf(values: readonly bigint[]): bigint {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0n;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0n) + upper) / 2n;
}

function scopeOf({ body }: Estimate): SpendFilter | undefined {
  if (body.workloads.length > 0) return { dimension: "workload", values: body.workloads };
  return body.models.length > 0
    ? { dimension: "model", values: body.models.flatMap((model) => [model, `${model}-*`]) }
    : undefined;
}

/** Of a time whose single calls are gone, spend is known by the hour: its ends are taken as whole hours then. */
async function spendOf(ledger: LedgerReader, scope: SpendFilter, from: number, to: number): Promise<PicoUsd> {
  const span = await tellableSpan(ledger, { from, to });
  if (span.to <= span.from) return ZERO_USD;
  const { total } = await querySpend(ledger, { ...span, zone: UTC, by: [], where: [scope] });
  return total.usd;
}
