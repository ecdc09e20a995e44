import fc from "fast-check";
import { expect, it } from "vitest";
import { decimalText, multiplyDecimal, parseDecimal } from "./decimal.ts";

it.each([
  ["0.15", "0.15"],
  ["1.5e-07", "0.00000015"],
  ["1E3", "1000"],
  ["2.50", "2.5"],
  ["-0.0", "0"],
  [".5", "0.5"],
  ["-3.10", "-3.1"],
  ["123456789012345678901234567890.5", "123456789012345678901234567890.5"],
])("reads %s exactly as %s", (text, canonical) => {
  expect(decimalText(parseDecimal(text))).toBe(canonical);
});

it.each(["", "NaN", "Infinity", "0x10", "1.2.3", "1e999", ".", "1,5", "9".repeat(101)])("refuses %s", (text) => {
  expect(() => parseDecimal(text)).toThrow(expect.objectContaining({ code: "bad_number" }));
});

it("multiplies without rounding", () => {
  expect(decimalText(multiplyDecimal(parseDecimal("0.1"), parseDecimal("0.2")))).toBe("0.02");
});

it("reads back what it writes", () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.nat(30), (digits, scale) => {
      const text = decimalText({ digits, scale });
      expect(decimalText(parseDecimal(text))).toBe(text);
    }),
  );
});
