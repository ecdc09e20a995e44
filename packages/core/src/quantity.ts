import { parseDecimal, type Decimal } from "./decimal.ts";
import { RunrateError } from "./errors.ts";

/**
 * A count that must be whole and not negative, as bigint.
 *
 * @param what names it in the message ("threads")
 * @throws RunrateError `bad_count` for a negative, fractional or unsafe (above 2^53) number, NaN and Infinity.
 */
export function wholeCount(value: number, what: string): bigint {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RunrateError("bad_count", `${what} is ${value}, which is not a whole count`, {
      [what]: value,
      hint: `Give ${what} as a whole number from 0 to 9007199254740991.`,
    });
  }
  return BigInt(value);
}

/** A quantity that may have decimals but is not negative ("0.5" GB). @throws RunrateError `bad_number`, `bad_quantity` */
export function positiveDecimal(text: string, what: string): Decimal {
  const value = parseDecimal(text);
  if (value.digits < 0n) {
    throw new RunrateError("bad_quantity", `${what} is ${text}, which is below 0`, {
      hint: `Give ${what} as 0 or more.`,
    });
  }
  return value;
}
