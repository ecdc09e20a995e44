import { expect, it } from "vitest";
import { toDecimal } from "./money.ts";
import { amountOf, rateOf, rateText, scaleRate } from "./rate.ts";

it("multiplies whole micro-dollars per million without dividing", () => {
  const rate = rateOf("input", "3");
  expect(rate).toEqual({ numerator: 3_000_000n, denominator: 1n });
  // $3 per 1M × 1,000 = $0.003
  expect(toDecimal(amountOf(rate, 1_000n))).toBe("0.003");
});

it("keeps what does not fit as a fraction, and rounds once, half to even", () => {
  // $0.0000001 per 1M = 0.1 pico-dollars a token: 5 tokens are 0.5, rounded to 0; 15 are 1.5, rounded to 2
  const rate = rateOf("input", "0.0000001");
  expect([amountOf(rate, 5n), amountOf(rate, 15n), amountOf(rate, 10n)]).toEqual([0n, 2n, 1n]);
  // $0.36 an hour = 0.0001 a second; $0.1 an hour × 3,600 s = $0.1
  expect(toDecimal(amountOf(rateOf("audio_second", "0.36"), 1n))).toBe("0.0001");
  expect(toDecimal(amountOf(rateOf("audio_second", "0.1"), 3_600n))).toBe("0.1");
});

it("halves, and shows the price as it is quoted", () => {
  expect(rateText(scaleRate(rateOf("output", "0.15"), 1n, 2n), 1_000_000)).toBe("0.075");
});

it("does not overflow at a trillion dollars", () => {
  // $1,000,000 per 1M × 1e12 tokens = $1e12
  expect(toDecimal(amountOf(rateOf("input", "1000000"), 10n ** 12n))).toBe("1000000000000");
});
