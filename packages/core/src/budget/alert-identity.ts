/** Whether an alert tells what was spent, or what is foretold. */
export type AlertBasis = "actual" | "forecast";

/** What makes an alert the same alert (SPEC.md, section 6): it exists once, however often it is found. */
export interface AlertIdentity {
  readonly budget: string;
  /** Of the budget, from 1. */
  readonly revision: number;
  /** Milliseconds since 1970 UTC. */
  readonly periodStart: number;
  readonly basis: AlertBasis;
  /** Per cent, as an exact decimal. */
  readonly percent: string;
}

/** The identity as one text, as it travels in a message's metadata: `b1/2/2026-11-01T00:00:00.000Z/actual/80`. */
export function alertKey({ budget, revision, periodStart, basis, percent }: AlertIdentity): string {
  return `${budget}/${revision}/${new Date(periodStart).toISOString()}/${basis}/${percent}`;
}
