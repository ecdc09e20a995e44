import { describe, expect, it } from "vitest";
import { findAnomaly, picoUsd, rational, type AnomalyGrain } from "../src/index.ts";
import { pointsOf, randomFrom, realTraces, syntheticTraces, together, tracesAreHere, type Trace } from "./traces.ts";

const HOUR = 3_600_000;
const WINDOW = 57 * 24;

interface Injection {
  readonly from: number;
  readonly to: number;
}

/** Adds five spikes: 2 to 5 hours, each 4 to 12 times the trace's mean hour, at seeded times after the third week. */
function inject(trace: Trace, random: () => number): { readonly trace: Trace; readonly spikes: Injection[] } {
  const hours = [...trace.hours];
  const mean = Number(hours.reduce((sum, usd) => sum + usd, 0n)) / hours.length;
  const room = Math.floor((hours.length - 22 * 24) / 5);
  const spikes = Array.from({ length: 5 }, (_, index) => {
    const from = 21 * 24 + index * room + Math.floor(random() * (room - 6));
    const to = from + 2 + Math.floor(random() * 4);
    for (let hour = from; hour < to; hour += 1) {
      hours[hour] = (hours[hour] ?? 0n) + BigInt(Math.round(mean * (4 + 8 * random())));
    }
    return { from, to };
  });
  return { trace: { ...trace, hours }, spikes };
}

/** Stretches of consecutive flagged hours (a day's flags hold from the first flagged hour to its midnight). */
function flagged(trace: Trace, grain: AnomalyGrain): Injection[] {
  const points = pointsOf(trace);
  const mean = points.reduce((sum, { usd }) => sum + usd, 0n) / BigInt(points.length);
  const found: Injection[] = [];
  for (let hour = 15 * 24; hour <= trace.hours.length; hour += grain === "hour" ? 1 : 6) {
    const finding = findAnomaly({
      grain,
      dataThrough: trace.from + hour * HOUR,
      zone: "UTC",
      spend: points.slice(Math.max(0, hour - WINDOW - 24), hour),
      ratio: rational(2n),
      floorUsd: picoUsd(mean * (grain === "hour" ? 2n : 6n)),
    });
    if (finding.kind !== "anomaly") continue;
    const span = { from: (finding.from - trace.from) / HOUR, to: hour };
    const last = found.at(-1);
    if (last && span.from <= last.to + 12) found[found.length - 1] = { from: last.from, to: span.to };
    else found.push(span);
  }
  return found;
}

const overlaps = (a: Injection, b: Injection): boolean => a.from < b.to && b.from < a.to;

describe.skipIf(!tracesAreHere)("anomalies in real traces (skipped without ../shared/data)", () => {
  it("are found where spikes were put, and hardly anywhere else", () => {
    const random = randomFrom(11);
    const clients = syntheticTraces(16, 110);
    const sets = {
      "real, even (mooncake)": realTraces().filter(({ name }) => name === "mooncake x2160"),
      "real, bursty (azure)": realTraces().filter(({ name }) => /azure (x3000|chat)$/.test(name)),
      "synthetic, one client": clients.slice(0, 2),
      "synthetic, totals": [0, 8].map((at) => together(`total ${at}`, clients.slice(at, at + 8))),
    };
    const rates = Object.entries(sets).flatMap(([set, traces]) =>
      (["hour", "day"] as const).map((grain) => {
        let [hit, spiked, right, raised, weeks] = [0, 0, 0, 0, 0];
        for (const original of traces) {
          const { trace, spikes } = inject(original, random);
          const found = flagged(trace, grain);
          hit += spikes.filter((spike) => found.some((span) => overlaps(span, spike))).length;
          right += found.filter((span) => spikes.some((spike) => overlaps(span, spike))).length;
          [spiked, raised] = [spiked + spikes.length, raised + found.length];
          weeks += (trace.hours.length - 15 * 24) / 168;
        }
        const [recall, precision] = [hit / spiked, right / Math.max(1, raised)];
        console.log(
          `${set.padEnd(22)} ${grain.padEnd(4)}  recall ${recall.toFixed(2)}  precision ${precision.toFixed(2)}` +
            `  (${spiked} spikes, ${raised} raised, ${((raised - right) / weeks).toFixed(2)} false a week)`,
        );
        return { set, grain, recall, precision };
      }),
    );
    const totals = rates.find(({ set, grain }) => set === "synthetic, totals" && grain === "hour");
    // Measured 0.90 and 0.75: what must not get worse, not what is good enough (one client alone comes to 0.70 and 0.26).
    expect(totals?.recall).toBeGreaterThanOrEqual(0.8);
    expect(totals?.precision).toBeGreaterThanOrEqual(0.7);
    for (const { set, precision } of rates.filter(({ grain }) => grain === "day")) {
      if (set.startsWith("real, even")) expect(precision).toBeGreaterThanOrEqual(0.8);
    }
  }, 300_000);
});
