import { bundledCatalogue } from "@runrate/catalogue";
import { applyOverrides, parseUsd, sumUsd } from "@runrate/core";
import { closeMonth, pruneRecords } from "@runrate/ledger";
import { describe, expect, it } from "vitest";
import { answerJson, askAfter, askQuestion, type AskContext } from "../src/index.ts";
import { asking, HEADER, load } from "./ledger.ts";

const NOW = "2026-11-24T12:00:00Z";

async function ask(text: string, context: AskContext) {
  return answerJson(await askQuestion(text, context));
}

/** gpt-4o: 2.50 in, 10 out; gpt-4o-mini: 0.15 in, 0.60 out; per 1M tokens. */
const USAGE = `${HEADER}
2026-10-05T00:00:00Z,search,openai,gpt-4o-mini,standard,1,10000000,0,0,prod
2026-10-06T00:00:00Z,chat,openai,gpt-4o,standard,1,1000000,0,0,prod
2026-10-28T00:00:00Z,chat,openai,gpt-4o,standard,1,4000000,0,0,prod
2026-11-02T00:00:00Z,search,openai,gpt-4o,standard,1,10000000,0,0,prod
2026-11-03T00:00:00Z,chat,openai,gpt-4o,standard,1,2000000,0,0,staging
2026-11-24T09:00:00Z,chat,openai,gpt-4o,batch,1,2000000,0,0,prod
`;

describe("the answer to a question", () => {
  it("about a month has its total, counts, zone and how far the data reach", async () => {
    await using context = await asking(USAGE, { now: NOW });
    // 25 + 5 + 2.50 (batch is half)
    expect(await ask("this month", context)).toMatchObject({
      kind: "total",
      question: "this month",
      headline: "November 2026 so far (UTC): $32.50",
      period: { from: "2026-11-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z", zone: "UTC", partial: true },
      currency: "USD",
      total_usd: "32.5",
      requests: 3,
      input_tokens: 14_000_000,
      basis: "list",
      data_through: "2026-11-24T09:00:00.001Z",
      unpriced: { requests: 0, models: [] },
      coverage: [{ source: "test", provider: "openai", stale: false, included: true }],
    });
  });

  it("about a period that began before the first record says so, since $0 of then is no fact", async () => {
    await using context = await asking(USAGE, { now: NOW });
    const notes = async (text: string) => (await ask(text, context)).warnings;
    expect(await notes("q3 by model")).toEqual([
      "usage is recorded from 2026-10-05 on: nothing is known of this period",
    ]);
    expect(await notes("monthly trend this year")).toEqual([
      "usage is recorded from 2026-10-05 on: the period is covered in part",
    ]);
    expect([...(await notes("all time")), ...(await notes("october"))]).toEqual([]);
  });

  it("leaves out what is dated after now, and cuts days in the zone of the question", async () => {
    await using context = await asking(USAGE, { now: "2026-11-03T06:00:00Z" });
    expect((await ask("this month", context)).total_usd).toBe("30");
    // Midnight UTC is the evening before in New York.
    expect((await ask("2026-11-02 in America/New_York", context)).total_usd).toBe("5");
  });

  it("why names the causes, whose parts add up to the difference", async () => {
    await using context = await asking(USAGE, { now: NOW });
    const answer = await ask("why", context);
    // October up to the 24th: 1.50 + 2.50; November: 32.50.
    expect(answer).toMatchObject({ kind: "why", total_usd: "32.5", earlier_usd: "4", delta_usd: "28.5" });
    expect(answer.headline).toContain("most of it: search, dearer models +$23.50");
    const driven = sumUsd(answer.drivers.map(({ usd }) => parseUsd(usd)));
    expect(driven).toBe(parseUsd("28.5"));
    const rows = answer.rows.map((row) => [row["project"], row["earlier_usd"], row["usd"], row["delta_usd"]]);
    expect(rows).toEqual([
      ["search", "1.5", "25", "23.5"],
      ["chat", "2.5", "7.5", "5"],
    ]);
  });

  it("comparisons, overviews and forecasts do without the minutes of a month whose single calls are gone", async () => {
    const usage = `${USAGE}2026-10-24T09:00:00Z,chat,openai,gpt-4o,standard,1,400000,0,0,prod\n`;
    await using context = await asking(usage, { now: "2026-11-24T12:34:56Z" });
    await pruneRecords(context.ledger, Date.parse("2026-11-01T00:00:00Z"), "ada");
    expect(await ask("this month vs last", context)).toMatchObject({ total_usd: "32.5", earlier_usd: "4" });
    expect(await ask("why", context)).toMatchObject({ total_usd: "32.5", earlier_usd: "4" });
    expect((await ask("", context)).total_usd).toBe("32.5");
    expect((await ask("forecast", context)).kind).toBe("forecast");
    expect((await ask("forecast for env:prod", context)).kind).toBe("forecast");
  });

  it("why tells a change of list price from a change of use", async () => {
    // gpt-5.6-terra: 2.50 in before 2026-07-30, 2.00 from then on.
    const csv = `${HEADER}
2026-06-10T00:00:00Z,search,openai,gpt-5.6-terra,standard,10,1000000,0,0,prod
2026-08-10T00:00:00Z,search,openai,gpt-5.6-terra,standard,10,1000000,0,0,prod
`;
    await using context = await asking(csv, { now: NOW });
    expect(await ask("why august 2026 vs june 2026 by model", context)).toMatchObject({
      total_usd: "2",
      earlier_usd: "2.5",
      drivers: [{ name: "gpt-5.6-terra", part: "price", cause: "lower prices", usd: "-0.5" }],
    });
    // July's second half holds both prices.
    await load(
      context.ledger,
      `${HEADER}
2026-07-29T00:00:00Z,search,openai,gpt-5.6-terra,standard,10,1000000,0,0,prod
2026-07-30T00:00:00Z,search,openai,gpt-5.6-terra,standard,10,1000000,0,0,prod
`,
      context.catalogue,
      context.now,
      "test",
    );
    const mixed = await ask("why july 2026 vs june 2026 by model", context);
    expect(mixed.drivers.map(({ part, usd }) => [part, usd])).toEqual([
      ["volume", "2.5"],
      ["price", "-0.5"],
    ]);
  });

  it("forecast is what was spent and what the days that are left are expected to cost", async () => {
    const start = Date.parse("2026-10-01T00:00:00Z");
    const hours = Array.from({ length: 54 * 24 }, (_, index) => new Date(start + index * 3_600_000).toISOString());
    const rows = hours.map((hour) => `${hour},search,openai,gpt-4o,standard,1,400000,0,0,prod`);
    const csv = `${HEADER.replace("ts", "hour_start")}\n${rows.join("\n")}\n`;
    await using context = await asking(csv, { now: "2026-11-24T00:00:00Z" });
    const answer = await ask("forecast", context);
    // $1 an hour: 23 days, and 7 more of the same.
    expect(answer).toMatchObject({
      kind: "forecast",
      spent_usd: "552",
      total_usd: "720",
      last_usd: "744",
      method: "daily-pattern",
    });
    expect(answer.series.map(({ name, points }) => [name, points.length])).toEqual([
      ["spent", 23],
      ["expected", 7],
    ]);
  });

  it("names what has no price, and never counts it as nothing", async () => {
    const csv = `${USAGE}2026-11-24T10:00:00Z,chat,,never-heard-of,standard,3,100,0,5,prod\n`;
    await using context = await asking(csv, { now: NOW });
    for (const question of ["this month", "", "forecast", "why", "this month by model vs last", "trend"]) {
      const answer = await ask(question, context);
      expect(answer.headline, `"${question}"`).toContain("at least");
      expect(answer.unpriced, `"${question}"`).toEqual({ requests: 3, models: ["never-heard-of"] });
    }
    const { rows } = await ask("this month by model", context);
    expect(rows.find((row) => row["model"] === "never-heard-of")).toMatchObject({ requests: 3, usd: null });
  });

  it("names a stale source whose missing data belong to the period, and keeps quiet about one that is complete", async () => {
    await using context = await asking(USAGE, { now: "2026-12-10T00:00:00Z" });
    expect((await ask("this month", context)).warnings.join()).toContain(
      "test (openai) has delivered nothing since 2026-11-24",
    );
    expect((await ask("october", context)).warnings).toEqual([]);
  });

  it("is a range where calls were counted together across a long-context bound, and likely is said to be so", async () => {
    // 10 calls with 3M tokens: at 2.5 or, above 272,000, at 5 per 1M.
    const csv = `${HEADER}\n2026-11-10T00:00:00Z,search,openai,gpt-5.4,standard,10,3000000,0,0,prod\n`;
    await using context = await asking(csv, { now: NOW });
    const answer = await ask("this month by model", context);
    expect(answer).toMatchObject({ total_usd: "15", total_usd_low: "7.5", total_usd_high: "15" });
    expect(answer.rows).toEqual([expect.objectContaining({ usd: "15", usd_low: "7.5", usd_high: "15" })]);
    expect(answer.assumptions.join()).toContain("between $7.50 and $15.00");
  });

  it("says at which prices it was computed", async () => {
    const catalogue = applyOverrides(bundledCatalogue(), [
      { kind: "discount", provider: "openai", discountPercent: "10" },
    ]);
    await using context = await asking(USAGE, { now: NOW, catalogue });
    expect(await ask("october", context)).toMatchObject({ basis: "negotiated", total_usd: "12.6" });
  });

  it("about a closed month says how it has changed since", async () => {
    await using context = await asking(USAGE, { now: NOW });
    await closeMonth(context.ledger, "2026-10", "test");
    expect((await ask("october", context)).warnings).toEqual([]);
    const late = `${HEADER}\n2026-10-20T00:00:00Z,chat,openai,gpt-4o,standard,1,400000,0,0,prod\n`;
    await load(context.ledger, late, context.catalogue, context.now, "test");
    const said = ["2026-10 was closed at $14.00 and has been restated since by +$1.00 (+7.1%)"];
    expect((await ask("october", context)).warnings).toEqual(said);
    expect((await ask("this month vs last", context)).warnings).toEqual(expect.arrayContaining(said));
    expect((await ask("this month", context)).warnings).toEqual([]);
  });

  it("about a name that was never recorded says so", async () => {
    await using context = await asking(USAGE, { now: NOW });
    const { warnings } = await ask("this month project:serch", context);
    expect(warnings).toEqual(['nothing was ever recorded for project "serch": did you mean search?']);
    expect((await ask("this month model:gpt-6-luna", context)).warnings).toEqual([
      'nothing was ever recorded for model "gpt-6-luna": `price of gpt-6-luna` says what it costs',
    ]);
  });

  it("of an empty ledger is not $0", async () => {
    await using context = await asking("", { now: NOW });
    for (const question of ["", "this month", "by model", "why", "trend", "forecast"]) {
      expect((await ask(question, context)).headline, `"${question}"`).toContain("no usage has been recorded yet");
    }
  });

  it("groups by teams and tags, and finds their names without being told what they are", async () => {
    const yml = "teams:\n  - { team: discovery, match: { project: search } }\n";
    await using context = await asking(USAGE, { now: NOW, yml });
    expect((await ask("staging this month", context)).total_usd).toBe("5");
    expect((await ask("discovery this month", context)).total_usd).toBe("25");
    const { rows } = await ask("this month by env", context);
    expect(rows.map((row) => [row["tag:env"], row["usd"]])).toEqual([
      ["prod", "27.5"],
      ["staging", "5"],
    ]);
  });

  it("to the bare question has what a month is judged by", async () => {
    const yml = `budgets:
  - { name: all, period: month, amount: $100 }
  - { name: search, period: month, amount: $30, scope: { project: search } }
fixed_costs:
  - { name: seats, usd: 20, quantity: 3 }
`;
    await using context = await asking(USAGE, { now: NOW, yml });
    const answer = await ask("", context);
    expect(answer).toMatchObject({
      kind: "total",
      total_usd: "32.5",
      earlier_usd: "4",
      budget_left: "$5.00 left of search (the nearest to its end of 2)",
      top_driver: "search: dearer models +$23.50",
      fixed_usd: "60",
    });
    expect(Number(answer.total_usd)).toBeLessThanOrEqual(Number(Reflect.get(answer, "forecast_usd")));
  });

  it("about budgets has the agreed figures of each", async () => {
    const yml = "budgets:\n  - { name: Search team, period: month, amount: $20, scope: { project: search } }\n";
    await using context = await asking(USAGE, { now: NOW, yml });
    const answer = await ask("budget search team", context);
    expect(answer).toMatchObject({
      kind: "budget",
      headline: "Search team: 125.0% used, $5.00 over of this month",
      spent_usd: "25",
      budget_usd: "20",
      remaining_usd: "-5",
      percent_used: 125,
    });
    expect((await ask("budget nonsense", context)).kind).toBe("not_understood");
    expect((await ask("budget", context)).rows).toHaveLength(1);
  });

  it("what if re-prices recorded usage", async () => {
    await using context = await asking(USAGE, { now: NOW });
    // October's 5M tokens of gpt-4o: 12.50, on gpt-4o-mini 0.75; the 1.50 of gpt-4o-mini stay.
    expect(await ask("what would october have cost on gpt-4o-mini", context)).toMatchObject({
      kind: "what_if",
      before_usd: "14",
      total_usd: "2.25",
      saving_usd: "11.75",
    });
    expect(await ask("what if gpt-4o ran on gpt-4o-mini in october", context)).toMatchObject({
      before_usd: "12.5",
      total_usd: "0.75",
    });
    expect((await ask("what if gpt-4.1 ran on gpt-4o-mini in october", context)).headline).toContain("was not used");
    expect((await ask("what if everything ran as batch in october", context)).total_usd).toBe("7");
  });

  it("over time has a point for every day, those without usage too, and a line for each group", async () => {
    await using context = await asking(USAGE, { now: NOW });
    const { series, rows } = await ask("trend by project this month", context);
    expect(series.map(({ name, points }) => [name, points.length])).toEqual([
      ["search", 24],
      ["chat", 24],
    ]);
    expect(rows.map((row) => row["day"])).toEqual(["2026-11-24", "2026-11-03", "2026-11-02"]);
  });

  it("comes to the figures of the specification where it calculates", async () => {
    await using context = await asking("", { now: NOW });
    const totals = async (text: string) => (await ask(text, context)).total_usd;
    expect(await totals("2000 in 500 out on gpt-4o-mini")).toBe("0.0006");
    expect(await totals("worst case 4000 in 1000 out on gpt-4o-mini")).toBe("0.0012");
    expect(await totals("1M in on gpt-4o batch")).toBe("1.25");
    expect(await totals("storage of 10000 threads 25000 tokens per thread")).toBe("750");
    expect(await totals("storage of 11 GB")).toBe("30");
    const monthly = "estimate 10000 threads 3 runs a day 2000 in 500 out 25000 tokens per thread on gpt-4o-mini";
    expect(await totals(monthly)).toBe("1290");
    const growth =
      "growth 500 threads 15% a month 12 months 3 runs a day 2000 in 500 out 750 tokens per thread on gpt-4o-mini";
    expect(Number(await totals(growth))).toBeCloseTo(938.0227, 4);
    expect(await ask("roi $500 10000 users 5 interactions", context)).toMatchObject({
      cost_per_interaction_usd: "0.01",
      cost_per_user_usd: "0.05",
      grade: "good",
    });
    const compared = await ask("compare gpt-4o-mini gpt-4o and claude-3-5-sonnet", context);
    expect(compared.rows.map((row) => [row["input_tokens_per_dollar"], row["output_tokens_per_dollar"]])).toEqual([
      [6_666_667, 1_666_667],
      [400_000, 100_000],
      [333_333, 66_667],
    ]);
  });

  it("about a price has every tier, its source, and the day that was asked", async () => {
    await using context = await asking("", { now: NOW });
    const price = await ask("price of gpt-5.6-terra on 2026-07-29", context);
    expect(price).toMatchObject({ kind: "price", provider: "openai", model: "gpt-5.6-terra" });
    expect(price.rows[0]).toMatchObject({ component: "input", standard: "2.5", batch: "1.25" });
    expect(price.warnings).toContain("another price holds from 2026-07-30 on");
    expect((await ask("price of gpt-5.6-terra", context)).rows[0]).toMatchObject({ standard: "2", priority: "4" });
    expect((await ask("price of gpt-99", context)).kind).toBe("not_understood");
  });

  it("goes on from the question before where the words say so", async () => {
    await using context = await asking(USAGE, { now: NOW });
    const first = await askAfter("last month project:chat", null, context);
    const second = await askAfter("and by model?", first.query, context);
    expect(second.answer).toMatchObject({ kind: "breakdown", question: 'last month by model project:"chat"' });
    const third = await askAfter("and by nonsense?", second.query, context);
    expect(third.answer.kind).toBe("not_understood");
    expect(third.query).toEqual(second.query);
    expect((await askAfter("this month", third.query, context)).answer.question).toBe("this month");
  });

  it("has every agreed key, whatever was asked, also where it was not understood", async () => {
    await using context = await asking(USAGE, { now: NOW });
    const questions = [
      "",
      "today",
      "by model",
      "this month vs last",
      "trend",
      "forecast",
      "why",
      "savings",
      "budget",
      "help",
      "fixed costs",
      "price of gpt-4o",
      "list models",
      "what if everything ran as batch",
      "2k/500 gpt-4o",
      "storage of 2 GB",
      "roi 10 users 2 interactions",
      "conversation of 3 turns on gpt-4o",
      "frobnicate",
      "all time by model",
      "this month vs all time",
    ];
    for (const question of questions) {
      const answer = await ask(question, context);
      expect(Object.keys(answer), `"${question}"`).toEqual(
        expect.arrayContaining([
          "kind",
          "question",
          "period",
          "currency",
          "total_usd",
          "rows",
          "series",
          "assumptions",
          "data_through",
          "price_date",
          "unpriced",
          "suggestions",
          "basis",
          "coverage",
          "warnings",
        ]),
      );
      expect(answer.headline.length, `"${question}"`).toBeGreaterThan(0);
      for (const suggestion of answer.suggestions) {
        // What is suggested can be asked as it stands.
        if (answer.kind !== "not_understood")
          expect((await ask(suggestion, context)).kind, `${question} → ${suggestion}`).not.toBe("not_understood");
      }
    }
    expect(await ask("frobnicate", context)).toMatchObject({
      kind: "not_understood",
      reason: '"frobnicate" was not understood',
    });
  });
});
