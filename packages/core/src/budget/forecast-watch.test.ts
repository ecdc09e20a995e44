import { describe, expect, test } from "vitest";
import { periodAt } from "../period.ts";
import {
  canForecast,
  forecastHours,
  HOUR_MS,
  nextWatch,
  watchAfterChange,
  type ForecastWatch,
} from "./forecast-watch.ts";

const november = periodAt("month", Date.UTC(2026, 10, 10), "UTC");
const day = periodAt("day", Date.UTC(2026, 10, 10), "UTC");
const DAY_MS = 24 * HOUR_MS;

describe("a period can be forecast", () => {
  test("after 3 days of a month and 10 % of a day, not before", () => {
    expect(canForecast(november, november.from + 3 * DAY_MS)).toBe(true);
    expect(canForecast(november, november.from + 3 * DAY_MS - 1)).toBe(false);
    // 10 % of 24 hours is 2 h 24 min
    expect(canForecast(day, day.from + 2.4 * HOUR_MS)).toBe(true);
    expect(canForecast(day, day.from + 2.4 * HOUR_MS - 1)).toBe(false);
    expect(canForecast(day, day.to)).toBe(false);
  });

  test("on the hour: those not yet looked at, the newest after a long pause", () => {
    const at = (hours: number) => november.from + 3 * DAY_MS + hours * HOUR_MS;
    expect(forecastHours(november, at(0), at(2) + 5)).toEqual([at(1), at(2)]);
    expect(forecastHours(november, at(2), at(2) + 5)).toEqual([]);
    expect(forecastHours(november, null, at(1))).toEqual([at(0), at(1)]);
    expect(forecastHours(november, at(0), at(100), 2)).toEqual([at(99), at(100)]);
    expect(forecastHours(november, null, november.from + DAY_MS)).toEqual([]);
  });

  test("and its last hour is the one before its end", () => {
    expect(forecastHours(november, november.to - 2 * HOUR_MS, november.to + 9).at(-1)).toBe(november.to - HOUR_MS);
  });
});

describe("a forecast threshold", () => {
  const seen = (...forecasts: bigint[]): ForecastWatch | undefined =>
    forecasts.reduce<ForecastWatch | undefined>(
      (watch, forecast, index) => nextWatch(watch, "100", index * HOUR_MS, forecast, 1_000n),
      undefined,
    );

  test("stands above after two in a row, not after one, nor after two with a gap", () => {
    expect(seen(1_000n)?.isAbove).toBe(false);
    expect(seen(1_000n, 1_000n)?.isAbove).toBe(true);
    expect(seen(1_000n, 999n, 1_000n)?.isAbove).toBe(false);
  });

  test("is cleared below 97 % alone", () => {
    expect(seen(1_000n, 1_000n, 970n)?.isAbove).toBe(true);
    expect(seen(1_000n, 1_000n, 969n)?.isAbove).toBe(false);
    expect(seen(1_000n, 1_000n, 969n, 1_000n)?.isAbove).toBe(false);
  });

  test("that stood above stays so when the budget changes, unless the new amount clears it", () => {
    const above = seen(1_000n, 1_000n);
    if (above === undefined) throw new Error("no watch");
    expect(watchAfterChange(above, 1_100n, 1_100n)).toMatchObject({ isAbove: true, streak: 0 });
    expect(watchAfterChange(above, 1_000n, 2_000n)).toMatchObject({ isAbove: false, streak: 0 });
  });
});
