import { describe, expect, it } from "vitest";
import { followUp } from "./follow-up.ts";
import { parseQuestion } from "./parse-question.ts";
import { phrasingContext } from "./phrasings.fixture.ts";
import type { Query } from "./query.ts";
import { questionText } from "./question-text.ts";

function asked(text: string): Query {
  const query = parseQuestion(text, phrasingContext);
  if (query.kind === "not_understood") throw new Error(`"${text}": ${query.reason}`);
  return query;
}

describe("a fragment after a question", () => {
  it.each([
    // after, fragment, the question that it is
    ["this month", "and by project?", "this month by project"],
    ["this month by model", "last month?", "last month by model"],
    ["this month by model", "only gpt-4o", "this month by model model:gpt-4o"],
    ["this month by model", "top 3", "top 3 this month by model"],
    ["last week project:search", "what about chat?", "last week project:chat"],
    ["last week project:search", "for ada", "last week project:search user:ada"],
    ["last week project:search", "and in total?", "last week"],
    ["last week project:search", "by day", "last week by day project:search"],
    ["last week by project", "cost per request?", "cost per request by project last week"],
    ["cost per request by model last week", "and by project?", "cost per request by project last week"],
    ["cache hit rate last week", "and last month?", "cached share last month"],
    ["cached share by model", "only search", "cached share by model this month project:search"],
    ["last week project:search", "why?", "why last week project:search"],
    ["last week project:search", "why by model", "why last week by model project:search"],
    ["this month project:search", "forecast", "forecast project:search"],
    ["this quarter", "forecast?", "forecast this quarter"],
    ["this month", "vs last month", "this month vs last month"],
    ["last week by model", "vs the week before", "by model last week vs previous"],
    ["by model this month vs last", "by project", "by project this month vs last"],
    ["by model this month vs last", "and last month?", "by model last month vs previous"],
    ["why this month", "by user", "why this month by user"],
    ["why by project", "and last week?", "why last week by project"],
    ["trend by model", "by project", "trend by project"],
    ["trend by model", "weekly", "trend by model by week last 30 days"],
    ["forecast", "this quarter?", "forecast this quarter"],
    ["forecast", "last month?", "last month"],
    ["forecast", "for search", "forecast project:search"],
    ["last month", "in Europe/Berlin", "last month in Europe/Berlin"],
    ["last month by day in Europe/Berlin", "only gpt-4o", "last month by day model:gpt-4o in Europe/Berlin"],
    ["last month", "what if it ran on gpt-4o-mini", "what if everything ran on gpt-4o-mini last month"],
    ["last month project:search", "savings", "savings last month project:search"],
    ["", "by model", "by model"],
    ["", "only search", "project:search this month"],
    ["cost of 2000 in 500 out on gpt-4o", "on gpt-4o-mini?", "cost of 2000 in 500 out on gpt-4o-mini"],
    ["cost of 2000 in 500 out on gpt-4o", "and with 1000 out", "cost of 2000 in 1000 out on gpt-4o"],
    ["cost of 2000 in 500 out on gpt-4o", "as batch", "cost of 2000 in 500 out on gpt-4o batch"],
    ["cost of 2000 in 500 out on gpt-4o", "this month", "this month"],
    ["price of gpt-4o", "and gpt-4o-mini?", "price of gpt-4o-mini"],
    ["compare gpt-4o and gpt-4o-mini", "and claude sonnet 5", "compare gpt-4o and gpt-4o-mini and claude-sonnet-5"],
    ["conversation of 20 turns on gpt-4o", "50 turns", "conversation of 50 turns on gpt-4o"],
    [
      "growth 500 threads 15% a month 3 runs a day 2000 in 500 out on gpt-4o",
      "20% a month",
      "growth 500 threads 20% a month 3 runs a day 2000 in 500 out on gpt-4o",
    ],
    ["this month by model", "budget", "budget"],
    ["this month by model", "price of gpt-4o", "price of gpt-4o"],
  ])("%j, %j asks %j", (earlier, fragment, whole) => {
    const query = followUp(fragment, asked(earlier), phrasingContext);
    expect("reason" in query ? query.reason : sorted(query)).toEqual(sorted(asked(whole)));
  });

  it("that is not understood says so, whatever was asked before", () => {
    expect(followUp("gibberish", asked("this month"), phrasingContext).kind).toBe("not_understood");
    expect(followUp("top 3", asked("this month"), phrasingContext).kind).toBe("not_understood");
    expect(followUp("by modle", asked("this month"), phrasingContext).kind).toBe("not_understood");
  });
});

/** In words, conditions sorted: their order carries no meaning. */
function sorted(query: Query): string {
  const where = "where" in query ? query.where.toSorted((a, b) => (a.dimension < b.dimension ? -1 : 1)) : [];
  return questionText("where" in query ? { ...query, where } : query);
}
