import fc from "fast-check";
import { expect, it } from "vitest";
import { formatDelta, formatPercent, formatRate, formatTokens, formatUsd } from "./format-money.ts";
import { parseUsd, picoUsd } from "./money.ts";

const usd = (text: string) => formatUsd(parseUsd(text));

it.each([
  ["615", "$615.00"],
  ["0.0006", "$0.0006"],
  ["0", "$0.00"],
  ["0.01", "$0.01"],
  ["0.005", "$0.005"],
  ["0.000625", "$0.00062"],
  ["0.00999", "$0.01"],
  ["0.000000000001", "$0.000000000001"],
  ["1.29375", "$1.29"],
  ["938.0227", "$938.02"],
  ["1290", "$1,290.00"],
  ["999999.995", "$1,000,000.00"],
  ["1000000000000", "$1,000,000,000,000.00"],
  ["-1.5", "-$1.50"],
  ["-0.0006", "-$0.0006"],
])("shows %s as %s", (amount, shown) => {
  expect(usd(amount)).toBe(shown);
});

it("shows a delta always with its sign and its percentage, and n/a where there is no base", () => {
  // 75 / 600 = 12.5 %; -75 / 600; 0 / 600; 3 / 0
  expect(formatDelta(parseUsd("75"), parseUsd("600"))).toBe("+$75.00 (+12.5%)");
  expect(formatDelta(parseUsd("-75"), parseUsd("600"))).toBe("-$75.00 (-12.5%)");
  expect(formatDelta(parseUsd("0"), parseUsd("600"))).toBe("+$0.00 (+0.0%)");
  expect(formatDelta(parseUsd("3"), parseUsd("0"))).toBe("+$3.00 (n/a)");
});

it("shows a percentage of a trillion dollars without losing a digit", () => {
  // 1 / 3 of 1e12 USD is 33.3 %
  expect(formatPercent(10n ** 24n, 3n * 10n ** 24n)).toBe("33.3%");
  expect(formatPercent(-1n, 3n, 2)).toBe("-33.33%");
  expect(formatPercent(-1n, 10_000n)).toBe("0.0%");
  expect(formatPercent(1n, 0n)).toBe("n/a");
});

it("shows tokens as SPEC.md's tokens per dollar do", () => {
  // 1M / 0.15, 1M / 0.60, 1M / 2.50, 1M / 10, 1M / 3, 1M / 15
  expect([6_666_667, 1_666_667, 400_000, 100_000, 333_333, 66_667].map((tokens) => formatTokens(tokens))).toEqual([
    "6.67M",
    "1.67M",
    "400K",
    "100K",
    "333K",
    "66.7K",
  ]);
  expect([0, 950, 9_400, 999_999, 1_200_000_000].map((tokens) => formatTokens(tokens))).toEqual([
    "0",
    "950",
    "9,400",
    "1M",
    "1.2B",
  ]);
});

it("never shows an amount that is not zero as nothing", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 24n }), (pico) => {
      expect(formatUsd(picoUsd(pico))).toMatch(/[1-9]/);
    }),
  );
});

it.each([
  ["2.5", "$2.50"],
  ["10", "$10.00"],
  ["0.075", "$0.075"],
  ["1250.5", "$1,250.50"],
])("quotes the price %s as %s, never rounded", (usd, shown) => {
  expect(formatRate(usd)).toBe(shown);
});
