import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseUsd, picoUsd, type SpendPoint } from "../src/index.ts";

/** Hourly spend of one real or derived trace, from the start of a UTC day. */
export interface Trace {
  readonly name: string;
  readonly set: "real" | "servegen" | "synthetic";
  readonly from: number;
  /** Whole days of 24 hours. */
  readonly hours: readonly bigint[];
}

const HOUR = 3_600_000;
const shared = process.env.RUNRATE_SHARED ?? resolve(import.meta.dirname, "../../../../shared");

export const tracesAreHere = existsSync(join(shared, "data/servegen/hourly_usage.csv.gz"));

/** USD per 1M tokens, as the traces' golden.json states them. */
const PRICES: Readonly<Record<string, readonly [input: bigint, cached: bigint, output: bigint]>> = {
  "gpt-3.5-turbo": micro("1.5", "1.5", "2"),
  "gpt-4": micro("30", "30", "60"),
  "gpt-4o": micro("2.5", "1.25", "10"),
  "gpt-4o-mini": micro("0.15", "0.075", "0.6"),
};

function micro(input: string, cached: string, output: string): readonly [bigint, bigint, bigint] {
  return [parseUsd(input) / 1_000_000n, parseUsd(cached) / 1_000_000n, parseUsd(output) / 1_000_000n];
}

interface Event {
  readonly at: number;
  readonly who: string;
  readonly model: string;
  readonly usd: bigint;
}

function readEvents(path: string, time: string, who: string): Event[] {
  const [header = "", ...lines] = gunzipSync(readFileSync(join(shared, "data", path)))
    .toString()
    .trim()
    .split("\n");
  const names = header.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    const cell = (name: string): string => cells[names.indexOf(name)] ?? "";
    const count = (name: string): bigint => BigInt(cell(name) || "0");
    const [input, cached, output] = PRICES[cell("model")] ?? [0n, 0n, 0n];
    const usd =
      (count("input_tokens") - count("cached_input_tokens")) * input +
      count("cached_input_tokens") * cached +
      count("output_tokens") * output;
    return { at: Date.parse(cell(time)), who: cell(who), model: cell("model"), usd };
  });
}

/** Sums events to hours after stretching their time axis, from the first event's day; a last day that is cut is dropped. */
function hourly(name: string, set: Trace["set"], events: readonly Event[], stretch = 1): Trace {
  const from = events[0]?.at ?? 0;
  const last = events.reduce((latest, { at }) => Math.max(latest, at), from);
  const hours = Array.from({ length: Math.floor(((last - from) * stretch + HOUR) / (24 * HOUR)) * 24 }, () => 0n);
  for (const { at, usd } of events) {
    const hour = Math.floor(((at - from) * stretch) / HOUR);
    if (hour < hours.length) hours[hour] = (hours[hour] ?? 0n) + usd;
  }
  return { name, set, from, hours };
}

export function realTraces(): Trace[] {
  const azure = readEvents("azure_llm_2023/ledger_x3000.csv.gz", "ts", "service");
  const mooncake = readEvents("mooncake/ledger.csv.gz", "ts", "service");
  return [
    ...[0.7, 1, 1.7, 2.5].map((stretch) => hourly(`azure x${stretch * 3_000}`, "real", azure, stretch)),
    ...["chat", "code"].map((who) =>
      hourly(
        `azure ${who}`,
        "real",
        azure.filter((event) => event.who === who),
      ),
    ),
    ...[1, 3].map((stretch) => hourly(`mooncake x${stretch * 720}`, "real", mooncake, stretch)),
  ];
}

/** The total, both models and the 60 dearest clients of ServeGen's 14 days. */
export function servegenTraces(): Trace[] {
  const events = readEvents("servegen/hourly_usage.csv.gz", "hour_start", "project_id");
  const groups = new Map<string, Event[]>();
  for (const event of events) {
    for (const name of ["total", event.model, event.who]) {
      const group = groups.get(name);
      if (group) group.push(event);
      else groups.set(name, [event]);
    }
  }
  const total = (name: string): bigint => (groups.get(name) ?? []).reduce((sum, { usd }) => sum + usd, 0n);
  const from = Date.parse("2026-10-25T00:00:00Z");
  return [...groups.keys()]
    .toSorted((a, b) => Number(total(b) - total(a)))
    .slice(0, 60)
    .map((name) => {
      const hours = Array.from({ length: 14 * 24 }, () => 0n);
      for (const { at, usd } of groups.get(name) ?? []) {
        const hour = (at - from) / HOUR;
        hours[hour] = (hours[hour] ?? 0n) + usd;
      }
      return { name: `servegen ${name}`, set: "servegen", from, hours } satisfies Trace;
    });
}

/** A small seeded generator: the same traces on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Five months of days drawn from real clients' days (hour profile and day-to-day variation), with a weekend effect, growth
 * and, in two of five, one lasting change of level, as nobody publishes such long traces.
 */
export function syntheticTraces(count: number, days = 150): Trace[] {
  const random = randomFrom(7);
  const pick = <Value>(values: readonly Value[]): Value => {
    const value = values[Math.floor(random() * values.length)];
    if (value === undefined) throw new RangeError("nothing to pick from");
    return value;
  };
  const clients = servegenTraces()
    .slice(3)
    .map((trace) => Array.from({ length: 14 }, (_, day) => trace.hours.slice(day * 24, day * 24 + 24).map(Number)))
    .filter((client) => client.every((day) => sum(day) > 0));
  const from = Date.parse("2026-05-01T00:00:00Z");
  return Array.from({ length: count }, (_, index) => {
    const client = pick(clients);
    const median = client.map(sum).toSorted((a, b) => a - b)[7] ?? 1;
    const weekend = pick([0.2, 0.5, 0.8, 1]);
    const growth = pick([-0.3, -0.1, 0, 0, 0.1, 0.3, 0.6]);
    const change = pick([1, 1, 1, 2, 0.5]);
    const changeDay = 40 + Math.floor(random() * (days - 80));
    let drift = 0;
    const hours: bigint[] = [];
    for (let day = 0; day < days; day += 1) {
      drift = 0.5 * drift + 0.6 * Math.log(Math.min(3, Math.max(0.3, sum(pick(client)) / median)));
      const isWeekend = [0, 6].includes(new Date(from + day * 24 * HOUR).getUTCDay());
      const level =
        median *
        Math.exp(drift) *
        (1 + growth) ** (day / 30) *
        (isWeekend ? weekend : 1) *
        (day >= changeDay ? change : 1);
      const profile = pick(client);
      for (const hour of profile) hours.push(BigInt(Math.round((level * hour) / sum(profile))));
    }
    return { name: `synthetic ${index}`, set: "synthetic", from, hours } satisfies Trace;
  });
}

/** Several traces added up, each scaled to the same size: what an organisation's total looks like. */
export function together(name: string, traces: readonly Trace[]): Trace {
  const [first] = traces;
  if (first === undefined) throw new RangeError("no traces to add up");
  const sizes = traces.map(({ hours }) => hours.reduce((total, usd) => total + usd, 0n));
  const hours = first.hours.map((_, hour) =>
    traces.reduce((total, trace, index) => {
      return total + ((trace.hours[hour] ?? 0n) * (sizes[0] ?? 1n)) / (sizes[index] ?? 1n);
    }, 0n),
  );
  return { ...first, name, hours };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function pointsOf(trace: Trace): SpendPoint[] {
  return trace.hours.map((usd, hour) => ({ at: trace.from + hour * HOUR, usd: picoUsd(usd) }));
}
