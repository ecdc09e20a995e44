import { describe, expect, it } from "vitest";
import { forecastPeriod, plainRunRate, type Period } from "../src/index.ts";
import { pointsOf, realTraces, servegenTraces, syntheticTraces, tracesAreHere, type Trace } from "./traces.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Score {
  readonly ours: number[];
  readonly runRate: number[];
  inside: number;
}

/** Every whole week (from Monday), month and, for two weeks' traces, the whole trace as a period. */
function periodsOf(trace: Trace): Period[] {
  const days = trace.hours.length / 24;
  const whole: Period[] = [];
  const add = (start: number, end: number, unit: "week" | "month" | "day") => {
    if (start < 0 || end > days || end <= start) return;
    const at = { from: trace.from + start * DAY, to: trace.from + end * DAY };
    whole.push({ ...at, unit, count: unit === "day" ? end - start : 1, zone: "UTC" });
  };
  for (let day = 0; day < days; day += 1) {
    const date = new Date(trace.from + day * DAY);
    if (date.getUTCDay() === 1) add(day, day + 7, "week");
    const next = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
    if (date.getUTCDate() === 1) add(day, (next - trace.from) / DAY, "month");
  }
  if (days <= 21) add(0, days, "day");
  return whole;
}

/** Cut-offs at midnight and at 11:00 of every day, from the third day of data on. */
function backtest(traces: readonly Trace[], scores: Map<string, Score>): void {
  for (const trace of traces) {
    const points = pointsOf(trace);
    for (const period of periodsOf(trace)) {
      const actual = points
        .filter(({ at }) => at >= period.from && at < period.to)
        .reduce((sum, { usd }) => sum + usd, 0n);
      if (actual === 0n) continue;
      for (let day = period.from + DAY; day < period.to; day += DAY) {
        for (const dataThrough of [day, day + 11 * HOUR]) {
          if (dataThrough - trace.from < 3 * DAY) continue;
          const spend = points.filter(({ at }) => at < dataThrough && at >= dataThrough - 60 * DAY);
          const forecast = forecastPeriod({ period, dataThrough, spend });
          if (forecast.kind !== "forecast" || forecast.method === "run-rate") continue;
          const plain = plainRunRate(forecast.spent, period, dataThrough) ?? 0n;
          const off = (total: bigint) => Math.abs(Number(total - actual)) / Number(actual);
          for (const name of ["all", `${trace.set} ${period.unit}`]) {
            const score = scores.get(name) ?? { ours: [], runRate: [], inside: 0 };
            scores.set(name, score);
            score.ours.push(off(forecast.total));
            score.runRate.push(off(plain));
            const { interval } = forecast;
            if (interval !== null && interval.low <= actual && actual <= interval.high) score.inside += 1;
          }
        }
      }
    }
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`.padStart(8);

describe.skipIf(!tracesAreHere)("forecasts of real traces (skipped without ../shared/data)", () => {
  it("are nearer to what came than the plain run rate", () => {
    const scores = new Map<string, Score>();
    backtest([...realTraces(), ...servegenTraces(), ...syntheticTraces(6)], scores);
    const table = [...scores].map(([name, { ours, runRate, inside }]) => {
      const better = ours.filter((error, index) => error < (runRate[index] ?? 0)).length / ours.length;
      return [
        name.padEnd(18),
        String(ours.length).padStart(6),
        `median error ${percent(median(ours))}`,
        `run rate ${percent(median(runRate))}`,
        `nearer ${percent(better)}`,
        `in interval ${percent(inside / ours.length)}`,
      ].join("  ");
    });
    console.log(table.join("\n"));
    const all = scores.get("all");
    expect(all && median(all.ours) < 0.85 * median(all.runRate)).toBe(true);
    expect(all && all.inside / all.ours.length).toBeGreaterThan(0.75);
    const weekly = scores.get("synthetic week");
    expect(weekly && median(weekly.ours) < 0.7 * median(weekly.runRate)).toBe(true);
  }, 120_000);
});
