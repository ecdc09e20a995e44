import { describe, expect, it } from "vitest";
import { parseUsd, toDecimal } from "./money.ts";
import { monthlyRunsCost, monthlyTotal } from "./run-cost.ts";

describe("monthly runs", () => {
  it("are threads × runs a day × days × the cost of a run", () => {
    // 10,000 × 3 × 30 × 0.0006
    expect(toDecimal(monthlyRunsCost({ threads: 10_000, runsPerDay: 3, runCost: parseUsd("0.0006") }))).toBe("540");
    // 10,000 × 3 × 30 × 0.01, the same runs on gpt-4o
    expect(toDecimal(monthlyRunsCost({ threads: 10_000, runsPerDay: 3, runCost: parseUsd("0.01") }))).toBe("9000");
  });

  it("add up with storage to the monthly total", () => {
    const threads = 10_000;
    const total = monthlyTotal(
      { threads, tokensPerThread: 25_000 },
      { threads, runsPerDay: 3, runCost: parseUsd("0.0006") },
    );
    // 750 + 540
    expect([total.storage, total.runs, total.total].map(toDecimal)).toEqual(["750", "540", "1290"]);
  });
});
