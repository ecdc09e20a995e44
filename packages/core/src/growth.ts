import { RunrateError } from "./errors.ts";
import { parseDecimal } from "./decimal.ts";
import { sumUsd, type PicoUsd } from "./money.ts";
import { wholeCount } from "./quantity.ts";
import { addRational, multiplyRational, rational, rationalOf, type Rational } from "./rational.ts";
import { fractionalMonthlyRunsCost, type MonthlyRuns } from "./run-cost.ts";
import { fractionalThreadStorageCost, type ThreadStorage } from "./storage.ts";

export interface GrowthPlan {
  readonly startThreads: number;
  /** Growth a month in percent, as decimal text ("15", "-2.5"). */
  readonly percentPerMonth: string;
  /** 1 to 120. */
  readonly months: number;
  readonly storage: Omit<ThreadStorage, "threads">;
  readonly runs: Omit<MonthlyRuns, "threads">;
}

export interface GrowthMonth {
  /** 1 is the first month, after one growth. */
  readonly month: number;
  /** Stays fractional from month to month; only display truncates. */
  readonly threads: Rational;
  readonly storage: PicoUsd;
  readonly runs: PicoUsd;
  readonly total: PicoUsd;
}

export interface GrowthForecast {
  readonly months: readonly GrowthMonth[];
  readonly total: PicoUsd;
}

const MOST_MONTHS = 120;
/** As large as any count gets. */
const MOST_THREADS = 2n ** 53n;

/**
 * Cost of threads that grow by a percentage each month, the first growth before month 1 (SPEC.md, section 4). Exact: threads
 * are fractions, each month's two amounts are rounded once.
 *
 * @throws RunrateError `bad_growth` for more than 120 months, a shrinkage of more than 100 %, or more than 2^53 threads; `bad_count`, `bad_number`
 */
export function forecastGrowth(plan: GrowthPlan): GrowthForecast {
  const factor = growthFactor(plan.percentPerMonth);
  const count = Number(wholeCount(plan.months, "months"));
  if (count < 1 || count > MOST_MONTHS) {
    throw new RunrateError("bad_growth", `a forecast of ${count} months`, {
      hint: `Ask for 1 to ${MOST_MONTHS} months.`,
    });
  }
  const months: GrowthMonth[] = [];
  let threads = rational(wholeCount(plan.startThreads, "threads"));
  for (let month = 1; month <= count; month += 1) {
    threads = multiplyRational(threads, factor);
    if (threads.numerator > MOST_THREADS * threads.denominator) {
      throw new RunrateError(
        "bad_growth",
        `growth of ${plan.percentPerMonth} % a month comes to more than 2^53 threads in month ${month}`,
        {
          hint: "Ask for fewer months, or for less growth.",
        },
      );
    }
    const storage = fractionalThreadStorageCost(threads, plan.storage);
    const runs = fractionalMonthlyRunsCost(threads, plan.runs);
    months.push({ month, threads, storage, runs, total: sumUsd([storage, runs]) });
  }
  return { months, total: sumUsd(months.map(({ total }) => total)) };
}

function growthFactor(percent: string): Rational {
  const factor = addRational(rational(1n), multiplyRational(rationalOf(parseDecimal(percent)), rational(1n, 100n)));
  if (factor.numerator < 0n) {
    throw new RunrateError("bad_growth", `growth of ${percent} % a month loses more threads than there are`, {
      hint: "Give -100 or more.",
    });
  }
  return factor;
}
