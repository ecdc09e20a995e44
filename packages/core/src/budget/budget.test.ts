import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { picoUsd } from "../money.ts";
import { budgetStatus, comparePercent, highestPercent, thresholdUnits, unitsOf } from "./budget.ts";
import { alertKey } from "./alert-identity.ts";

const percents = fc
  .tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 0, max: 3 }))
  .map(([digits, scale]) => {
    const text = digits.toString().padStart(scale + 1, "0");
    return scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
  });

describe("a threshold", () => {
  test("is reached at exactly its share of the amount, not a unit before", () => {
    // 80 % of $129.840107 is $103.8720856
    expect(thresholdUnits(129_840_107_000_000n, "80")).toBe(103_872_085_600_000n);
    // 33.3 % of 10 tokens is 3.33: the fourth token reaches it
    expect(thresholdUnits(10n, "33.3")).toBe(4n);
    expect(thresholdUnits(1n, "0.001")).toBe(1n);
  });

  test("is the least amount whose share of the limit is at least the percentage", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 24n }), percents, (limit, percent) => {
        const units = thresholdUnits(limit, percent);
        const [whole = "", fraction = ""] = percent.split(".");
        const digits = BigInt(whole + fraction);
        const scale = 10n ** BigInt(fraction.length);
        // units / limit ≥ digits / (100 × scale) > (units - 1) / limit
        expect(units * 100n * scale >= limit * digits).toBe(true);
        expect((units - 1n) * 100n * scale < limit * digits).toBe(true);
      }),
    );
  });

  test("is ordered by value, not as text", () => {
    expect(comparePercent("100", "80")).toBe(1);
    expect(comparePercent("12.50", "12.5")).toBe(0);
    expect(highestPercent(["50", "100", "80"])).toBe("100");
    expect(highestPercent([])).toBeUndefined();
  });
});

test("the status says what is left, also when it is less than nothing", () => {
  // 150 of 100 is 150 %; 1 of 3 is 33.3333 %
  expect(budgetStatus(150n, 100n)).toEqual({ spent: 150n, limit: 100n, remaining: -50n, percentUsed: 1_500_000n });
  expect(budgetStatus(1n, 3n).percentUsed).toBe(333_333n);
});

test("an amount's units are pico-dollars or tokens", () => {
  expect(unitsOf({ kind: "usd", usd: picoUsd(5n) })).toBe(5n);
  expect(unitsOf({ kind: "tokens", tokens: 500_000n })).toBe(500_000n);
});

test("an alert's identity is readable", () => {
  const identity = {
    budget: "b1",
    revision: 2,
    periodStart: Date.UTC(2026, 10),
    basis: "actual",
    percent: "80",
  } as const;
  expect(alertKey(identity)).toBe("b1/2/2026-11-01T00:00:00.000Z/actual/80");
});
