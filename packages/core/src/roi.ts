import { RunrateError } from "./errors.ts";
import { parseUsd, scaleUsd, type PicoUsd } from "./money.ts";
import { wholeCount } from "./quantity.ts";

export type RoiGrade = "excellent" | "good" | "acceptable" | "marginal";

export interface Roi {
  readonly costPerInteraction: PicoUsd;
  readonly costPerUser: PicoUsd;
  readonly grade: RoiGrade;
}

/** Strict upper bounds of the cost per interaction (SPEC.md, section 4). */
const BOUNDS: readonly (readonly [below: PicoUsd, RoiGrade])[] = [
  [parseUsd("0.01"), "excellent"],
  [parseUsd("0.05"), "good"],
  [parseUsd("0.20"), "acceptable"],
];

/**
 * What an interaction and a user cost, and how good that is.
 *
 * @param interactions per user
 * @throws RunrateError `bad_count`; `no_base` without users or interactions
 */
export function returnOnSpend(cost: PicoUsd, users: number, interactions: number): Roi {
  const userCount = wholeCount(users, "users");
  const all = userCount * wholeCount(interactions, "interactions");
  if (all === 0n) {
    throw new RunrateError("no_base", "there is no cost per interaction without users and interactions", {
      hint: "Give at least one user and one interaction.",
    });
  }
  // Compared without division, so that a rounded quotient cannot cross a bound.
  const grade = BOUNDS.find(([below]) => cost < below * all)?.[1] ?? "marginal";
  return { costPerInteraction: scaleUsd(cost, 1n, all), costPerUser: scaleUsd(cost, 1n, userCount), grade };
}
