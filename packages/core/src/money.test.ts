import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addUsd,
  allocateUsd,
  divideHalfEven,
  parseUsd,
  picoUsd,
  scaleUsd,
  subtractUsd,
  sumUsd,
  toDecimal,
} from "./money.ts";

const amounts = fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(picoUsd);

describe("an amount", () => {
  it("is read and written exactly, in one canonical form", () => {
    for (const [text, canonical] of [
      ["10", "10"],
      ["0.0006", "0.0006"],
      ["-1.50", "-1.5"],
      ["+0.000000000001", "0.000000000001"],
      ["1000000000000", "1000000000000"],
      ["007.10", "7.1"],
      ["-0", "0"],
    ] as const) {
      expect(toDecimal(parseUsd(text))).toBe(canonical);
    }
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(parseUsd(toDecimal(amount))).toBe(amount);
      }),
    );
  });

  it("is refused when it is no plain decimal, or finer than a pico-dollar", () => {
    for (const text of ["", "1e3", "$5", "1,000", "NaN", "Infinity", "0x10", ".5", "5.", "0.0000000000001", "1 2"]) {
      expect(() => parseUsd(text)).toThrow("is not an amount in dollars");
    }
    // Zeros beyond the twelfth digit change nothing.
    expect(toDecimal(parseUsd("0.10000000000000000"))).toBe("0.1");
  });

  it("is not read from a text that no amount needs, and is shown shortened then", () => {
    expect(() => parseUsd(`0.${"0".repeat(1_000_000)}1`)).toThrow(/^"0\.0{38}" is not an amount/);
  });

  it("is summed in any order to the same pico-dollar, and taken apart again", () => {
    fc.assert(
      fc.property(fc.array(amounts), (list) => {
        expect(sumUsd(list.toReversed())).toBe(sumUsd(list));
        expect(list.reduce(addUsd, picoUsd(0n))).toBe(sumUsd(list));
        expect(list.reduce(subtractUsd, sumUsd(list))).toBe(0n);
      }),
    );
  });
});

describe("a division", () => {
  it("rounds half to even, so that ties do not drift", () => {
    // 0.5 → 0, 1.5 → 2, 2.5 → 2, 3.5 → 4; the same below zero
    expect([1n, 3n, 5n, 7n].map((half) => divideHalfEven(half, 2n))).toEqual([0n, 2n, 2n, 4n]);
    expect([1n, 3n, 5n, 7n].map((half) => divideHalfEven(-half, 2n))).toEqual([0n, -2n, -2n, -4n]);
    expect(() => divideHalfEven(1n, 0n)).toThrow("divided by zero");
  });

  it("is never more than half a unit off, whatever the signs", () => {
    const divisors = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }).filter((divisor) => divisor !== 0n);
    fc.assert(
      fc.property(amounts, divisors, (amount, divisor) => {
        const off = divideHalfEven(amount, divisor) * divisor - amount;
        expect((off < 0n ? -off : off) * 2n <= (divisor < 0n ? -divisor : divisor)).toBe(true);
        expect(scaleUsd(amount, divisor, divisor)).toBe(amount);
      }),
    );
  });
});

describe("an allocation", () => {
  it("gives what is left over to the largest remainders, the earlier of two first", () => {
    // 10 over 1 : 1 : 1 is 3.33… each: the first gets the one that is left
    expect(allocateUsd(picoUsd(10n), [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
    // 10 over 1 : 5 : 1 is 1.43, 7.14, 1.43: the one that is left goes to the first .43
    expect(allocateUsd(picoUsd(10n), [1n, 5n, 1n])).toEqual([2n, 7n, 1n]);
  });

  it("adds up to the whole, and no share is more than one off its part", () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 6n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        amounts,
        weights.filter((list) => list.some((weight) => weight > 0n)),
        (amount, list) => {
          const shares = allocateUsd(amount, list);
          const whole = list.reduce((sum, weight) => sum + weight, 0n);
          expect(sumUsd(shares)).toBe(amount);
          for (const [index, share] of shares.entries()) {
            const off = share * whole - amount * (list[index] ?? 0n);
            expect(off > -whole && off < whole).toBe(true);
          }
        },
      ),
    );
  });

  it("needs weights that are not negative and not all zero", () => {
    expect(() => allocateUsd(picoUsd(1n), [])).toThrow("not all zero");
    expect(() => allocateUsd(picoUsd(1n), [0n])).toThrow("not all zero");
    expect(() => allocateUsd(picoUsd(1n), [2n, -1n])).toThrow("not negative");
  });
});
