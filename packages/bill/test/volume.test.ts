import { describe, expect, it } from "vitest";
import { assess, callOf, profile } from "./trees.ts";

const MINI = '"gpt-4o-mini"';
const LARGE = '"gpt-4o"';
const one = { base: { "src/a.ts": callOf(MINI, { cap: 500 }) }, head: { "src/a.ts": callOf(LARGE, { cap: 500 }) } };
/** 1,000 × $0.15/1M + 500 × $0.60/1M = $0.00045; 1,000 × $2.50/1M + 500 × $10/1M = $0.0075. */
const per = (calls: number) => ({
  before: decimal(45n * BigInt(calls)),
  after: decimal(750n * BigInt(calls)),
  delta: decimal(705n * BigInt(calls)),
});
function decimal(hundredThousandths: bigint): string {
  const text = hundredThousandths.toString().padStart(6, "0");
  return `${text.slice(0, -5)}.${text.slice(-5)}`.replace(/\.?0+$/, "");
}

describe("a declared volume", () => {
  it("is the workload's, by the first glob that fits the call's path", async () => {
    const config = `workloads:
  other: { at: lib/**, calls_per_month: 7 }
  mine: { at: src/**, calls_per_month: 20_000 }
  late: { at: src/a.ts, calls_per_month: 9 }`;
    const { changes, totals, volumes_from: from } = await assess({ ...one, config });
    expect(changes).toEqual([
      expect.objectContaining({
        workload: "mine",
        per_call_usd: { before: "0.00045", after: "0.0075" },
        monthly_usd: per(20_000),
      }),
    ]);
    expect(totals.monthly_usd).toEqual(per(20_000));
    expect(from).toBe("runrate.yml");
  });

  it("of threads is threads × runs × days", async () => {
    const config = "workloads: { mine: { at: src, threads: 100, runs_per_day: 3, days_per_month: 20 } }";
    expect((await assess({ ...one, config })).totals.monthly_usd).toEqual(per(6_000));
  });

  it("comes with sizes of its own: declared tokens instead of assumed ones", async () => {
    const config =
      "workloads: { mine: { at: src, calls_per_month: 1000, input_tokens: 2000, output_tokens: 100, cached_share: 50% } }";
    const { changes } = await assess({ ...one, config });
    // 1,000 × $0.15 + 1,000 × $0.075 + 100 × $0.60 = 285 per 1M; 1,000 × $2.50 + 1,000 × $1.25 + 100 × $10 = 4,750 per 1M
    expect(changes[0]?.per_call_usd).toEqual({ before: "0.000285", after: "0.00475" });
    expect(changes[0]?.assumptions.join("\n")).toMatch(/2,000 tokens a call, declared .*\n.*100 tokens.*\n50 %/);
  });

  it("is at most a call's where several share it, and is split where all of them change", async () => {
    const config = "workloads: { mine: { at: src, calls_per_month: 1001 } }";
    const two = (a: string, b: string) => ({
      "src/a.ts": callOf(a, { cap: 500 }),
      "src/b.ts": callOf(b, { cap: 500 }),
    });
    const some = await assess({ base: two(MINI, MINI), head: two(LARGE, MINI), config });
    expect(some.changes[0]).toMatchObject({ monthly_usd: per(1_001), volume: { share: "at-most" } });
    expect(some.changes[0]?.assumptions[0]).toMatch(/^at most: 1,001 calls a month.*which 2 calls share/);
    expect(some.totals.monthly_at_most).toBe(true);
    const all = await assess({ base: two(MINI, MINI), head: two(LARGE, LARGE), config });
    expect(all.changes.map(({ monthly_usd: monthly }) => monthly)).toEqual([per(501), per(500)]);
    expect(all.totals).toMatchObject({ monthly_usd: per(1_001), monthly_at_most: false });
  });

  it("bounds a workload once, however many of its calls change", async () => {
    const config = "workloads: { mine: { at: src, calls_per_month: 1000 } }";
    const three = (a: string, b: string) => ({
      "src/a.ts": callOf(a, { cap: 500 }),
      "src/b.ts": callOf(b, { cap: 500 }),
      "src/c.ts": callOf(MINI, { cap: 500 }),
    });
    const { totals } = await assess({ base: three(MINI, MINI), head: three(LARGE, LARGE), config });
    expect(totals.monthly_usd).toEqual(per(1_000));
  });
});

describe("a measured volume", () => {
  it("is attributed by workload, by its name or by `match`, with its mean tokens", async () => {
    const config = "workloads: { mine: { at: src, match: { project: shop } } }";
    const usage = profile([
      { project: "shop", calls: 3_000, input_tokens: { mean: 2_000, p95: 4_000 } },
      { project: "else", calls: 90_000 },
    ]);
    const { changes, volumes_from: from } = await assess({ ...one, config, usage });
    // 2,000 × $0.15/1M + 500 × $0.60/1M = $0.0006 a call; × 3,000 = $1.80
    expect(changes[0]).toMatchObject({
      workload: "mine",
      per_call_usd: { before: "0.0006", after: "0.01" },
      monthly_usd: { before: "1.8", after: "30", delta: "28.2" },
      volume: { origin: "measured", share: "own", calls_per_month: { likely: 3_000 } },
    });
    expect(from).toBe("usage.json (2026-10-25 to 2026-11-24)");
    const named = profile([{ workload: "mine", calls: 10 }]);
    expect(
      (await assess({ ...one, config: "workloads: { mine: { at: src } }", usage: named })).totals.monthly_usd,
    ).toEqual(per(10));
  });

  it("of other days than thirty is brought to a month", async () => {
    const config = "workloads: { mine: { at: src } }";
    const usage = profile([{ workload: "mine", calls: 70 }], 7);
    expect((await assess({ ...one, config, usage })).totals.monthly_usd).toEqual(per(300));
  });

  it("of a model is never applied whole to one of several calls that use it", async () => {
    const two = (a: string) => ({ "src/a.ts": callOf(a, { cap: 500 }), "lib/b.ts": callOf(MINI, { cap: 500 }) });
    const { changes, totals } = await assess({
      base: two(MINI),
      head: two(LARGE),
      usage: profile([{ calls: 50_000 }]),
    });
    expect(changes[0]).toMatchObject({ monthly_usd: null, volume: null, monthly_at_most_usd: per(50_000) });
    expect(changes[0]?.assumptions[0]).toMatch(
      /^at most: 50,000 calls a month, measured for all use of gpt-4o-mini, which 2 calls here share/,
    );
    expect(totals).toMatchObject({ monthly_usd: null, without_volume: 1 });
  });

  it("of a model whose only call changes is still only a bound: others may use it elsewhere", async () => {
    const { changes, totals } = await assess({ ...one, usage: profile([{ calls: 50_000 }]) });
    expect(changes[0]).toMatchObject({ monthly_usd: per(50_000), volume: { share: "at-most" } });
    expect(totals.monthly_at_most).toBe(true);
  });

  it("of a workload that stands elsewhere is not this call's", async () => {
    const config = "workloads: { other: { at: lib } }";
    const usage = profile([{ workload: "other", calls: 50_000 }]);
    expect((await assess({ ...one, config, usage })).changes[0]).toMatchObject({
      monthly_usd: null,
      monthly_at_most_usd: null,
    });
  });

  it("says nothing of a call that is new", async () => {
    const { changes } = await assess({
      base: {},
      head: one.head,
      usage: profile([{ model: "gpt-4o", calls: 50_000 }]),
    });
    expect(changes[0]).toMatchObject({ kind: "call-added", monthly_usd: null, direction: "up" });
  });

  it("lets a longer prompt cost more: the measured input is of the prompt before", async () => {
    const config = "workloads: { mine: { at: src } }";
    const usage = profile([{ workload: "mine", calls: 1_000_000, input_tokens: { mean: 1_000, p95: 1_000 } }]);
    const before = callOf(LARGE, { prompt: "Be brief." });
    const after = callOf(LARGE, {
      prompt: "Be brief. Answer in the language of the question, and never invent a fact.",
    });
    const { changes } = await assess({ base: { "src/a.ts": before }, head: { "src/a.ts": after }, config, usage });
    const { before: was, after: is } = changes[0] ?? {};
    const added = (is?.input_tokens.static ?? 0) - (was?.input_tokens.static ?? 0);
    expect(added).toBeGreaterThan(5);
    // $2.50/1M × added tokens × 1M calls
    expect(changes[0]).toMatchObject({ kind: "prompt", direction: "up", monthly_usd: { delta: String(added * 2.5) } });
  });
});

describe("a call with several changes", () => {
  it("costs once in the totals", async () => {
    const config = "workloads: { mine: { at: src, calls_per_month: 1000 } }";
    const head = { "src/a.ts": callOf(LARGE, { cap: 900 }) };
    const { changes, totals } = await assess({ base: one.base, head, config });
    expect(changes.map(({ kind }) => kind).sort()).toEqual(["limit", "model"]);
    expect(new Set(changes.map(({ call }) => call)).size).toBe(1);
    expect(totals).toMatchObject({ changes: 2, calls: 1, monthly_usd: per(1_000) });
  });
});
