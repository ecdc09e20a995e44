import { picoUsd, sumUsd, type PicoUsd } from "./money.ts";
import { wholeCount } from "./quantity.ts";
import { rational, usdTimes, type Rational } from "./rational.ts";
import { MONTH_DAYS, threadStorageCost, type ThreadStorage } from "./storage.ts";

export interface MonthlyRuns {
  readonly threads: number;
  readonly runsPerDay: number;
  /** Default 30. */
  readonly days?: number;
  /** What one run costs (see `priceUsage`). */
  readonly runCost: PicoUsd;
}

/** threads × runs a day × days × run cost. @throws RunrateError `bad_count` */
export function monthlyRunsCost(runs: MonthlyRuns): PicoUsd {
  return fractionalMonthlyRunsCost(rational(wholeCount(runs.threads, "threads")), runs);
}

/** The same for a number of threads that need not be whole, as a growth forecast has it. */
export function fractionalMonthlyRunsCost(threads: Rational, runs: Omit<MonthlyRuns, "threads">): PicoUsd {
  const perThread = wholeCount(runs.runsPerDay, "runs a day") * wholeCount(runs.days ?? MONTH_DAYS, "days");
  return usdTimes(picoUsd(runs.runCost * perThread), threads);
}

export interface MonthlyTotal {
  readonly storage: PicoUsd;
  readonly runs: PicoUsd;
  readonly total: PicoUsd;
}

/** Storage and runs of a month, and their sum. */
export function monthlyTotal(storage: ThreadStorage, runs: MonthlyRuns): MonthlyTotal {
  const parts = { storage: threadStorageCost(storage), runs: monthlyRunsCost(runs) };
  return { ...parts, total: sumUsd([parts.storage, parts.runs]) };
}
