import { describe, expect, it } from "vitest";
import { parseUsd, toDecimal } from "./money.ts";
import { threadStorageCost, vectorStorageCost } from "./storage.ts";

describe("thread storage at the planning rate", () => {
  it.each([
    [100, 1_000, "0.3"], // 100 × 1,000 / 1M × 0.10 × 30 = 0.1 × 0.10 × 30
    [1_000, 5_000, "15"], // 5M × 0.10 × 30
    [1_000, 3_000, "9"], // 3M × 0.10 × 30
    [10_000, 25_000, "750"], // 250M × 0.10 × 30
    [0, 25_000, "0"],
  ])("of %d threads of %d tokens is $%s a month", (threads, tokensPerThread, expected) => {
    expect(toDecimal(threadStorageCost({ threads, tokensPerThread }))).toBe(expected);
  });

  it("follows a rate and a number of days of one's own", () => {
    // 1M × 0.05 × 7
    const storage = { threads: 1_000, tokensPerThread: 1_000, ratePerMillionDay: parseUsd("0.05"), days: 7 };
    expect(toDecimal(threadStorageCost(storage))).toBe("0.35");
  });

  it.each([Number.NaN, -1, 1.5, 2 ** 53])("refuses %s threads", (threads) => {
    expect(() => threadStorageCost({ threads, tokensPerThread: 1 })).toThrow(/threads is/);
  });
});

describe("vector store storage", () => {
  it("costs nothing up to the free allowance and the rate above it", () => {
    // (11 − 1) × 0.10 × 30
    expect(toDecimal(vectorStorageCost({ gigabytes: "11" }))).toBe("30");
    expect(toDecimal(vectorStorageCost({ gigabytes: "1" }))).toBe("0");
    expect(toDecimal(vectorStorageCost({ gigabytes: "0.25" }))).toBe("0");
    // 0.5 × 0.10 × 30
    expect(toDecimal(vectorStorageCost({ gigabytes: "1.5" }))).toBe("1.5");
  });

  it("refuses a negative size", () => {
    expect(() => vectorStorageCost({ gigabytes: "-2" })).toThrow(/below 0/);
  });
});
