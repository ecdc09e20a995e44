import { describe, expect, it } from "vitest";
import { parseQuestion } from "./parse-question.ts";
import { phrasingContext } from "./phrasings.fixture.ts";
import { questionText } from "./question-text.ts";

const parse = (text: string) => parseQuestion(text, phrasingContext);

/** What people type, and the question that it is in its own words. Asked on Tuesday, 24 November 2026, at noon UTC. */
const PHRASINGS: readonly (readonly [string, string])[] = [
  // Means.
  ["cost per request by model", "cost per request by model this month"],
  ["COST PER REQUEST BY MODEL??", "cost per request by model this month"],
  ["average cost per call last week", "cost per request last week"],
  ["avg cost per call by project", "cost per request by project this month"],
  ["mean cost of a request yesterday", "cost per request yesterday"],
  ["what does a request cost on average", "cost per request this month"],
  ["cost of a request to claude-sonnet-5 last month", 'cost per request last month model:"claude-sonnet-5"'],
  ["price per call by user", "cost per request by user this month"],
  ["cost/request by workload", "cost per request by workload this month"],
  ["cost per 1k requests by model", "cost per 1000 requests by model this month"],
  ["cost per 1,000 calls", "cost per 1000 requests this month"],
  ["cost per thousand calls by workload last month", "cost per 1000 requests by workload last month"],
  ["cost per request this month vs last", "cost per request this month vs previous"],
  ["top 3 users by cost per request", "top 3 cost per request by user this month"],
  ["which model has the highest cost per request", "top 10 cost per request by model this month"],
  ["cost per million tokens by model last month", "cost per 1000000 tokens by model last month"],
  ["tokens per request by model", "tokens per request by model this month"],
  ["output tokens per call in october", "output tokens per request october 2026"],
  ["average input length by workload", "input tokens per request by workload this month"],
  ["average cost per user last month", "average cost by user last month"],
  ["average daily spend this month", "trend by day this month"],
  ["avg spend per day in october", "trend by day october 2026"],
  ["cost per request over time", "cost per request by day last 30 days"],
  // Shares.
  ["cached share", "cached share this month"],
  ["cache hit rate by project last week", "cached share by project last week"],
  ["cache hit ratio vs last month", "cached share this month vs last month"],
  ["what % of input is cached", "cached share this month"],
  ["how much of our input was cached in october", "cached share october 2026"],
  ["what share of our prompts is read from the cache by model", "cached share by model this month"],
  ["share of spend by model", "share of spend by model this month"],
  ["what percentage of spend is search", 'share of spend this month project:"search"'],
  // Counts, and what is put in order by them.
  ["top 10 models by requests", "top 10 number of requests by model this month"],
  ["top 5 users by tokens last week", "top 5 number of tokens by user last week"],
  ["models sorted by requests", "number of requests by model this month"],
  ["most used model last week", "top 10 number of requests by model last week"],
  ["which user made the most calls", "number of requests by user this month"],
  ["requests per day last week", "number of requests by day last week"],
  ["reasoning tokens by model", "number of reasoning tokens by model this month"],
  ["cached tokens by model", "number of cached input tokens by model this month"],
  // The least.
  ["cheapest 5 models last month", "bottom 5 cost by model last month"],
  ["bottom three users", "bottom 3 cost by user this month"],
  ["least expensive project last week", "bottom 10 cost by project last week"],
  ["who spent the least last week", "bottom 10 cost by user last week"],
  ["fewest requests by user", "bottom 10 number of requests by user this month"],
  // What a calendar repeats.
  ["by hour of day", "cost by hour of the day this month"],
  ["spend by time of day last week", "cost by hour of the day last week"],
  ["by weekday", "cost by weekday this month"],
  ["spend by day of the week last month", "cost by weekday last month"],
  ["which weekday costs the most", "top 10 cost by weekday this month"],
  ["on mondays", "cost by day on Mondays this month"],
  ["spend on Mondays last month by model", "cost by model on Mondays last month"],
  ["mondays vs tuesdays", "cost by weekday on Mondays on Tuesdays this month"],
  ["weekends last month", "cost by day on Saturdays on Sundays last month"],
  [
    "requests by hour of the day on weekdays",
    "number of requests by hour of the day on Mondays on Tuesdays on Wednesdays on Thursdays on Fridays this month",
  ],
  // Of the catalogue, not of the ledger.
  ["cheapest 5 models", "cheapest 5 models"],
  ["5 cheapest models of openai", "cheapest 5 models of openai"],
  ["prices of all openai models", "list models of openai"],
];

/** Ways to say what is meant that are easily read as another question. */
const OTHER_PHRASINGS: readonly (readonly [string, string])[] = [
  // The period that is running is judged by the one that is over, whichever is named first.
  ["compare october and november", "november 2026 vs october 2026"],
  ["last month vs this month", "this month vs last month"],
  ["compare september and october", "september 2026 vs october 2026"],
  ["today vs last tuesday", "today vs from 2026-11-17 to 2026-11-18"],
  ["today vs the same day last week", "today vs 7 days ago"],
  ["last 30d vs previous 30d", "last 30 days vs previous"],
  ["month to date vs last month to date", "this month vs last month"],
  // Stretches of days.
  ["from oct 15 to now", "since 2026-10-15"],
  ["week of november 9", "from 2026-11-09 to 2026-11-16"],
  ["week of november 11", "from 2026-11-09 to 2026-11-16"],
  ["week starting november 11", "from 2026-11-11 to 2026-11-18"],
  ["week ending november 15 by model", "from 2026-11-09 to 2026-11-16 by model"],
  ["the month of october", "october 2026"],
  ["last weekend by project", "from 2026-11-21 to 2026-11-23 by project"],
  ["this monday", "from 2026-11-23 to 2026-11-24"],
  // What is left out.
  ["everything but search last week", 'last week not project:"search"'],
  ["spend not on claude", 'this month not model:"claude-*"'],
  // Names.
  ["claude sonnet yesterday", 'yesterday model:"claude-*sonnet*"'],
  ["anthropic/claude-sonnet-5 yesterday", 'yesterday provider:"anthropic" model:"claude-sonnet-5"'],
  ["by api key last month", "last month by key"],
  ["cost by service tier", "this month by tier"],
  ["priority tier spend", 'this month tier:"priority"'],
  ["project by model last month", "last month by project model"],
  // What a total would not answer.
  ["where does our money go", "this month by model"],
  ["what are we spending the most on", "this month by model"],
  ["list of models we use", "this month by model"],
  ["when did we spend the most", "top 10 this month by day"],
  ["how can we spend less on search", 'savings last 30 days project:"search"'],
  ["what's driving spend", "why this month vs previous"],
  ["how much did caching save us last month", "what if everything 0% cached last month"],
  ["what if nothing was cached", "what if everything 0% cached last 30 days"],
  ["how much is gpt-4o", "price of gpt-4o"],
  ["what replaces gpt-4o", "price of gpt-4o"],
  ["routing savings", "savings last 30 days"],
  ["will Search team exceed its budget", 'budget "Search team"'],
  ["which budget is closest to its limit", "budget"],
  // A recorded model at another tier stays itself; what is named after "on" is what would have run.
  ["what if gpt-4o ran as batch", 'what if from "gpt-4o" batch tier last 30 days'],
  ["what if gpt-4o's input were 60% cached", 'what if from "gpt-4o" 60% cached last 30 days'],
  ["what if we cached 60% of the input on gpt-4o", 'what if from "gpt-4o" 60% cached last 30 days'],
  ["what if everything ran on gpt-4o as batch", 'what if everything on "gpt-4o" batch tier last 30 days'],
  ["what would october have cost on gpt-4o with 50% cached", 'what if everything on "gpt-4o" 50% cached october 2026'],
  ["what would this month have cost on gpt-4o at list prices", 'what if everything on "gpt-4o" this month'],
  ["would gpt-5-mini be cheaper", 'what if everything on "gpt-5-mini" last 30 days'],
  ["how much could we save with batch", "what if everything batch tier last 30 days"],
  ["how many users last month", "average cost by user last month"],
  ["best cache hit rate by project", "top 10 cached share by project this month"],
  ["which project has the worst cache hit rate", "bottom 10 cached share by project this month"],
  ["spend on weekends vs weekdays", "cost by weekday this month"],
  ["how expensive is gpt-4o", "price of gpt-4o"],
  ["how expensive is a request to gpt-4o", 'cost per request this month model:"gpt-4o"'],
  ["how much more expensive is gpt-4o than gpt-4o-mini", "compare gpt-4o and gpt-4o-mini"],
  ["was gpt-4o more expensive than gpt-4o-mini last month", 'last month by model model:"gpt-4o" model:"gpt-4o-mini"'],
  ["month so far by project", "this month by project"],
  ["what went up this week", "why this week vs previous"],
  ["what percentage of the budget is used", "budget"],
  ["end of month estimate", "forecast"],
  ["how are we doing this month", "this month"],
  ["gimme last week by model pls", "last week by model"],
  // Calculations.
  [
    "500 users asking 20 questions a day 1000 in 300 out on gpt-4o-mini per month",
    "estimate 500 threads 20 runs a day 30 days 1000 in 300 out on gpt-4o-mini",
  ],
  ["max_prompt_tokens=4000 max_completion_tokens=1000 worst case gpt-4o", "worst case 4000 in 1000 out on gpt-4o"],
  ["50 GB vector store for a year", "storage of 50 GB 1 GB free 365 days"],
  [
    "growth 500 threads 15% monthly over a year 3 runs a day 2000 in 500 out on gpt-4o-mini",
    "growth 500 threads 15% a month 12 months 3 runs a day 2000 in 500 out on gpt-4o-mini",
  ],
];

describe("a question for a count, a share or a mean", () => {
  it.each(PHRASINGS)("%j is %j", (text, words) => {
    const query = parse(text);
    expect(query.kind === "not_understood" ? query.reason : questionText(query)).toBe(words);
    expect(parse(words)).toEqual(query);
  });
});

describe("a question", () => {
  it.each(OTHER_PHRASINGS)("%j is %j", (text, words) => {
    const query = parse(text);
    expect(query.kind === "not_understood" ? query.reason : questionText(query)).toBe(words);
    expect(parse(words)).toEqual(query);
  });
});

describe("a question that has no answer", () => {
  it.each([
    ["last 90 minutes", "by the hour", "last 2 hours"],
    ["past 15 min by model", "by the hour", "last 1 hour"],
    ["spend on 20/11/2026", "not guessed: write it as 2026-11-20", "2026-11-20"],
    ["since 11/20", "not guessed: write it as 2026-11-20", "2026-11-20"],
    ["03/04/2026 by model", "2026-03-04 or 2026-04-03", "2026-03-04"],
    ["2026/11/20", "not guessed", "2026-11-20"],
    ["spend 20.11.2026", "not guessed", "2026-11-20"],
    ["yesterday in PST", "more than one time zone", "yesterday in America/New_York"],
    ["days over $3", "not picked by an amount", "top 10 days this month"],
    ["users who spent more than $5", "not picked by an amount", "top 10 users this month"],
    ["users under $1", "not picked by an amount", "top 10 users this month"],
    ["latency by model", "not how long they took", "cost per request by model"],
    ["median cost per request", "no other measure of single ones", "cost per request by model"],
    ["average cost", "average of what", "cost per request by model"],
    ["yesterday vs last week", "a day is not held against a week", "yesterday vs 8 days ago"],
    ["last 7 days vs same days last month", "not guessed", "this month vs last month"],
    ["this monday vs last monday", "both are the same days", "yesterday vs 8 days ago"],
    ["from october 15", "since 2026-10-15", "this month by model"],
    ["through november 10", '"through" was not understood', "forecast"],
    ["this friday", "2026-11-27 has not come yet", "forecast"],
    ["last 0 days", "1 to 3,660", "last 30 days"],
    ["team nonexistent last week", 'no team is named "nonexistent"', "this month by team"],
    ["project serch", "did you mean search?", "project:search this month"],
    ["anomalies last week", "what changed", "why yesterday"],
    ["2000 in 500 out 150% cached on gpt-4o", "from 0% to 100%", "cost of 2000 in 500 out on gpt-4o-mini"],
    ["what if 150% were cached", "from 0% to 100%", "what if 50% were cached"],
    ["1e999 in 5 out on gpt-4o", "at most 15 digits", "cost of 2000 in 500 out on gpt-4o-mini"],
    ["from 0001-01-01 to 9999-12-31", "the years 2020 to 2100", "forecast"],
    ["this morning by model", "parts of a day", "today by hour"],
    ["bottom 3", "top of what", "top 5 models by requests"],
    ["forecast of tokens this month", '"tokens" was not understood', "forecast"],
    ["forecast cost per request", '"per request" was not understood', "forecast"],
  ])("%j is refused: %j, and %j can be asked", (text, reason, suggestion) => {
    const read = parse(text);
    if (read.kind !== "not_understood") throw new Error(`${text} was understood as ${questionText(read)}`);
    expect(read.reason).toContain(reason);
    expect(read.suggestions).toContain(suggestion);
    expect(read.suggestions.filter((one) => parse(one).kind === "not_understood")).toEqual([]);
  });
});
