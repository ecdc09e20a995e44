import { describe, expect, it } from "vitest";
import { assess, callOf, profile } from "./trees.ts";

const MINI = callOf('"gpt-4o-mini"', { cap: 500 });
const LARGE = callOf('"gpt-4o"', { cap: 500 });
const dearer = { base: { "src/a.ts": MINI }, head: { "src/a.ts": LARGE } };
const volume = "workloads: { mine: { at: src, calls_per_month: 100_000 } }\n";

describe("the policies of runrate.yml", () => {
  // $45 → $750 a month: +$705
  it.each([
    ["{ fail: { monthly_usd: 704.99 } }", "fail", /^fails: growth a month of \$705\.00 is above \$704\.99/],
    ["{ fail: { monthly_usd: 705 } }", "pass", /^$/],
    ["{ warn: { percent: 1566 } }", "warn", /^warns: growth of 1566\.67 % is above 1566 %/],
    ["{ warn: { total_monthly_usd: 749 } }", "warn", /^warns: the monthly estimate of \$750\.00 is above \$749\.00/],
    ["{ fail: { per_1k_calls_usd: 7 } }", "fail", /^fails: growth per 1,000 calls of \$7\.05 is above \$7\.00/],
    ["{ fail: { shut_down_models: 90 } }", "fail", /^fails: gpt-4o shuts down on 2027-01-14/],
    ["{ fail: { shut_down_models: 10 } }", "pass", /^$/],
  ])("%s", async (policies, policy, reason) => {
    const { verdict } = await assess({ ...dearer, config: `${volume}policies: ${policies}` });
    expect(verdict).toMatchObject({ direction: "raises", policy });
    expect(verdict.reasons.join("\n")).toMatch(reason);
  });

  it("hold a budget against what is spent and what the change adds, in the budget's scope", async () => {
    const usage = profile([
      { workload: "mine", calls: 100_000, usd: "300" },
      { workload: "rest", model: "gpt-5", calls: 10, usd: "9000" },
    ]);
    const config = (scope: string) => `
workloads: { mine: { at: src } }
budgets: [{ name: b, period: month, amount: $1000, scope: ${scope} }]
policies: { fail: { budget: b } }`;
    const own = await assess({ ...dearer, usage, config: config("{ workload: mine }") });
    // $300 measured + $705
    expect(own.verdict.reasons).toEqual([
      "fails: the monthly estimate of $1,005.00 is above budget b ($1,000.00 a month)",
    ]);
    const other = await assess({ ...dearer, usage, config: config("{ workload: rest, model: gpt-4* }") });
    expect(other.verdict.policy).toBe("pass");
  });

  it("that could not be checked are said, not passed in silence", async () => {
    const { verdict } = await assess({ ...dearer, config: "policies: { fail: { monthly_usd: 1 } }" });
    expect(verdict).toEqual({
      direction: "raises",
      policy: "pass",
      reasons: ["not checked: 1 changed call without a volume of its own; declare it in runrate.yml"],
    });
  });

  it("forbid calls whose model is unresolved or unpriced", async () => {
    const config = "policies: { warn: { unresolved: true }, fail: { unpriced: true } }";
    const head = { "src/a.ts": callOf("process.env.NOWHERE"), "src/b.ts": callOf('"nobody-knows-1"') };
    const { verdict, changes } = await assess({ base: {}, head, config });
    expect(verdict).toMatchObject({ direction: "raises", policy: "fail" });
    expect(verdict.reasons.slice(0, 2)).toEqual([
      "fails: no price is known for nobody-knows-1",
      "warns: the model of 1 changed call is unresolved",
    ]);
    expect(changes.map((change) => change.per_call_usd)).toEqual([null, null]);
  });
});

describe("in public", () => {
  it("no volume, negotiated rate or budget is in the report, and policies hold all the same", async () => {
    const config = `
workloads: { mine: { at: src, calls_per_month: 123_457 } }
prices: { overrides: [{ model: gpt-4o, input: 1.2345, output: 6.789 }] }
policies: { fail: { monthly_usd: 1 } }`;
    const report = await assess({ ...dearer, config, isDisclosed: false });
    expect(report.verdict).toEqual({
      direction: "raises",
      policy: "fail",
      reasons: ["fails: a limit on growth a month is passed (its figures are not public)"],
    });
    expect(report.changes[0]).toMatchObject({ per_call_usd: { after: "0.0075" }, monthly_usd: null, volume: null });
    expect(report).toMatchObject({ disclosed: false, volumes_from: null, prices: { basis: "list" } });
    expect(JSON.stringify(report)).not.toMatch(/123.?457|1\.2345|6\.789/);
  });
});

describe("a dismissal", () => {
  const ignored = (note: string) => ({
    base: { "src/a.ts": MINI },
    head: { "src/a.ts": callOf('"gpt-4o"', { cap: 500, comment: note }) },
  });

  it("in place takes the finding out of changes and totals, counted and shown", async () => {
    const report = await assess(ignored("runrate-ignore: weekly job"));
    expect(report.changes).toEqual([]);
    expect(report.totals).toMatchObject({ changes: 0, dismissed: 1 });
    expect(report.verdict.direction).toBe("neutral");
    expect(report.dismissed).toEqual([
      expect.objectContaining({ path: "src/a.ts", kind: "model", reason: "weekly job", where: "source", new: true }),
    ]);
  });

  it("stands at the call or at the value that changed, also where no call reads it", async () => {
    const call = callOf("MODEL").replace(
      'import OpenAI from "openai";',
      'import OpenAI from "openai";\nimport { MODEL } from "./settings";',
    );
    const trees = (model: string, note: string) => ({
      "src/a.ts": call,
      "src/settings.ts": `export const MODEL = "${model}";${note}\n`,
      "config/llm.yml": `model: ${model}${note.replace("//", "#")}\n`,
    });
    const base = trees("gpt-4o-mini", "");
    expect((await assess({ base, head: trees("gpt-4o", "") })).totals).toMatchObject({ dismissed: 0 });
    const report = await assess({ base, head: trees("gpt-4o", " // runrate-ignore: agreed") });
    expect(report.totals).toMatchObject({ changes: 0 });
    expect(new Set(report.dismissed.map(({ reason, new: isNew }) => `${reason} ${isNew}`))).toEqual(
      new Set(["agreed true"]),
    );
  });

  it("behind other code on the line above is that code's", async () => {
    const two = (model: string) => `import OpenAI from "openai";
const client = new OpenAI();
export const a = (x: string) => client.chat.completions.create({ model: "${model}", messages: [{ role: "user", content: x }] }); // runrate-ignore: known
export const b = (x: string) => client.chat.completions.create({ model: "${model}", messages: [{ role: "user", content: x }] });
`;
    const { totals } = await assess({ base: { "src/a.ts": two("gpt-4o-mini") }, head: { "src/a.ts": two("gpt-4o") } });
    expect(totals).toMatchObject({ changes: 1, dismissed: 1 });
  });

  it("ends after its last day", async () => {
    expect((await assess(ignored("runrate-ignore until 2026-11-24: trial"))).totals.dismissed).toBe(1);
    expect((await assess(ignored("runrate-ignore until 2026-11-23: trial"))).totals).toMatchObject({
      dismissed: 0,
      changes: 1,
    });
  });

  it("that the change brings along does not lift a policy, where it is told to count", async () => {
    const question = { ...ignored("runrate-ignore: trust me"), config: "policies: { fail: { per_1k_calls_usd: 1 } }" };
    expect((await assess(question)).verdict.policy).toBe("pass");
    expect((await assess({ ...question, isOwnDismissalCounted: true })).verdict.policy).toBe("fail");
    const before = { "src/a.ts": callOf('"gpt-4o-mini"', { cap: 500, comment: "runrate-ignore: known" }) };
    expect((await assess({ ...question, base: before, isOwnDismissalCounted: true })).verdict.policy).toBe("pass");
  });

  it("in runrate.yml holds for path, kind and model, and survives a move", async () => {
    const config = (entry: string) => `callsites: { dismissals: [{ at: src/a.ts, reason: agreed, ${entry} }] }`;
    const moved = { base: { "src/a.ts": MINI }, head: { "lib/new.ts": LARGE } };
    for (const question of [dearer, moved]) {
      const { totals, dismissed } = await assess({ ...question, config: config("kinds: [model]") });
      expect([totals.changes, totals.dismissed, dismissed[0]?.where]).toEqual([0, 1, "runrate.yml"]);
    }
    expect((await assess({ ...dearer, config: config("kinds: [limit]") })).totals.changes).toBe(1);
    expect((await assess({ ...dearer, config: config("model: gpt-5") })).totals.changes).toBe(1);
    expect((await assess({ ...dearer, config: config("expires: 2026-11-23") })).totals.changes).toBe(1);
  });
});

describe("a report", () => {
  it("offers cheaper models, the same provider and class first, none that ends soon", async () => {
    const { cheaper } = await assess(dearer);
    expect(cheaper.length).toBeGreaterThan(0);
    const [first] = cheaper;
    expect(first).toMatchObject({ provider: "openai", kind: "same-class", model: "gpt-4o" });
    for (const { instead, per_1k_calls_usd: usd } of cheaper) {
      expect(Number(usd.delta)).toBeLessThan(0);
      expect(instead).not.toMatch(/gpt-4|gpt-3|audio|image|^gpt-5-/);
    }
    expect(cheaper.map(({ kind }) => kind)).toEqual(
      cheaper.map(({ kind }) => kind).toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)),
    );
  });

  it("names models that end, with date and replacement", async () => {
    const { ending } = await assess(dearer);
    expect(ending).toEqual([
      expect.objectContaining({ model: "gpt-4o", date: "2027-01-14", days_left: 51, replacement: expect.any(String) }),
    ]);
  });

  it("lists what is unresolved with the line to add, and whether the change touched it", async () => {
    const open = callOf("process.env.ANSWER_MODEL");
    const computed = callOf("pick(question)");
    const { unresolved } = await assess({
      base: { "src/old.ts": open },
      head: { "src/old.ts": open, "src/new.ts": computed },
    });
    expect(unresolved.map(({ path, touched, declare }) => ({ path, touched, declare }))).toEqual([
      {
        path: "src/new.ts",
        touched: true,
        declare: "callsites:\n  declared:\n    - at: src/new.ts\n      line: 4\n      model: MODEL",
      },
      { path: "src/old.ts", touched: false, declare: "callsites:\n  environment:\n    ANSWER_MODEL: MODEL" },
    ]);
  });

  it("looks at the paths that it is asked about alone", async () => {
    const two = (text: string) => ({ "src/a.ts": text, "lib/b.ts": text });
    const { changes } = await assess({ base: two(MINI), head: two(LARGE), paths: ["lib"] });
    expect(changes.map(({ path }) => path)).toEqual(["lib/b.ts"]);
  });

  it("is below the floor only where every floor says so", async () => {
    const floor = (text: string) => `${volume}policies: { comment_floor: ${text} }`;
    const below = async (text: string) => (await assess({ ...dearer, config: floor(text) })).below_floor;
    expect(await below("{ monthly_usd: 706 }")).toBe(true);
    expect(await below("{ monthly_usd: 705 }")).toBe(false);
    expect(await below("{ monthly_usd: 706, percent: 10 }")).toBe(false);
    expect(await below("{}")).toBe(false);
  });
});

const ORDER = ["same-class", "smaller", "other-provider"];
