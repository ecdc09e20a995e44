import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecastGrowth } from "./growth.ts";
import { divideHalfEven, parseUsd, sumUsd, toDecimal } from "./money.ts";
import { truncate } from "./rational.ts";

const golden = {
  startThreads: 500,
  percentPerMonth: "15",
  months: 12,
  storage: { tokensPerThread: 5 * 150 },
  runs: { runsPerDay: 3, runCost: parseUsd("0.0006") },
};

describe("a growth forecast", () => {
  it("grows before month 1: 575 threads", () => {
    const [first] = forecastGrowth(golden).months;
    // 500 × 1.15
    expect(first && truncate(first.threads)).toBe(575n);
    // 575 × 750 / 1M × 0.10 × 30 = 0.43125 × 3
    expect(first && toDecimal(first.storage)).toBe("1.29375");
    // 575 × 3 × 30 × 0.0006 = 51,750 × 0.0006
    expect(first && toDecimal(first.runs)).toBe("31.05");
  });

  it("keeps threads fractional to the twelfth month", () => {
    const { months, total } = forecastGrowth(golden);
    const last = months.at(-1);
    // 500 × 1.15^12 = 2,675.125…
    expect(last && truncate(last.threads)).toBe(2_675n);
    expect(last && toDecimal(last.storage).slice(0, 5)).toBe("6.019");
    expect(last && toDecimal(last.runs).slice(0, 8)).toBe("144.4567");
    // Σ 500 × 1.15^m × (0.00225 + 0.054) for m = 1 … 12 = 938.02269…, to four decimals 938.0227
    expect(divideHalfEven(total, 10n ** 8n)).toBe(9_380_227n);
  });

  it("adds up to its months", () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.integer({ min: -100, max: 80 }),
        fc.integer({ min: 1, max: 36 }),
        (start, percent, months) => {
          const forecast = forecastGrowth({ ...golden, startThreads: start, percentPerMonth: String(percent), months });
          expect(forecast.total).toBe(sumUsd(forecast.months.flatMap(({ storage, runs }) => [storage, runs])));
        },
      ),
    );
  });

  it("refuses to lose more threads than there are, and endless forecasts", () => {
    expect(() => forecastGrowth({ ...golden, percentPerMonth: "-101" })).toThrow(/loses more threads/);
    expect(() => forecastGrowth({ ...golden, months: 121 })).toThrow(/121 months/);
  });
});

it("is not forecast for more threads than can be counted", () => {
  // 500 × 10,000.99³ is 5 × 10^14; the next month is above 2^53 = 9 × 10^15.
  expect(() => forecastGrowth({ ...golden, percentPerMonth: "999999", months: 120 })).toThrow(
    /more than 2\^53 threads in month 4/,
  );
});
