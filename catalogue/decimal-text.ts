import { decimalText, divideHalfEven, parseDecimal } from "@runrate/core";

/** a × b as decimal text, exactly. */
export function multiplyText(a: string, b: string): string {
  const [x, y] = [parseDecimal(a), parseDecimal(b)];
  return decimalText({ digits: x.digits * y.digits, scale: x.scale + y.scale });
}

/** a × b / c as decimal text, to 9 digits after the point (half even): finer than any published price. */
export function ratioText(a: string, b: string, c: string): string {
  const [x, y, z] = [parseDecimal(a), parseDecimal(b), parseDecimal(c)];
  const scale = 9;
  const numerator = x.digits * y.digits * 10n ** BigInt(z.scale + scale);
  return decimalText({ digits: divideHalfEven(numerator, z.digits * 10n ** BigInt(x.scale + y.scale)), scale });
}
