import { formatPercent } from "../format-money.ts";
import { RunrateError } from "../errors.ts";
import { parseDecimal } from "../decimal.ts";
import { scaleUsd, ZERO_USD, type PicoUsd } from "../money.ts";
import { MONTH_DAYS } from "../storage.ts";

export type SavingLever = "routing" | "batch" | "caching" | "compression" | "caps" | "stale_state";

/** What one measure would save, from measured usage. Amounts are per 30-day month; below 0: it would cost more. */
export interface Saving {
  readonly lever: SavingLever;
  readonly likely: PicoUsd;
  /** Equal to `likely` where nothing had to be assumed. */
  readonly low: PicoUsd;
  readonly high: PicoUsd;
  /** One sentence: what was measured, what would be otherwise. */
  readonly how: string;
  /** What was not measured. */
  readonly assumptions: readonly string[];
}

/** How long the usage was measured, in milliseconds: what its amounts are scaled from to a month. */
export type MeasuredSpanMs = number;

const DAY_MS = 86_400_000n;

/** An amount of a measured span as that of 30 days. @throws RunrateError `bad_period` for no span */
export function perMonth(amount: PicoUsd, span: MeasuredSpanMs): PicoUsd {
  if (!Number.isSafeInteger(span) || span <= 0) {
    throw new RunrateError("bad_period", `usage was measured for ${span} milliseconds`, {
      hint: "Measure a period with data in it.",
    });
  }
  return scaleUsd(amount, BigInt(MONTH_DAYS) * DAY_MS, BigInt(span));
}

/** A share in percent of an amount, rounded once. @throws RunrateError `bad_share` unless 0 to 100 */
export function shareOf(amount: PicoUsd, percent: string): PicoUsd {
  const { digits, scale } = parseDecimal(percent);
  const whole = 100n * 10n ** BigInt(scale);
  if (digits < 0n || digits > whole) {
    throw new RunrateError("bad_share", `${percent} % is not a share`, { hint: "Give 0 to 100." });
  }
  return scaleUsd(amount, digits, whole);
}

/**
 * A saving of which only a share can be had: the share that is known, or from nothing to all of it with an assumed one.
 * `all` is per month.
 */
export function savingOfShare(
  all: PicoUsd,
  known: string | undefined,
  assumed: string,
): Pick<Saving, "likely" | "low" | "high"> {
  const likely = shareOf(all, known ?? assumed);
  if (known !== undefined) return { likely, low: likely, high: likely };
  return all < 0n ? { likely, low: all, high: ZERO_USD } : { likely, low: ZERO_USD, high: all };
}

/** part / whole in words ("42.5%"). */
export function shareText(part: bigint, whole: bigint): string {
  return formatPercent(part, whole);
}
