/** A group of questions for the help: each line can be asked as it stands. */
export interface HelpTopic {
  readonly topic: string;
  /** What the topic is also called in a question. */
  readonly words: readonly string[];
  readonly questions: readonly { readonly question: string; readonly answers: string }[];
}

/** Every kind of question with an example (`help`, and `help <topic>`). */
export const HELP_TOPICS: readonly HelpTopic[] = [
  {
    topic: "spend",
    words: ["total", "totals", "spent", "cost", "costs", "usage", "breakdown", "top"],
    questions: [
      { question: "", answers: "month to date, the same span of last month, forecast, budgets, what drives it" },
      { question: "today", answers: "a total: also yesterday, this week, october, last 30 days, since 2026-11-03" },
      { question: "this month by model", answers: "by model, project, user, key, workload, team, tag, day …" },
      { question: "top 5 projects last 30 days", answers: "what costs most" },
      { question: "last week by day project:search", answers: "only what fits, laid out by day" },
      { question: "yesterday in Europe/Berlin", answers: "days cut in another time zone" },
    ],
  },
  {
    topic: "measures",
    words: [
      "measure",
      "conversations",
      "average",
      "averages",
      "mean",
      "share",
      "cached",
      "requests",
      "calls",
      "weekday",
      "weekdays",
      "hours",
    ],
    questions: [
      { question: "cost per request by model", answers: "the mean; also per 1000 requests, tokens per request" },
      { question: "cached share by project", answers: "what of the input was read from the cache" },
      { question: "share of spend by team last month", answers: "each group's part of the whole" },
      { question: "top 5 users by tokens last week", answers: "put in order by requests or tokens" },
      { question: "bottom 3 projects this month", answers: "what costs least" },
      { question: "conversations by tokens", answers: "the largest, and what each turn adds to their input" },
      { question: "by weekday last month", answers: "also by hour of the day, on mondays, at weekends" },
    ],
  },
  {
    topic: "billed",
    words: ["bill", "invoice", "invoiced"],
    questions: [
      { question: "billed last month", answers: "what the provider itself billed, beside what usage comes to" },
      { question: "billed this month by line item", answers: "also by day, project, key, organisation" },
    ],
  },
  {
    topic: "compare",
    words: ["comparison", "versus", "vs"],
    questions: [
      { question: "by model this month vs last", answers: "two periods over the same elapsed span" },
      { question: "october vs september", answers: "two named periods" },
      { question: "this quarter vs a year ago", answers: "the same period a year before" },
    ],
  },
  {
    topic: "why",
    words: ["explain", "drivers", "change"],
    questions: [
      { question: "why", answers: "what changed since last month: volume, mix, size, caching, price" },
      { question: "why by model this week", answers: "the same by a dimension, for another period" },
    ],
  },
  {
    topic: "trend",
    words: ["trends", "history", "chart"],
    questions: [
      { question: "trend", answers: "the last 30 days, day by day" },
      { question: "weekly trend by model", answers: "by week, month …, one line for each model" },
    ],
  },
  {
    topic: "forecast",
    words: ["projection", "run"],
    questions: [
      { question: "forecast", answers: "where this month will land, with its interval" },
      { question: "forecast this quarter project:search", answers: "another period, part of the usage" },
    ],
  },
  {
    topic: "budget",
    words: ["budgets", "alerts"],
    questions: [{ question: "budget", answers: "every budget: spent, left, where it will end" }],
  },
  {
    topic: "savings",
    words: ["optimise", "optimize", "save", "saving", "what", "what-if", "routing", "batch", "caching"],
    questions: [
      { question: "savings", answers: "what would save how much a month, on measured usage" },
      { question: "what would last month have cost on gpt-4o-mini", answers: "recorded usage on another model" },
      { question: "what if everything ran as batch", answers: "recorded usage at another tier" },
      { question: "what if 50% were cached", answers: "recorded usage with another cached share" },
    ],
  },
  {
    topic: "price",
    words: ["prices", "pricing", "models", "model", "tokens"],
    questions: [
      { question: "price of gpt-4o", answers: "every rate of a model, with its source" },
      { question: "price of gpt-4o on 2024-06-01", answers: "the price that held on a day" },
      { question: "compare gpt-4o and gpt-4o-mini", answers: "models side by side, with tokens per dollar" },
      { question: "list models of anthropic", answers: "what can be bought; also the cheapest models" },
    ],
  },
  {
    topic: "calculate",
    words: ["calculator", "estimate", "storage", "conversation", "growth", "roi", "worst", "runs"],
    questions: [
      { question: "cost of 2000 in 500 out on gpt-4o-mini", answers: "one call; several models are compared" },
      { question: "worst case of 4000 in 1000 out on gpt-4o-mini", answers: "the most that a capped call can cost" },
      {
        question: "estimate 10000 threads 3 runs a day 2000 in 500 out 25000 tokens per thread on gpt-4o-mini",
        answers: "a month of runs and storage",
      },
      { question: "storage of 1000 threads 5000 tokens per thread", answers: "stored threads, at the planning rate" },
      { question: "storage of 11 GB", answers: "a vector store" },
      {
        question: "conversation of 20 turns 500 instructions 100 message 200 reply on gpt-4o-mini",
        answers: "what re-sending the history costs",
      },
      {
        question:
          "growth 500 threads 15% a month 12 months 3 runs a day 2000 in 500 out 750 tokens per thread on gpt-4o-mini",
        answers: "threads that grow every month",
      },
      { question: "roi $500 10000 users 5 interactions", answers: "cost per interaction and per user" },
    ],
  },
  {
    topic: "fixed",
    words: ["subscriptions", "seats"],
    questions: [{ question: "fixed costs", answers: "seats and subscriptions of runrate.yml" }],
  },
];

/** The topic that a word names. */
export function helpTopicOf(word: string): string | undefined {
  const found = HELP_TOPICS.find(({ topic, words }) => topic === word || words.includes(word));
  return found?.topic;
}
