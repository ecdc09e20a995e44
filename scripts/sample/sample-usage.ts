import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Recorded calls, in the order of the trace. Only their token counts are taken; what else the files say is not ours. */
export interface TraceCall {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
}

/** A made-up application that the calls are given to. */
interface Application {
  readonly project: string;
  readonly calls: readonly TraceCall[];
  readonly users: readonly string[];
  /** Relative traffic by hour of the day (UTC) on working days and on the others. */
  readonly traffic: (hour: number, weekend: boolean) => number;
  /** Traffic at the end over traffic at the beginning. */
  readonly growth: number;
  readonly serve: (
    index: number,
    day: string,
  ) => { readonly workload: string; readonly provider: string; readonly model: string };
}

/** The first day of the sample, a Monday, and its weeks. The program that loads it moves it by whole weeks. */
export const SAMPLE_FROM = "2026-09-07";
export const SAMPLE_WEEKS = 12;
/** On this day the support application is moved to a dearer model. */
export const SWITCH_DAY = "2026-11-16";

const HOUR_MS = 3_600_000;
const HEADER = "id,ts,project,workload,user,provider,model,input_tokens,cached_input_tokens,output_tokens,env";

/** @param shared the folder that holds `data/azure_llm_2023` and `data/mooncake` */
export function sampleCsv(shared: string): string {
  const azure = readTrace(join(shared, "data", "azure_llm_2023", "ledger_x3000.csv.gz"));
  const mooncake = readTrace(join(shared, "data", "mooncake", "ledger.csv.gz"));
  const applications: readonly Application[] = [
    {
      project: "support",
      calls: azure.get("chat") ?? [],
      users: ["helpdesk", "web-chat", "phone-desk"],
      traffic: (hour, weekend) => office(hour, 6, 21) * (weekend ? 0.55 : 1),
      growth: 1.25,
      serve: (index, day) =>
        index % 4 === 3
          ? { workload: "triage", provider: "openai", model: "gpt-4o-mini" }
          : { workload: "answers", provider: "openai", model: day < SWITCH_DAY ? "gpt-5.4-mini" : "gpt-5.5" },
    },
    {
      project: "code-review",
      calls: azure.get("code") ?? [],
      users: ["ada", "ben", "chi", "dana", "eli"],
      traffic: (hour, weekend) => office(hour, 8, 18) * (weekend ? 0.08 : 1),
      growth: 1.1,
      serve: () => ({ workload: "reviews", provider: "openai", model: "gpt-5.3-codex" }),
    },
    {
      project: "research",
      calls: mooncake.get("chat") ?? [],
      users: ["analysts", "digest-bot"],
      traffic: (hour, weekend) => (weekend ? 0.25 : 1) * (hour >= 1 && hour < 5 ? 2 : office(hour, 7, 19)),
      growth: 1.15,
      serve: () => ({ workload: "digests", provider: "anthropic", model: "claude-sonnet-5" }),
    },
  ];
  const rows = applications.flatMap((application) => rowsOf(application));
  const ordered = rows.toSorted((a, b) => a.at - b.at || (a.line < b.line ? -1 : 1));
  return [
    HEADER,
    ...ordered.map(({ at, line }, index) => `sample-${index + 1},${new Date(at).toISOString()},${line}`),
    "",
  ].join("\n");
}

function rowsOf(application: Application): { at: number; line: string }[] {
  const times = timesOf(application);
  return application.calls.map((call, index) => {
    const at = times[index] ?? 0;
    const { workload, provider, model } = application.serve(index, new Date(at).toISOString().slice(0, 10));
    const user = application.users[(index * 7) % application.users.length] ?? "";
    const env = index % 23 === 5 ? "staging" : "prod";
    const { inputTokens, cachedInputTokens, outputTokens } = call;
    const line = [
      application.project,
      workload,
      user,
      provider,
      model,
      inputTokens,
      cachedInputTokens,
      outputTokens,
      env,
    ].join(",");
    return { at, line };
  });
}

/** When each call happens: as many in an hour as its share of the traffic, evenly within it, in the order of the trace. */
function timesOf({ calls, traffic, growth }: Application): number[] {
  const start = Date.parse(`${SAMPLE_FROM}T00:00:00Z`);
  const hours = SAMPLE_WEEKS * 7 * 24;
  const weights = Array.from({ length: hours }, (_, index) => {
    const day = Math.floor(index / 24);
    const grown = 1 + ((growth - 1) * index) / hours;
    return traffic(index % 24, day % 7 >= 5) * grown * uneven(day);
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const times: number[] = [];
  let before = 0;
  for (const [hour, weight] of weights.entries()) {
    const share = (weight / whole) * calls.length;
    while (times.length < calls.length && times.length + 0.5 < before + share) {
      const within = (times.length + 0.5 - before) / share;
      times.push(start + Math.round((hour + Math.max(0, within)) * HOUR_MS));
    }
    before += share;
  }
  while (times.length < calls.length) times.push(start + hours * HOUR_MS - 1);
  return times;
}

/** Little at night, most in the middle of the working hours. */
function office(hour: number, from: number, to: number): number {
  if (hour < from || hour >= to) return 0.06;
  return 0.4 + 0.6 * Math.sin((Math.PI * (hour - from + 0.5)) / (to - from));
}

/** No two days are alike: a fixed factor between 0.85 and 1.15 for each. */
function uneven(day: number): number {
  return 0.85 + (((day * 7_919 + 13) % 31) / 30) * 0.3;
}

/** The calls of a file by the kind of service that it names. */
function readTrace(path: string): Map<string, TraceCall[]> {
  const [header = "", ...lines] = gunzipSync(readFileSync(path)).toString("utf8").trim().split("\n");
  const names = header.split(",");
  const column = (cells: readonly string[], name: string): string => cells[names.indexOf(name)] ?? "";
  const calls = new Map<string, TraceCall[]>();
  for (const line of lines) {
    const cells = line.split(",");
    const kind = column(cells, "service");
    const call = {
      inputTokens: Number(column(cells, "input_tokens")),
      cachedInputTokens: Number(column(cells, "cached_input_tokens")),
      outputTokens: Number(column(cells, "output_tokens")),
    };
    const own = calls.get(kind);
    if (own) own.push(call);
    else calls.set(kind, [call]);
  }
  return calls;
}
