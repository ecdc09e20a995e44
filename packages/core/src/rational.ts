import type { Decimal } from "./decimal.ts";
import { scaleUsd, type PicoUsd } from "./money.ts";

/** An exact fraction in lowest terms; the denominator is above 0. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** numerator / denominator. @throws RangeError when the denominator is 0: that is a fault of the caller. */
export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 0n) throw new RangeError("a fraction with denominator 0");
  const divisor = gcd(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

export function rationalOf(value: Decimal): Rational {
  return rational(value.digits, 10n ** BigInt(value.scale));
}

export function addRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function multiplyRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** amount × factor, rounded once, half to even, to the pico-dollar. */
export function usdTimes(amount: PicoUsd, factor: Rational): PicoUsd {
  return scaleUsd(amount, factor.numerator, factor.denominator);
}

/** The whole part, towards zero: how a count that may be fractional is shown. */
export function truncate(value: Rational): bigint {
  return value.numerator / value.denominator;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
