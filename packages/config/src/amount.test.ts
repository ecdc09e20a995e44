import { expect, test } from "vitest";
import { parseAmount } from "./amount.ts";

const usd = (dollars: bigint, pico = 0n) => ({ kind: "usd", usd: dollars * 10n ** 12n + pico });

test.each([
  ["1500", usd(1500n)],
  ["$1,500", usd(1500n)],
  ["$1.5k", usd(1500n)],
  ["1.5K USD", usd(1500n)],
  ["2m", usd(2_000_000n)],
  ["1bn dollars", usd(1_000_000_000n)],
  ["usd 12.34", usd(12n, 340_000_000_000n)],
  [".5", usd(0n, 500_000_000_000n)],
  // 1.23456k = 1,234.56
  ["1.23456k", usd(1234n, 560_000_000_000n)],
  ["500k tokens", { kind: "tokens", tokens: 500_000n }],
  ["2.5M tokens", { kind: "tokens", tokens: 2_500_000n }],
  ["1 token", { kind: "tokens", tokens: 1n }],
])("%j is read exactly", (text, amount) => {
  expect(parseAmount(text)).toEqual(amount);
});

test.each([
  "",
  "0",
  "$0.00",
  "-5",
  "5 euros",
  "€5",
  "1.500,00",
  "1,50",
  "five",
  "k",
  "0.5 tokens",
  "$5 tokens",
  "1e3",
  "5 %",
  "12 34",
])("%j is not an amount", (text) => {
  expect(() => parseAmount(text)).toThrow(/is not an amount/);
});
