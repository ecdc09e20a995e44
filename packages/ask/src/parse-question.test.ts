import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KnownNames } from "./grammar/context.ts";
import { EXAMPLE_QUESTIONS, parseQuestion } from "./parse-question.ts";
import { questionText } from "./question-text.ts";
import type { Query, QueryDimension } from "./query.ts";

const MODELS = ["gpt-4o", "gpt-4o-mini", "claude-sonnet-5"];
const known: KnownNames = {
  values: new Map<QueryDimension, readonly string[]>([
    ["project", ["search", "chat"]],
    ["model", MODELS],
    ["user", ["ada"]],
    ["team", ["chat"]],
  ]),
  tags: ["env"],
  models: MODELS,
  providers: ["openai", "anthropic"],
  budgets: ["Search team"],
  model: (name) => (MODELS.includes(name.toLowerCase()) ? "exact" : undefined),
};
const context = { now: Date.parse("2026-11-24T12:00:00Z"), zone: "UTC", known };
const parse = (text: string) => parseQuestion(text, context);

const month = (back: number) => ({ kind: "unit", unit: "month", back }) as const;
const spend = { where: [], zone: null };

describe("a question", () => {
  it.each<[string, Query]>([
    ["", { kind: "overview", ...spend }],
    ["/cost", { kind: "overview", ...spend }],
    ["this month", { kind: "total", period: month(0), ...spend }],
    ["how much did we spend last month", { kind: "total", period: month(1), ...spend }],
    ["last month how much", { kind: "total", period: month(1), ...spend }],
    ["yesterday", { kind: "total", period: { kind: "unit", unit: "day", back: 1 }, ...spend }],
    ["october", { kind: "total", period: { kind: "month", year: 2026, month: 10 }, ...spend }],
    ["december", { kind: "total", period: { kind: "month", year: 2025, month: 12 }, ...spend }],
    [
      "last 7 days by model",
      { kind: "breakdown", period: { kind: "last", unit: "day", count: 7 }, ...spend, by: ["model"], top: null },
    ],
    [
      "by model last 7 days",
      { kind: "breakdown", period: { kind: "last", unit: "day", count: 7 }, ...spend, by: ["model"], top: null },
    ],
    [
      "by project and model this month",
      { kind: "breakdown", period: month(0), ...spend, by: ["project", "model"], top: null },
    ],
    [
      "top 5 projects last 30 days",
      { kind: "breakdown", period: { kind: "last", unit: "day", count: 30 }, ...spend, by: ["project"], top: 5 },
    ],
    [
      "daily spend last week",
      { kind: "breakdown", period: { kind: "unit", unit: "week", back: 1 }, ...spend, by: ["day"], top: null },
    ],
    [
      "by model this month vs last",
      { kind: "compare", period: month(0), against: { kind: "previous" }, ...spend, by: "model", top: null },
    ],
    [
      "this month vs last month",
      { kind: "compare", period: month(0), against: month(1), ...spend, by: null, top: null },
    ],
    [
      "month over month",
      { kind: "compare", period: month(0), against: { kind: "previous" }, ...spend, by: null, top: null },
    ],
    [
      "gpt-4o this month",
      { kind: "total", period: month(0), where: [{ dimension: "model", values: ["gpt-4o"] }], zone: null },
    ],
    [
      "this month project:Search tag:env=prod",
      {
        kind: "total",
        period: month(0),
        where: [
          { dimension: "project", values: ["search"] },
          { dimension: "tag:env", values: ["prod"] },
        ],
        zone: null,
      },
    ],
    [
      "today in Europe/Berlin",
      { kind: "total", period: { kind: "unit", unit: "day", back: 0 }, where: [], zone: "Europe/Berlin" },
    ],
    [
      "cost of 2k in 500 out on gpt-4o-mini",
      {
        kind: "run_cost",
        models: ["gpt-4o-mini"],
        inputTokens: 2_000,
        cachedInputTokens: 0,
        outputTokens: 500,
        tier: "standard",
        runs: 1,
        worstCase: false,
      },
    ],
    [
      "2000/500 tokens gpt-4o batch",
      {
        kind: "run_cost",
        models: ["gpt-4o"],
        inputTokens: 2_000,
        cachedInputTokens: 0,
        outputTokens: 500,
        tier: "batch",
        runs: 1,
        worstCase: false,
      },
    ],
  ])("%j is understood", (text, query) => {
    expect(parse(text)).toEqual(query);
  });

  it.each([
    ["by modle", "by"],
    ["gibberish", '"gibberish" was not understood'],
    ["yesturday", "did you mean yesterday"],
    ["cost of 2000 constructor in 500 out on gpt-4o-mini", "was not understood"],
    ["spend of chat", "more than one thing"],
    ["from 2026-11-05 to 2026-11-01", "not after"],
    ["what would we have spent", "what would be different"],
    ["this year vs last year by quarter", "a comparison cannot be laid out by quarter"],
    ["this month vs last by project and model", "a comparison cannot be laid out by model"],
    ["why by day", "a change cannot be laid out by day"],
    ["savings by project", "savings cannot be laid out by project"],
    ["what if everything ran on gpt-4o-mini by project", "a what-if cannot be laid out by project"],
    ["forecast next month", "a period that is running"],
    ["last friday of october", "is no period that is known"],
    ["last 400 days of october", "is no period that is known"],
    ["first half of all time", "was not understood"],
    ["next month", "has not come yet"],
    ["spend in euros", "US dollars"],
    ["week 54", "there is no week 54"],
    ["billed by user", "a bill does not tell users apart"],
    ["billed this month vs last", "one period at a time"],
    ["x".repeat(501), "at most 500 characters"],
  ])("%j is not guessed at", (text, words) => {
    const answer = parse(text);
    expect(answer.kind).toBe("not_understood");
    expect("reason" in answer && answer.reason).toContain(words);
    expect("suggestions" in answer && answer.suggestions.length).toBeGreaterThan(0);
  });

  it("that is suggested can be asked as it stands", () => {
    expect(EXAMPLE_QUESTIONS.filter((text) => parse(text).kind === "not_understood")).toEqual([]);
  });

  it("is parsed to the same query again from its own words", () => {
    const periods = [
      "today",
      "yesterday",
      "last week",
      "october 2025",
      "q3 2026",
      "in 2025",
      "last 12 hours",
      "since 2026-11-03",
    ];
    const rests = [
      "",
      "by model",
      "by day project",
      "top 3 by user",
      "vs previous",
      "vs a year ago",
      "by model vs previous",
      'model:"gpt-4o"',
    ];
    for (const period of periods) {
      for (const rest of rests) {
        const query = parse(`${period} ${rest}`.trim());
        if (query.kind === "not_understood") throw new Error(`"${period} ${rest}": ${query.reason}`);
        expect(parse(questionText(query)), `${period} ${rest} → ${questionText(query)}`).toEqual(query);
      }
    }
  });

  it("of any text is answered without an exception", () => {
    const word = fc.constantFrom(
      "by",
      "model",
      "vs",
      "last",
      "7",
      "days",
      "$",
      "top",
      "model:",
      '"',
      "from",
      "to",
      "2026-99-99",
      "%",
      "in",
      "Europe/",
      "__proto__",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 400 }),
          fc.array(word).map((words) => words.join(" ")),
        ),
        (text) => {
          expect(typeof parse(text).kind).toBe("string");
        },
      ),
    );
  });
});
