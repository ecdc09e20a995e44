import { RunrateError } from "./errors.ts";

/** A decimal number held exactly: `digits` × 10^-`scale`, scale not negative. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * Reads decimal text exactly, exponents included ("0.15", "1.5e-07", "-3"); a JSON number's source text is such text.
 *
 * @throws RunrateError `bad_number` for anything else (empty, NaN, Infinity, hexadecimal), or an exponent past ±100.
 */
export function parseDecimal(text: string): Decimal {
  const match = DECIMAL.exec(text.trim());
  const whole = match?.[2] ?? "";
  const fraction = match?.[3] ?? "";
  const exponent = Number(match?.[4] ?? "0");
  if (!match || whole + fraction === "" || text.length > 100 || Math.abs(exponent) > 100) {
    throw new RunrateError("bad_number", `"${text.slice(0, 40)}" is not a decimal number`, {
      hint: 'Write a plain decimal such as "0.15".',
    });
  }
  const digits = BigInt(whole + fraction) * (match[1] === "-" ? -1n : 1n);
  const scale = fraction.length - exponent;
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** The canonical text of a decimal: no exponent, no trailing zeros ("0.15", "10"). */
export function decimalText(value: Decimal): string {
  const negative = value.digits < 0n;
  const size = (negative ? -value.digits : value.digits).toString().padStart(value.scale + 1, "0");
  const whole = size.slice(0, size.length - value.scale);
  const fraction = size.slice(size.length - value.scale).replace(/0+$/, "");
  return `${negative && value.digits !== 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** a × b, exactly. */
export function multiplyDecimal(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}
