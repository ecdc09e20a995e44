import { parseUsd, sumUsd } from "@runrate/core";
import { pruneRecords } from "@runrate/ledger";
import { describe, expect, it } from "vitest";
import { askAfter } from "../src/index.ts";
import { ask, asking, HEADER, load, NOW, USAGE } from "./ledger.ts";

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
