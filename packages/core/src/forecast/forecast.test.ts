import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseUsd, picoUsd, sumUsd, toDecimal, type PicoUsd } from "../money.ts";
import { monthPeriod, periodAt } from "../period.ts";
import type { SpendPoint } from "./daily-spend.ts";
import { forecastPeriod, plainRunRate } from "./forecast.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const november = monthPeriod(2026, 11, "UTC");

/** The same spend in every hour of the given days, from the first of November on (or before it, with negative days). */
function steady(fromDay: number, days: number, perDay: (day: number) => string): SpendPoint[] {
  return Array.from({ length: days * 24 }, (_, hour) => ({
    at: november.from + fromDay * DAY + hour * HOUR,
    usd: picoUsd(parseUsd(perDay(fromDay + Math.floor(hour / 24))) / 24n),
  }));
}

function forecast(spend: readonly SpendPoint[], dataThrough: number, period = november) {
  const answer = forecastPeriod({ period, dataThrough, spend });
  if (answer.kind !== "forecast") throw new Error(answer.kind);
  return answer;
}

const dollars = (usd: PicoUsd): number => Math.round(Number(toDecimal(usd)));

describe("a forecast of the period", () => {
  it("of steady spend is the run rate", () => {
    const answer = forecast(
      steady(0, 10, () => "24"),
      november.from + 10 * DAY,
    );
    // 24 × 30
    expect(answer).toMatchObject({
      method: "daily-pattern",
      spent: parseUsd("240"),
      total: parseUsd("720"),
      daysOfData: 10,
    });
    expect(answer.runRate).toBe(parseUsd("720"));
    expect(answer.interval).toEqual({ low: parseUsd("720"), high: parseUsd("720") });
  });

  it("is none under an hour of data: a cent in the first second is no rate of a month", () => {
    const spend = [{ at: november.from, usd: parseUsd("0.01") }];
    expect(forecastPeriod({ period: november, dataThrough: november.from + 1_000, spend })).toMatchObject({
      kind: "no-data",
      reason: expect.stringContaining("under an hour of data"),
    });
    // 0.01 × 720 hours
    expect(forecast(spend, november.from + HOUR).total).toBe(parseUsd("7.2"));
  });

  it("says so under three days of data and is spend so far / elapsed × period", () => {
    const answer = forecast(
      steady(0, 2, () => "24"),
      november.from + 2 * DAY,
    );
    // 48 / 2 × 30
    expect(answer).toMatchObject({ method: "run-rate", total: parseUsd("720"), interval: null, rest: [] });
    expect(answer.reason).toContain("under 3 days of data");
  });

  it("uses the pattern from exactly three days of data on", () => {
    expect(
      forecast(
        steady(0, 3, () => "24"),
        november.from + 3 * DAY,
      ).method,
    ).toBe("daily-pattern");
    expect(forecast(steady(0, 3, () => "24").slice(1), november.from + 3 * DAY).method).toBe("run-rate");
  });

  it("knows that weekends cost less", () => {
    const perDay = (day: number) => ([0, 6].includes(new Date(november.from + day * DAY).getUTCDay()) ? "10" : "100");
    // Seen on Thursday 26 November at midnight: two weekdays, a weekend and a Monday are left: 100 + 100 + 10 + 10 + 100 = 320.
    const answer = forecast(steady(-31, 56, perDay), november.from + 25 * DAY);
    const rest = answer.rest.map(({ usd }) => dollars(usd));
    expect(rest).toHaveLength(5);
    expect(rest[2]).toBeLessThan(35);
    expect(rest[0]).toBeGreaterThan(80);
    expect(Math.abs(dollars(picoUsd(answer.total - answer.spent)) - 320)).toBeLessThan(40);
  });

  it("follows spend that doubles for good", () => {
    const answer = forecast(
      steady(-20, 38, (day) => (day < 10 ? "100" : "200")),
      november.from + 18 * DAY,
    );
    // 10 × 100 + 20 × 200 = 5,000, while the run rate says (1,000 + 1,600) / 18 × 30 = 4,333
    expect(dollars(answer.total)).toBeGreaterThan(4_500);
    expect(answer.runRate && dollars(answer.runRate)).toBe(4_333);
  });

  it("does not take one spike for the new normal", () => {
    const answer = forecast(
      steady(-20, 34, (day) => (day === 13 ? "5000" : "100")),
      november.from + 14 * DAY,
    );
    // 13 × 100 + 5,000 + 16 × 100 = 7,900, while the run rate says 6,300 / 14 × 30 = 13,500
    expect(Math.abs(dollars(answer.total) - 7_900)).toBeLessThan(400);
  });

  it("holds a day that is cut against the same hours of earlier days", () => {
    // All spend falls between 18:00 and 24:00, so nothing by noon is as usual.
    const evenings = steady(-14, 29, () => "24").filter(({ at }) => (at / HOUR) % 24 >= 18);
    const noon = november.from + 14 * DAY + 12 * HOUR;
    const answer = forecast(
      evenings.filter(({ at }) => at < noon),
      noon,
    );
    // 6 × 1 a day for 30 days
    expect(dollars(answer.spent)).toBe(84);
    expect(Math.abs(dollars(answer.total) - 180)).toBeLessThan(12);
  });

  it("of a period that has not begun comes from the days before it", () => {
    const answer = forecast(
      steady(-10, 8, () => "24"),
      november.from - 2 * DAY,
    );
    expect(answer).toMatchObject({ spent: 0n, runRate: null, total: parseUsd("720") });
  });

  it("of a finished period is what was spent", () => {
    const spend = steady(0, 30, () => "24");
    expect(forecastPeriod({ period: november, dataThrough: november.to, spend })).toEqual({
      kind: "complete",
      total: parseUsd("720"),
    });
  });

  it("without any spend says that there are no data", () => {
    expect(forecastPeriod({ period: november, dataThrough: november.from + 10 * DAY, spend: [] }).kind).toBe("no-data");
  });

  it("follows the calendar of its zone", () => {
    // Berlin's October has 31 days and 745 hours; at 1 an hour for 10 days of 24 hours, then one day of 25.
    const october = monthPeriod(2026, 10, "Europe/Berlin");
    const spend = Array.from({ length: 240 }, (_, hour) => ({ at: october.from + hour * HOUR, usd: parseUsd("1") }));
    const answer = forecast(spend, october.from + 240 * HOUR, october);
    expect(answer.rest).toHaveLength(21);
    expect(dollars(answer.total)).toBe(31 * 24);
    expect(answer.runRate).toBe(parseUsd("745"));
  });

  it("adds up, is never below what was spent, and does not depend on the order of the points", () => {
    const points = fc.array(
      fc.record({ hour: fc.integer({ min: -1_000, max: 500 }), usd: fc.bigInt({ min: 0n, max: 10n ** 24n }) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(
        points,
        fc.integer({ min: 1, max: 700 }),
        fc.constantFrom("UTC", "America/New_York"),
        (hours, cut, zone) => {
          const period = periodAt("month", november.from + 10 * DAY, zone);
          const spend = hours.map(({ hour, usd }) => ({ at: period.from + hour * HOUR, usd: picoUsd(usd) }));
          const dataThrough = period.from + cut * HOUR;
          const answer = forecastPeriod({ period, dataThrough, spend });
          expect(forecastPeriod({ period, dataThrough, spend: spend.toReversed() })).toEqual(answer);
          if (answer.kind !== "forecast") return;
          expect(answer.total >= answer.spent).toBe(true);
          if (answer.method === "run-rate") return;
          expect(answer.spent + sumUsd(answer.rest.map(({ usd }) => usd))).toBe(answer.total);
          expect(answer.interval && answer.interval.low >= answer.spent).toBe(true);
          expect(answer.interval && answer.interval.low <= answer.total && answer.total <= answer.interval.high).toBe(
            true,
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it("rounds the run rate once", () => {
    // 1 pico-dollar in 1 of 30 days
    expect(plainRunRate(picoUsd(1n), november, november.from + DAY)).toBe(30n);
    expect(plainRunRate(picoUsd(1n), november, november.from)).toBeNull();
  });
});
