import { COMPONENTS, type Component } from "./component.ts";
import { parseDecimal, type Decimal } from "./decimal.ts";
import { divideHalfEven, PICO_PER_USD, picoUsd, toDecimal, type PicoUsd } from "./money.ts";
import { rational, type Rational } from "./rational.ts";

/**
 * A price per unit, exactly: pico-dollars for one token, call, second or GB-day. The denominator is 1 for nearly every published
 * price (whole micro-dollars per million), so nothing is divided.
 */
export type Rate = Rational;

/** USD per `perUnits` units, as decimal text, to pico-dollars per unit. */
export function rateFromDecimal(usd: Decimal, perUnits: number): Rate {
  return rational(usd.digits * PICO_PER_USD, 10n ** BigInt(usd.scale) * BigInt(perUnits));
}

/** The rate of a component from its price as quoted in the catalogue (see COMPONENTS for the unit it is quoted per). */
export function rateOf(component: Component, usd: string): Rate {
  return rateFromDecimal(parseDecimal(usd), COMPONENTS[component].per);
}

/** A rate × numerator / denominator: the discounts, halves and uplifts. Exact; rounding waits for the amount. */
export function scaleRate(rate: Rate, numerator: bigint, denominator: bigint): Rate {
  return rational(rate.numerator * numerator, rate.denominator * denominator);
}

/** rate × units, rounded half to even to the pico-dollar where the rate does not fit whole pico-dollars. */
export function amountOf(rate: Rate, units: bigint): PicoUsd {
  const product = rate.numerator * units;
  return picoUsd(rate.denominator === 1n ? product : divideHalfEven(product, rate.denominator));
}

/** The price of `perUnits` units as decimal text: how a rate is shown ("0.15" per 1M). Rounded at 12 decimals. */
export function rateText(rate: Rate, perUnits: number): string {
  return toDecimal(picoUsd(divideHalfEven(rate.numerator * BigInt(perUnits), rate.denominator)));
}
