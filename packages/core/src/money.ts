import { RunrateError } from "./errors.ts";

/**
 * An exact amount of money: whole pico-dollars (1e-12 USD).
 *
 * Why pico: a rate of whole micro-dollars per million units is whole pico-dollars per unit, so rate × count is the amount
 * and nothing is divided (DESIGN.md, decision 1). bigint does not overflow: a trillion dollars is 1e24 of them.
 */
export type PicoUsd = bigint & { readonly __unit: "pico-USD" };

const PICO_DIGITS = 12;
export const PICO_PER_USD = 10n ** 12n;

/** Wraps whole pico-dollars that some exact computation has produced. */
export function picoUsd(pico: bigint): PicoUsd {
  return pico as PicoUsd;
}

export const ZERO_USD: PicoUsd = picoUsd(0n);

/** What a decimal amount looks like: an optional sign, digits, and some of them after a point. */
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** All the money there is takes a fifth of it. */
const MAX_LENGTH = 100;

/**
 * Reads a decimal string of dollars ("615", "0.0006", "-1.5") exactly.
 *
 * @throws RunrateError `bad_amount` for anything that is not a plain decimal, or is finer than a pico-dollar.
 */
export function parseUsd(text: string): PicoUsd {
  const match = text.length > MAX_LENGTH ? null : DECIMAL.exec(text.trim());
  const fraction = (match?.[3] ?? "").replace(/0+$/, "");
  if (!match || fraction.length > PICO_DIGITS) {
    throw new RunrateError("bad_amount", `"${text.slice(0, 40)}" is not an amount in dollars`, {
      hint: 'Write a plain decimal with at most 12 digits after the point, such as "0.0006" or "1500".',
    });
  }
  const pico = BigInt((match[2] ?? "") + fraction.padEnd(PICO_DIGITS, "0"));
  return picoUsd(match[1] === "-" ? -pico : pico);
}

/** The canonical decimal string of an amount: no exponent, no trailing zeros ("10", "0.0006", "-1.5"). The form in JSON. */
export function toDecimal(amount: PicoUsd): string {
  const sign = amount < 0n ? "-" : "";
  const size = amount < 0n ? -amount : amount;
  const fraction = (size % PICO_PER_USD).toString().padStart(PICO_DIGITS, "0").replace(/0+$/, "");
  return `${sign}${size / PICO_PER_USD}${fraction === "" ? "" : `.${fraction}`}`;
}

/** The sum of any number of amounts; exact, so order does not matter. */
export function sumUsd(amounts: Iterable<PicoUsd>): PicoUsd {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return picoUsd(total);
}

export function addUsd(a: PicoUsd, b: PicoUsd): PicoUsd {
  return picoUsd(a + b);
}

export function subtractUsd(a: PicoUsd, b: PicoUsd): PicoUsd {
  return picoUsd(a - b);
}

/**
 * amount × numerator / denominator, rounded half to even to the pico-dollar.
 *
 * @throws RunrateError `division_by_zero` when the denominator is 0.
 */
export function scaleUsd(amount: PicoUsd, numerator: bigint, denominator: bigint): PicoUsd {
  return picoUsd(divideHalfEven(amount * numerator, denominator));
}

/**
 * a / b to the nearest whole number, ties to the even one, so that many roundings do not drift in one direction. All money is
 * divided by it.
 */
export function divideHalfEven(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new RunrateError("division_by_zero", "an amount was divided by zero", {});
  if (b < 0n) return divideHalfEven(-a, -b);
  const negative = a < 0n;
  const size = negative ? -a : a;
  const quotient = size / b;
  const twice = (size % b) * 2n;
  const up = twice > b || (twice === b && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
}

/**
 * Shares an amount out by weight so that the shares add up to it exactly: the pico-dollars left over by rounding down go
 * to the largest remainders first, ties to the earlier share.
 *
 * @throws RunrateError `bad_weights` when a weight is negative or all are zero.
 */
export function allocateUsd(amount: PicoUsd, weights: readonly bigint[]): PicoUsd[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole <= 0n || weights.some((weight) => weight < 0n)) {
    throw new RunrateError(
      "bad_weights",
      "an amount can be shared out only by weights that are not negative and not all zero",
      {},
    );
  }
  const sign = amount < 0n ? -1n : 1n;
  const size = amount * sign;
  const shares = weights.map((weight) => (size * weight) / whole);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (size * weight) % whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  let left = size - shares.reduce((sum, share) => sum + share, 0n);
  for (const { index } of byRemainder) {
    if (left === 0n) break;
    shares[index] = (shares[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return shares.map((share) => picoUsd(share * sign));
}
