import { divideHalfEven, PICO_PER_USD, type PicoUsd } from "./money.ts";

const PICO_PER_CENT = 10n ** 10n;

/**
 * An amount as people read it: `$615.00`, `$1,290.00`, `-$1.50`; under one cent two significant digits (`$0.0006`,
 * `$0.00063`), so that a small real cost never shows as nothing. Rounds half to even, here and nowhere before.
 */
export function formatUsd(amount: PicoUsd): string {
  return amount < 0n ? `-${formatSize(-amount)}` : formatSize(amount);
}

function formatSize(size: bigint): string {
  const decimals = size === 0n || size >= PICO_PER_CENT ? 2 : 12 - size.toString().length + 2;
  return `$${fixed(size, PICO_PER_USD, decimals, 2)}`;
}

/** A price as it is quoted, never rounded: `$2.50`, `$0.075`. @param usd a decimal, as the catalogue has it */
export function formatRate(usd: string): string {
  const [whole = "", fraction = ""] = usd.split(".");
  return `$${grouped(whole)}.${fraction.padEnd(2, "0")}`;
}

/** A difference with its sign: `+$75.00`, `-$0.0006`; none has none. */
export function formatSigned(delta: PicoUsd): string {
  return delta > 0n ? `+${formatUsd(delta)}` : formatUsd(delta);
}

/** A difference with its sign and its percentage of the base: `+$75.00 (+12.5%)`, `-$0.0006 (-4.0%)`, `+$3.00 (n/a)`. */
export function formatDelta(delta: PicoUsd, base: PicoUsd): string {
  const sign = delta < 0n ? "" : "+";
  return `${sign}${formatUsd(delta)} (${formatPercentDelta(delta, base)})`;
}

/** delta / base as a percentage with its sign (`+12.5%`), or `n/a` when the base is 0. */
export function formatPercentDelta(delta: bigint, base: bigint): string {
  if (base === 0n) return "n/a";
  const text = formatPercent(delta, base < 0n ? -base : base);
  return text.startsWith("-") ? text : `+${text}`;
}

/** part / whole as a percentage, in whole-number arithmetic: `12.5%`; `n/a` when the whole is 0. */
export function formatPercent(part: bigint, whole: bigint, decimals = 1): string {
  if (whole === 0n) return "n/a";
  const negative = part < 0n !== whole < 0n && part !== 0n;
  const size = fixed(magnitude(part) * 100n, magnitude(whole), decimals, decimals);
  return `${negative && /[1-9]/.test(size) ? "-" : ""}${size}%`;
}

/** A count of tokens: `950`, `9,400`, `66.7K`, `6.67M`, `1.2B`; three significant digits from 10,000 on. */
export function formatTokens(tokens: number | bigint): string {
  const count = typeof tokens === "bigint" ? tokens : BigInt(Math.round(tokens));
  const size = magnitude(count);
  const sign = count < 0n ? "-" : "";
  if (size < 10_000n) return sign + grouped(size.toString());
  const scales = [
    { unit: "K", of: 10n ** 3n },
    { unit: "M", of: 10n ** 6n },
    { unit: "B", of: 10n ** 9n },
    { unit: "T", of: 10n ** 12n },
  ];
  for (const [index, { unit, of }] of scales.entries()) {
    if (divideHalfEven(size, of) >= 1_000n && index < scales.length - 1) continue;
    const decimals = size < of * 10n ? 2 : size < of * 100n ? 1 : 0;
    return `${sign}${fixed(size, of, decimals, 0)}${unit}`;
  }
  return sign + grouped(size.toString());
}

/** size / unit with at most `decimals` digits after the point; zeros at the end go, down to `least` digits. */
function fixed(size: bigint, unit: bigint, decimals: number, least: number): string {
  const scale = 10n ** BigInt(decimals);
  const rounded = divideHalfEven(size * scale, unit);
  const whole = grouped((rounded / scale).toString());
  let fraction = decimals === 0 ? "" : (rounded % scale).toString().padStart(decimals, "0");
  while (fraction.length > least && fraction.endsWith("0")) fraction = fraction.slice(0, -1);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
