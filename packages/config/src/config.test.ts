import { RunrateError } from "@runrate/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkConfig, defaultConfig, parseConfig } from "./config.ts";
import { describeProblem } from "./problem.ts";

const problemsOf = (text: string) => {
  const checked = checkConfig(text, "runrate.yml");
  return checked.kind === "valid" ? [] : checked.problems.map(describeProblem);
};

describe("a configuration that is right", () => {
  test("an empty file, or one of comments, is the default configuration", () => {
    expect(parseConfig("", "runrate.yml")).toEqual(defaultConfig());
    expect(parseConfig("# nothing yet\n", "runrate.yml")).toEqual(defaultConfig());
    expect(parseConfig("budgets:\nworkloads:\n", "runrate.yml")).toEqual(defaultConfig());
  });

  test("a price keeps every digit that stands in the file, and never passes through a float", () => {
    const { prices } = parseConfig(
      "prices: { overrides: [{ model: gpt-4o, input: 0.1000000000000000055511151231257827, output: '2.50' }] }",
      "runrate.yml",
    );
    expect(prices.overrides).toEqual([
      { kind: "rates", model: "gpt-4o", rates: { input: "0.1000000000000000055511151231257827", output: "2.5" } },
    ]);
  });

  test("a name that is written like a number keeps its spelling", () => {
    const { workloads } = parseConfig("workloads: { a: { match: { project: 007 } } }", "runrate.yml");
    expect(workloads[0]?.match).toEqual([{ dimension: "project", values: ["007"] }]);
  });

  test("workloads keep the order of the file, tags stand flat or nested, one glob is a list of one", () => {
    const { workloads } = parseConfig(
      `workloads:
  zeta: { match: { tags.team: [a, b], model: "gpt-4o*" }, at: src/zeta/** }
  alpha: { match: { tags: { team: c } }, calls_per_month: { low: 10, likely: 20, high: 40 }, cached_share: 12.5% }
`,
      "runrate.yml",
    );
    expect(workloads).toEqual([
      {
        name: "zeta",
        at: ["src/zeta/**"],
        match: [
          { dimension: "tag:team", values: ["a", "b"] },
          { dimension: "model", values: ["gpt-4o*"] },
        ],
      },
      {
        name: "alpha",
        at: [],
        match: [{ dimension: "tag:team", values: ["c"] }],
        volume: { kind: "calls", callsPerMonth: { low: 10, likely: 20, high: 40 } },
        cachedBasisPoints: 1250,
      },
    ]);
  });

  test("a budget without thresholds alerts at 50, 80 and 100 % of actual and 100 % of forecast spend", () => {
    const { budgets } = parseConfig("budgets: [{ name: all, period: monthly, amount: $1.5k }]", "runrate.yml");
    expect(budgets).toEqual([
      {
        name: "all",
        scope: [],
        period: "month",
        // 1.5 × 1,000 USD × 10^12
        amount: { kind: "usd", usd: 1_500_000_000_000_000n },
        thresholds: { actual: ["50", "80", "100"], forecast: ["100"] },
      },
    ]);
  });

  test("thresholds are sorted by number, and a list is for actual spend", () => {
    const { budgets } = parseConfig(
      "budgets: [{ name: a, period: day, amount: 500k tokens, thresholds: [100, 9, 80%, 80] }]",
      "runrate.yml",
    );
    expect(budgets[0]?.thresholds).toEqual({ actual: ["9", "80", "100"], forecast: ["100"] });
    expect(budgets[0]?.amount).toEqual({ kind: "tokens", tokens: 500_000n });
  });

  test("a policy's percentages are basis points, and shut-down models look 90 days ahead", () => {
    const { policies } = parseConfig(
      "policies: { warn: { percent: 12.5, monthly_usd: 100 }, fail: { shut_down_models: true, unresolved: true } }",
      "runrate.yml",
    );
    expect(policies.warn).toEqual({ growthBasisPoints: 1_250n, monthlyUsd: 100_000_000_000_000n });
    expect(policies.fail).toEqual({ shutDownModels: true, shutDownWithinDays: 90, unresolved: true });
  });

  test("a fixed cost is the unit price times the quantity", () => {
    const { fixedCosts } = parseConfig("fixed_costs: [{ name: seats, usd: 19.99, quantity: 12 }]", "runrate.yml");
    // 19.99 × 12 = 239.88 USD
    expect(fixedCosts).toEqual([{ name: "seats", usd: 239_880_000_000_000n, quantity: 12, per: "month" }]);
  });

  test("the billing source of a provider is told in words and read as source names", () => {
    const { sources } = parseConfig(
      "sources: { openai: { billing: admin }, anthropic: { billing: [otlp, my-feed] } }",
      "a.yml",
    );
    expect(sources.map(({ provider, billing }) => [provider, billing])).toEqual([
      ["openai", ["openai-admin", "openai-admin:*"]],
      ["anthropic", ["otlp*", "my-feed"]],
    ]);
  });

  test("anchors and aliases share values between sections", () => {
    const { workloads } = parseConfig(
      "workloads: { a: { match: &m { project: x } }, b: { match: *m } }",
      "runrate.yml",
    );
    expect(workloads[1]?.match).toEqual(workloads[0]?.match);
  });
});

describe("a configuration that is wrong", () => {
  test("all problems come at once, in the order of the file, each with line and column", () => {
    expect(
      problemsOf(`timezone: Mars/Base
workload: {}
workloads:
  a: { calls: 5, match: { projct: x } }
  b: { calls_per_month: -1, input_tokens: { low: 5, likely: 1, high: 2 } }
budgets:
  - { name: a, period: fortnight, amount: 5 euros }
`),
    ).toEqual([
      'runrate.yml:1:11: timezone: must be an IANA time zone such as "Europe/Berlin", not "Mars/Base"',
      'runrate.yml:2:1: unknown key "workload", did you mean "workloads"?',
      'runrate.yml:4:8: workloads.a: unknown key "calls", did you mean "calls_per_month"?',
      'runrate.yml:4:27: workloads.a.match: unknown key "projct", did you mean "project"?',
      'runrate.yml:5:25: workloads.b.calls_per_month.likely: must be calls a month: a whole number, not "-1"',
      "runrate.yml:5:43: workloads.b.input_tokens: must have low ≤ likely ≤ high",
      'runrate.yml:7:24: budgets.0.period: must be one of day, week, month, quarter, not "fortnight" (known: day, week, month, quarter)',
      'runrate.yml:7:43: budgets.0.amount: must be dollars or tokens, such as "$1.5k", 1500 or "500k tokens"',
    ]);
  });

  test.each([
    ["a: [", /^runrate\.yml:\d+:\d+: /],
    ["timezone: UTC\ntimezone: UTC\n", /runrate\.yml:2:1: .*unique/],
    ["- a\n- b\n", /1:1: must be a map, not a list/],
    ["a\n---\nb\n", /document/],
    ["workloads: [a]", /workloads: must be a map, not a list/],
    ["budgets: { a: 1 }", /budgets: must be a list, not a map/],
    ["timezone: 5", /must be an IANA time zone/],
    ["timezone: !!js/function x", /tag/],
    ["x: &a [*a]", /alias|unknown key/],
    ["questions: { model: [] }", /questions\.model/],
    ["prices: { overrides: [{ input: 1 }] }", /`model` is missing/],
    ["prices: { overrides: [{ model: a, input: 1 }] }", /needs `input` and `output`/],
    ["prices: { overrides: [{ model: a, input: 1, discount_percent: 5 }] }", /cannot stand beside rates/],
    ["prices: { overrides: [{ model: a, input: 1, output_cached: 1 }] }", /no provider discounts cached output/],
    ["prices: { overrides: [{ model: a, input: -1 }] }", /not negative/],
    ["prices: { overrides: [{ model: a, input: .inf }] }", /must be USD per 1M tokens/],
    ["prices: { overrides: [{ discount_percent: 101 }] }", /from 0 to 100 per cent/],
    ["prices: { overrides: [{ model: a, input: 1, batch: 3 }] }", /factor/],
    ["prices: { overrides: [{ model: a, input: 1, from: 2026-02-30 }] }", /a day/],
    ["prices: { overrides: [{ model: a, input: 1, from: 2026-02-03, to: 2026-02-03 }] }", /must be after `from`/],
    ["workloads: { a: { calls_per_month: 1, threads: 2 } }", /cannot stand beside `calls_per_month`/],
    ["workloads: { a: { cached_share: 140% } }", /from 0 to 1/],
    ["budgets: [{ name: a, period: day, amount: 1 }, { name: a, period: day, amount: 1 }]", /earlier budget/],
    ["budgets: [{ name: a, period: day }]", /budgets\.0\.amount: is missing/],
    ["budgets: [{ name: a, period: day, amount: 1, thresholds: [0] }]", /above 0/],
    ["policies: { fail: { budget: nope } }", /names no budget/],
    ["teams: [{ team: a, match: {}, from: 2026-02-01, to: 2026-01-01 }]", /must be after `from`/],
    ["callsites: { dismissals: [{ at: src }] }", /reason: is missing/],
    [
      "sources: { openai: { organisations: [{ name: eu, key_from: sk-not-a-name }] } }",
      /name of an environment variable/,
    ],
    ["privacy: { pseudonymise_users: maybe }", /must be true or false/],
    ["version: 2", /must be the format of this file: 1/],
    ["a\0b", /binary/],
  ])("%j says what is wrong", (text, expected) => {
    expect(problemsOf(text).join("\n")).toMatch(expected);
  });

  test("a secret in the wrong place is not repeated", () => {
    const secrets = [
      "sk-proj-abcdefghijklmnop1234",
      "xoxb-1234-abcd",
      "postgres://me:hunter2@db/x",
      "redis://me@x:hunter2@db",
    ];
    for (const secret of secrets) {
      const said = problemsOf(`timezone: "${secret}"\nbudgets: "${secret}"\nalerts: { digests: ["${secret}"] }`);
      expect(said).toHaveLength(3);
      expect(said.join("\n")).not.toContain(secret);
    }
  });

  test("parseConfig throws one error that holds every problem", () => {
    const read = () => parseConfig("budgets: 1\nteams: 2\n", "runrate.yml");
    expect(read).toThrow(RunrateError);
    expect(read).toThrow(/runrate\.yml:1:10: .*; runrate\.yml:2:8: /);
  });

  test("a file that is far too large is refused before it is parsed", () => {
    expect(problemsOf("#".repeat(1_000_001))).toEqual([
      "runrate.yml:1:1: is larger than 1 MB: this is not a configuration file",
    ]);
  });

  test("an alias bomb ends in a problem, not in a full memory", () => {
    const levels = Array.from({ length: 30 }, (_, index) => `l${index + 1}: &l${index + 1} [*l${index}, *l${index}]`);
    expect(problemsOf(`l0: &l0 x\n${levels.join("\n")}`)).toHaveLength(31);
  });

  test("whatever the text, reading ends with a value or with problems that have a place", () => {
    const word = fc.constantFrom(
      "budgets",
      "workloads",
      "prices",
      ":",
      "- ",
      "\n",
      "  ",
      "{",
      "}",
      "[",
      "]",
      "&a",
      "*a",
      "'",
      "gpt-4o",
      "1e400",
      "!!",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join("")),
        ),
        (text) => {
          const checked = checkConfig(text, "x.yml");
          if (checked.kind === "valid") return;
          for (const { line, column } of checked.problems) {
            expect(line).toBeGreaterThan(0);
            expect(column).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
