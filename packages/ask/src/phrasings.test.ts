import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuestion } from "./parse-question.ts";
import { phrasingContext } from "./phrasings.fixture.ts";
import type { Query, QueryDimension, QueryFilter, QueryPeriod } from "./query.ts";
import { questionText } from "./question-text.ts";

const unit = (name: "day" | "week" | "month" | "quarter" | "year", back: number): QueryPeriod => ({
  kind: "unit",
  unit: name,
  back,
});
const last = (count: number, name: "hour" | "day" | "week" | "month" | "quarter" | "year"): QueryPeriod => ({
  kind: "last",
  unit: name,
  count,
});
const month = (year: number, number: number): QueryPeriod => ({ kind: "month", year, month: number });
const days = (from: string, to: string | null): QueryPeriod => ({ kind: "days", from, to });
const only = (dimension: QueryDimension, ...values: (string | null)[]): QueryFilter => ({ dimension, values });
const EVERYTHING = { where: [], zone: null };

/** What people type, and the question that it is. Asked on Tuesday, 24 November 2026, at noon UTC. */
const PHRASINGS: readonly (readonly [string, Query])[] = [
  ["/cost last month", { kind: "total", period: unit("month", 1), ...EVERYTHING }],
  [
    "1 million input tokens on gpt-4o",
    {
      kind: "run_cost",
      models: ["gpt-4o"],
      inputTokens: 1000000,
      cachedInputTokens: 0,
      outputTokens: 0,
      tier: "standard",
      runs: 1,
      worstCase: false,
    },
  ],
  [
    "1.5 million in 0.2 million out on gpt-4o",
    {
      kind: "run_cost",
      models: ["gpt-4o"],
      inputTokens: 1500000,
      cachedInputTokens: 0,
      outputTokens: 200000,
      tier: "standard",
      runs: 1,
      worstCase: false,
    },
  ],
  [
    "1.5M in 200k out gpt-6-sol flex",
    {
      kind: "run_cost",
      models: ["gpt-6-sol"],
      inputTokens: 1500000,
      cachedInputTokens: 0,
      outputTokens: 200000,
      tier: "flex",
      runs: 1,
      worstCase: false,
    },
  ],
  [
    "10 calls 1m in 0 out gpt-4o batch",
    {
      kind: "run_cost",
      models: ["gpt-4o"],
      inputTokens: 1000000,
      cachedInputTokens: 0,
      outputTokens: 0,
      tier: "batch",
      runs: 10,
      worstCase: false,
    },
  ],
  [
    "1000 requests per day 2000 in 500 out gpt-4o",
    {
      kind: "estimate",
      model: "gpt-4o",
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      threads: 1,
      runsPerDay: "1000",
      days: 30,
      tokensPerThread: 0,
    },
  ],
  [
    "1000 runs of 2000 in 500 out on gpt-4o batch",
    {
      kind: "run_cost",
      models: ["gpt-4o"],
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "batch",
      runs: 1000,
      worstCase: false,
    },
  ],
  [
    "1000 threads of 5000 tokens",
    { kind: "storage", of: { kind: "threads", threads: 1000, tokensPerThread: 5000 }, days: 30, rate: null },
  ],
  [
    "11GB vector store",
    { kind: "storage", of: { kind: "vector_store", gigabytes: "11", freeGigabytes: "1" }, days: 30, rate: null },
  ],
  [
    "1M in on gpt-4o",
    {
      kind: "run_cost",
      models: ["gpt-4o"],
      inputTokens: 1000000,
      cachedInputTokens: 0,
      outputTokens: 0,
      tier: "standard",
      runs: 1,
      worstCase: false,
    },
  ],
  [
    "20 GB 5 GB free",
    { kind: "storage", of: { kind: "vector_store", gigabytes: "20", freeGigabytes: "5" }, days: 30, rate: null },
  ],
  [
    "20 turn conversation gpt-4o-mini 500 instructions 100 message 200 reply",
    {
      kind: "conversation",
      model: "gpt-4o-mini",
      turns: 20,
      instructionTokens: 500,
      messageTokens: 100,
      replyTokens: 200,
      inputCap: null,
      cachedPercent: "0",
      compression: null,
      tier: "standard",
    },
  ],
  [
    "20 turns 100 in 200 out on gpt-4o-mini",
    {
      kind: "conversation",
      model: "gpt-4o-mini",
      turns: 20,
      instructionTokens: 0,
      messageTokens: 100,
      replyTokens: 200,
      inputCap: null,
      cachedPercent: "0",
      compression: null,
      tier: "standard",
    },
  ],
  [
    "2000 in 1500 cached 500 out on gpt-4o",
    {
      kind: "run_cost",
      models: ["gpt-4o"],
      inputTokens: 2000,
      cachedInputTokens: 1500,
      outputTokens: 500,
      tier: "standard",
      runs: 1,
      worstCase: false,
    },
  ],
  [
    "2000 in 500 out gpt-4o vs gpt-4o-mini",
    {
      kind: "run_cost",
      models: ["gpt-4o", "gpt-4o-mini"],
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      runs: 1,
      worstCase: false,
    },
  ],
  [
    "2000 in of which 1500 cached 500 out on gpt-4o",
    {
      kind: "run_cost",
      models: ["gpt-4o"],
      inputTokens: 2000,
      cachedInputTokens: 1500,
      outputTokens: 500,
      tier: "standard",
      runs: 1,
      worstCase: false,
    },
  ],
  [
    "2000 input 500 output gpt-4o-mini",
    {
      kind: "run_cost",
      models: ["gpt-4o-mini"],
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      runs: 1,
      worstCase: false,
    },
  ],
  ["2026", { kind: "total", period: { kind: "year", year: 2026 }, ...EVERYTHING }],
  [
    "2k/500 on gpt-4o-mini",
    {
      kind: "run_cost",
      models: ["gpt-4o-mini"],
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      runs: 1,
      worstCase: false,
    },
  ],
  ["3 months ago", { kind: "total", period: unit("month", 3), ...EVERYTHING }],
  [
    "300000 calls a month of 2000 in 500 out on gpt-4o-mini",
    {
      kind: "estimate",
      model: "gpt-4o-mini",
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      threads: 300000,
      runsPerDay: "1",
      days: 1,
      tokensPerThread: 0,
    },
  ],
  ["5 november 2026", { kind: "total", period: days("2026-11-05", "2026-11-06"), ...EVERYTHING }],
  [
    "500 threads growing 15% a month for 12 months, 3 runs a day, 2000 in 500 out on gpt-4o-mini",
    {
      kind: "growth",
      model: "gpt-4o-mini",
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      threads: 500,
      percentPerMonth: "15",
      months: 12,
      runsPerDay: "3",
      tokensPerThread: 0,
    },
  ],
  ["5th of november", { kind: "total", period: days("2026-11-05", "2026-11-06"), ...EVERYTHING }],
  ["?", { kind: "help", topic: null }],
  [
    "How much have we spent so far this month on anthropic?",
    { kind: "total", period: unit("month", 0), where: [only("provider", "anthropic")], zone: null },
  ],
  ["Q3 2026", { kind: "total", period: { kind: "quarter", year: 2026, quarter: 3 }, ...EVERYTHING }],
  ["What did we spend on 2026-11-03?", { kind: "total", period: days("2026-11-03", "2026-11-04"), ...EVERYTHING }],
  ["ada last month", { kind: "total", period: unit("month", 1), where: [only("user", "ada")], zone: null }],
  ["all time by model", { kind: "breakdown", period: { kind: "all" }, by: ["model"], top: null, ...EVERYTHING }],
  [
    "anthropic vs openai this month",
    {
      kind: "breakdown",
      period: unit("month", 0),
      where: [only("provider", "anthropic", "openai")],
      by: ["provider"],
      top: null,
      zone: null,
    },
  ],
  ["are we on track", { kind: "forecast", unit: "month", ...EVERYTHING }],
  ["are we over budget", { kind: "budget", named: null }],
  [
    "are we spending more than last month",
    { kind: "compare", period: unit("month", 0), against: unit("month", 1), by: null, top: null, ...EVERYTHING },
  ],
  ["are we within budget", { kind: "budget", named: null }],
  [
    "at most 4000 in 1000 out on gpt-4o-mini",
    {
      kind: "run_cost",
      models: ["gpt-4o-mini"],
      inputTokens: 4000,
      cachedInputTokens: 0,
      outputTokens: 1000,
      tier: "standard",
      runs: 1,
      worstCase: true,
    },
  ],
  ["batch price of gpt-4o", { kind: "price", model: "gpt-4o", on: null }],
  ["batch this month", { kind: "total", period: unit("month", 0), where: [only("service_tier", "batch")], zone: null }],
  ["between november 1 and november 10", { kind: "total", period: days("2026-11-01", "2026-11-10"), ...EVERYTHING }],
  [
    "biggest project this week",
    { kind: "breakdown", period: unit("week", 0), by: ["project"], top: 10, ...EVERYTHING },
  ],
  ["biggest users last month", { kind: "breakdown", period: unit("month", 1), by: ["user"], top: 10, ...EVERYTHING }],
  ["bill for october", { kind: "total", period: month(2026, 10), ...EVERYTHING }],
  [
    "break down last month by project",
    { kind: "breakdown", period: unit("month", 1), by: ["project"], top: null, ...EVERYTHING },
  ],
  ["breakdown by model", { kind: "breakdown", period: unit("month", 0), by: ["model"], top: null, ...EVERYTHING }],
  ["budget", { kind: "budget", named: null }],
  ["budget Search team", { kind: "budget", named: "Search team" }],
  ["budget for search team", { kind: "budget", named: "Search team" }],
  ["budget of search team", { kind: "budget", named: "Search team" }],
  ["budget status", { kind: "budget", named: null }],
  ["budgets", { kind: "budget", named: null }],
  ["burn rate", { kind: "forecast", unit: "month", ...EVERYTHING }],
  [
    "by customer this month",
    { kind: "breakdown", period: unit("month", 0), by: ["tag:customer"], top: null, ...EVERYTHING },
  ],
  [
    "by user, model this week",
    { kind: "breakdown", period: unit("week", 0), by: ["user", "model"], top: null, ...EVERYTHING },
  ],
  ["by week this quarter", { kind: "breakdown", period: unit("quarter", 0), by: ["week"], top: null, ...EVERYTHING }],
  ["cached input price of gpt-4o", { kind: "price", model: "gpt-4o", on: null }],
  ["chart by project", { kind: "trend", period: last(30, "day"), bucket: null, by: "project", ...EVERYTHING }],
  ["cheaper alternatives", { kind: "models", models: [], provider: null, order: "cheapest" }],
  ["cheaper models", { kind: "models", models: [], provider: null, order: "cheapest" }],
  ["cheapest model", { kind: "models", models: [], provider: null, order: "cheapest" }],
  ["cheapest model of openai", { kind: "models", models: [], provider: "openai", order: "cheapest" }],
  ["cheapest models", { kind: "models", models: [], provider: null, order: "cheapest" }],
  [
    "claude sonnet 5 last week",
    { kind: "total", period: unit("week", 1), where: [only("model", "claude-sonnet-5")], zone: null },
  ],
  ["claude* last month", { kind: "total", period: unit("month", 1), where: [only("model", "claude*")], zone: null }],
  [
    "code review by model",
    {
      kind: "breakdown",
      period: unit("month", 0),
      where: [only("project", "code-review")],
      by: ["model"],
      top: null,
      zone: null,
    },
  ],
  ["code review today", { kind: "total", period: unit("day", 0), where: [only("project", "code-review")], zone: null }],
  [
    "compare",
    { kind: "compare", period: unit("month", 0), against: { kind: "previous" }, by: null, top: null, ...EVERYTHING },
  ],
  [
    "compare 2000 in 500 out on gpt-4o and gpt-4o-mini",
    {
      kind: "run_cost",
      models: ["gpt-4o", "gpt-4o-mini"],
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      runs: 1,
      worstCase: false,
    },
  ],
  [
    "compare claude sonnet 5 and gpt-4o",
    { kind: "models", models: ["claude-sonnet-5", "gpt-4o"], provider: null, order: "name" },
  ],
  [
    "compare gpt-4o and gpt-4o-mini",
    { kind: "models", models: ["gpt-4o", "gpt-4o-mini"], provider: null, order: "name" },
  ],
  [
    "compare models",
    { kind: "compare", period: unit("month", 0), against: { kind: "previous" }, by: "model", top: null, ...EVERYTHING },
  ],
  [
    "compare october and september",
    { kind: "compare", period: month(2026, 10), against: month(2026, 9), by: null, top: null, ...EVERYTHING },
  ],
  [
    "compare this month to last month",
    { kind: "compare", period: unit("month", 0), against: unit("month", 1), by: null, top: null, ...EVERYTHING },
  ],
  [
    "compare this week with last week",
    { kind: "compare", period: unit("week", 0), against: unit("week", 1), by: null, top: null, ...EVERYTHING },
  ],
  ["context window of gpt-4o", { kind: "price", model: "gpt-4o", on: null }],
  [
    "conversation 30 turns keep 5 summary 200 on gpt-4o-mini",
    {
      kind: "conversation",
      model: "gpt-4o-mini",
      turns: 30,
      instructionTokens: 0,
      messageTokens: 100,
      replyTokens: 200,
      inputCap: null,
      cachedPercent: "0",
      compression: { keepTurns: 5, summaryTokens: 200 },
      tier: "standard",
    },
  ],
  [
    "conversation 50 turns on gpt-4o cap 8000",
    {
      kind: "conversation",
      model: "gpt-4o",
      turns: 50,
      instructionTokens: 0,
      messageTokens: 100,
      replyTokens: 200,
      inputCap: 8000,
      cachedPercent: "0",
      compression: null,
      tier: "standard",
    },
  ],
  [
    "conversation of 20 turns on gpt-4o-mini",
    {
      kind: "conversation",
      model: "gpt-4o-mini",
      turns: 20,
      instructionTokens: 0,
      messageTokens: 100,
      replyTokens: 200,
      inputCap: null,
      cachedPercent: "0",
      compression: null,
      tier: "standard",
    },
  ],
  [
    "conversation of 50 turns on gpt-4o 80% cached",
    {
      kind: "conversation",
      model: "gpt-4o",
      turns: 50,
      instructionTokens: 0,
      messageTokens: 100,
      replyTokens: 200,
      inputCap: null,
      cachedPercent: "80",
      compression: null,
      tier: "standard",
    },
  ],
  ["cost", { kind: "overview", ...EVERYTHING }],
  [
    "cost of 2000 in 500 out on gpt-4o",
    {
      kind: "run_cost",
      models: ["gpt-4o"],
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      runs: 1,
      worstCase: false,
    },
  ],
  ["cost of gpt-4o", { kind: "total", period: unit("month", 0), where: [only("model", "gpt-4o")], zone: null }],
  [
    "cost per interaction 10000 users 5 interactions",
    { kind: "roi", users: 10000, interactionsPerUser: "5", cost: null, period: unit("month", 0), ...EVERYTHING },
  ],
  ["cost per user", { kind: "breakdown", period: unit("month", 0), by: ["user"], top: null, ...EVERYTHING }],
  [
    "cost savings for project search",
    { kind: "optimise", period: last(30, "day"), where: [only("project", "search")], zone: null },
  ],
  ["costs", { kind: "overview", ...EVERYTHING }],
  ["costs per day this month", { kind: "breakdown", period: unit("month", 0), by: ["day"], top: null, ...EVERYTHING }],
  [
    "customer acme-2 this month",
    { kind: "total", period: unit("month", 0), where: [only("tag:customer", "acme-2")], zone: null },
  ],
  [
    "customer:acme this month",
    { kind: "total", period: unit("month", 0), where: [only("tag:customer", "acme")], zone: null },
  ],
  ["daily costs in october", { kind: "breakdown", period: month(2026, 10), by: ["day"], top: null, ...EVERYTHING }],
  [
    "daily trend of search",
    { kind: "trend", period: last(30, "day"), where: [only("project", "search")], bucket: "day", by: null, zone: null },
  ],
  [
    "difference between october and september",
    { kind: "compare", period: month(2026, 10), against: month(2026, 9), by: null, top: null, ...EVERYTHING },
  ],
  [
    "difference between this month and last month",
    { kind: "compare", period: unit("month", 0), against: unit("month", 1), by: null, top: null, ...EVERYTHING },
  ],
  ["drivers", { kind: "why", period: unit("month", 0), against: { kind: "previous" }, by: null, ...EVERYTHING }],
  ["end of month projection", { kind: "forecast", unit: "month", ...EVERYTHING }],
  ["env prod", { kind: "total", period: unit("month", 0), where: [only("tag:env", "prod")], zone: null }],
  ["env=prod this month", { kind: "total", period: unit("month", 0), where: [only("tag:env", "prod")], zone: null }],
  ["eom forecast", { kind: "forecast", unit: "month", ...EVERYTHING }],
  [
    "estimate 10000 threads 3 runs a day 2000 in 500 out gpt-4o-mini",
    {
      kind: "estimate",
      model: "gpt-4o-mini",
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      threads: 10000,
      runsPerDay: "3",
      days: 30,
      tokensPerThread: 0,
    },
  ],
  [
    "estimate 10000 threads x 3 runs/day 2000 in 500 out on gpt-4o-mini 25k tokens/thread",
    {
      kind: "estimate",
      model: "gpt-4o-mini",
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      threads: 10000,
      runsPerDay: "3",
      days: 30,
      tokensPerThread: 25000,
    },
  ],
  ["ever", { kind: "total", period: { kind: "all" }, ...EVERYTHING }],
  ["expected spend this month", { kind: "forecast", unit: "month", ...EVERYTHING }],
  [
    "explain the spike yesterday",
    { kind: "why", period: unit("day", 1), against: { kind: "previous" }, by: null, ...EVERYTHING },
  ],
  [
    "explain this month by model",
    { kind: "why", period: unit("month", 0), against: { kind: "previous" }, by: "model", ...EVERYTHING },
  ],
  ["fixed costs", { kind: "fixed" }],
  ["forecast", { kind: "forecast", unit: "month", ...EVERYTHING }],
  ["forecast for search", { kind: "forecast", unit: "month", where: [only("project", "search")], zone: null }],
  ["forecast project:search", { kind: "forecast", unit: "month", where: [only("project", "search")], zone: null }],
  ["forecast this quarter", { kind: "forecast", unit: "quarter", ...EVERYTHING }],
  ["from 2026-11-01 to 2026-11-15", { kind: "total", period: days("2026-11-01", "2026-11-15"), ...EVERYTHING }],
  [
    "give me a breakdown of costs by project for last month",
    { kind: "breakdown", period: unit("month", 1), by: ["project"], top: null, ...EVERYTHING },
  ],
  [
    "gpt-4o 2000 in 500 out",
    {
      kind: "run_cost",
      models: ["gpt-4o"],
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      runs: 1,
      worstCase: false,
    },
  ],
  ["gpt-4o cost per 1k tokens", { kind: "price", model: "gpt-4o", on: null }],
  ["gpt-4o deprecation", { kind: "price", model: "gpt-4o", on: null }],
  ["gpt-4o or gpt-4o-mini", { kind: "models", models: ["gpt-4o", "gpt-4o-mini"], provider: null, order: "name" }],
  ["gpt-4o price", { kind: "price", model: "gpt-4o", on: null }],
  ["gpt-4o this month", { kind: "total", period: unit("month", 0), where: [only("model", "gpt-4o")], zone: null }],
  ["gpt-4o vs gpt-4o-mini", { kind: "models", models: ["gpt-4o", "gpt-4o-mini"], provider: null, order: "name" }],
  [
    "gpt-4o vs gpt-4o-mini last month",
    {
      kind: "breakdown",
      period: unit("month", 1),
      where: [only("model", "gpt-4o", "gpt-4o-mini")],
      by: ["model"],
      top: null,
      zone: null,
    },
  ],
  [
    "growth 500 threads 15% a month 12 months 3 runs a day 2000 in 500 out 750 tokens per thread on gpt-4o-mini",
    {
      kind: "growth",
      model: "gpt-4o-mini",
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      threads: 500,
      percentPerMonth: "15",
      months: 12,
      runsPerDay: "3",
      tokensPerThread: 750,
    },
  ],
  ["help", { kind: "help", topic: null }],
  ["help forecast", { kind: "help", topic: "forecast" }],
  ["help me", { kind: "help", topic: null }],
  ["history", { kind: "trend", period: last(30, "day"), bucket: null, by: null, ...EVERYTHING }],
  ["hourly spend today", { kind: "breakdown", period: unit("day", 0), by: ["hour"], top: null, ...EVERYTHING }],
  ["hourly trend today", { kind: "trend", period: unit("day", 0), bucket: "hour", by: null, ...EVERYTHING }],
  ["how can I lower my bill", { kind: "optimise", period: last(30, "day"), ...EVERYTHING }],
  ["how can we save money", { kind: "optimise", period: last(30, "day"), ...EVERYTHING }],
  ["how do I reduce costs", { kind: "optimise", period: last(30, "day"), ...EVERYTHING }],
  [
    "how does october compare with september by project",
    { kind: "compare", period: month(2026, 10), against: month(2026, 9), by: "project", top: null, ...EVERYTHING },
  ],
  [
    "how does this month compare to last month",
    { kind: "compare", period: unit("month", 0), against: unit("month", 1), by: null, top: null, ...EVERYTHING },
  ],
  ["how many requests yesterday", { kind: "total", period: unit("day", 1), ...EVERYTHING }],
  ["how many tokens did we use last week", { kind: "total", period: unit("week", 1), ...EVERYTHING }],
  [
    "how many tokens do I get for a dollar on gpt-4o-mini",
    { kind: "models", models: ["gpt-4o-mini"], provider: null, order: "name" },
  ],
  ["how much are the seats", { kind: "fixed" }],
  ["how much budget is left", { kind: "budget", named: null }],
  [
    "how much did gpt-4o cost last week",
    { kind: "total", period: unit("week", 1), where: [only("model", "gpt-4o")], zone: null },
  ],
  [
    "how much did we spend on gpt-4o yesterday",
    { kind: "total", period: unit("day", 1), where: [only("model", "gpt-4o")], zone: null },
  ],
  ["how much does gpt-4o cost per million tokens", { kind: "price", model: "gpt-4o", on: null }],
  ["how much does gpt-4o-mini cost", { kind: "price", model: "gpt-4o-mini", on: null }],
  [
    "how much is a call with 2k tokens in and 300 out on claude sonnet 5",
    {
      kind: "run_cost",
      models: ["claude-sonnet-5"],
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 300,
      tier: "standard",
      runs: 1,
      worstCase: false,
    },
  ],
  ["how much is gpt-4o per 1 million tokens", { kind: "price", model: "gpt-4o", on: null }],
  ["how much is gpt-4o per 1M tokens", { kind: "price", model: "gpt-4o", on: null }],
  ["how much is left in the budget", { kind: "budget", named: null }],
  [
    "how much money did project search burn through last week",
    { kind: "total", period: unit("week", 1), where: [only("project", "search")], zone: null },
  ],
  ["how much of the budget is left", { kind: "budget", named: null }],
  ["how much will we spend by the end of the month", { kind: "forecast", unit: "month", ...EVERYTHING }],
  ["how much will we spend this month", { kind: "forecast", unit: "month", ...EVERYTHING }],
  [
    "how much would 1000 calls of 2000 in 500 out cost on gpt-4o",
    {
      kind: "run_cost",
      models: ["gpt-4o"],
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      runs: 1000,
      worstCase: false,
    },
  ],
  [
    "how much would we save on gpt-4o-mini",
    {
      kind: "what_if",
      period: last(30, "day"),
      from: null,
      to: "gpt-4o-mini",
      tier: null,
      cachedPercent: null,
      ...EVERYTHING,
    },
  ],
  [
    "how much would we save with batch",
    {
      kind: "what_if",
      period: last(30, "day"),
      from: null,
      to: null,
      tier: "batch",
      cachedPercent: null,
      ...EVERYTHING,
    },
  ],
  [
    "if we moved to gpt-4o-mini",
    {
      kind: "what_if",
      period: last(30, "day"),
      from: null,
      to: "gpt-4o-mini",
      tier: null,
      cachedPercent: null,
      ...EVERYTHING,
    },
  ],
  ["in 2025", { kind: "total", period: { kind: "year", year: 2025 }, ...EVERYTHING }],
  ["in october", { kind: "total", period: month(2026, 10), ...EVERYTHING }],
  [
    "input 2000 output 500 on gpt-4o",
    {
      kind: "run_cost",
      models: ["gpt-4o"],
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      runs: 1,
      worstCase: false,
    },
  ],
  ["invoice for october", { kind: "total", period: month(2026, 10), ...EVERYTHING }],
  [
    "is this month more expensive than last month",
    { kind: "compare", period: unit("month", 0), against: unit("month", 1), by: null, top: null, ...EVERYTHING },
  ],
  ["key:sk-123 today", { kind: "total", period: unit("day", 0), where: [only("api_key", "sk-123")], zone: null }],
  ["last 2 weeks", { kind: "total", period: last(2, "week"), ...EVERYTHING }],
  ["last 24h", { kind: "total", period: last(24, "hour"), ...EVERYTHING }],
  ["last 7 days", { kind: "total", period: last(7, "day"), ...EVERYTHING }],
  [
    "last 7 days vs last 7 days",
    { kind: "compare", period: last(7, "day"), against: { kind: "previous" }, by: null, top: null, ...EVERYTHING },
  ],
  [
    "last 7 days vs previous",
    { kind: "compare", period: last(7, "day"), against: { kind: "previous" }, by: null, top: null, ...EVERYTHING },
  ],
  [
    "last 7 days vs previous 7 days",
    { kind: "compare", period: last(7, "day"), against: { kind: "previous" }, by: null, top: null, ...EVERYTHING },
  ],
  ["last 90 days by month", { kind: "breakdown", period: last(90, "day"), by: ["month"], top: null, ...EVERYTHING }],
  ["last friday", { kind: "total", period: days("2026-11-20", "2026-11-21"), ...EVERYTHING }],
  ["last hour", { kind: "total", period: last(1, "hour"), ...EVERYTHING }],
  [
    "last month for openai",
    { kind: "total", period: unit("month", 1), where: [only("provider", "openai")], zone: null },
  ],
  [
    "last month in Asia/Kolkata by day",
    { kind: "breakdown", period: unit("month", 1), zone: "Asia/Kolkata", by: ["day"], top: null, where: [] },
  ],
  [
    "last quarter by project",
    { kind: "breakdown", period: unit("quarter", 1), by: ["project"], top: null, ...EVERYTHING },
  ],
  [
    "last week vs the week before",
    { kind: "compare", period: unit("week", 1), against: { kind: "previous" }, by: null, top: null, ...EVERYTHING },
  ],
  ["last year", { kind: "total", period: unit("year", 1), ...EVERYTHING }],
  ["list models", { kind: "models", models: [], provider: null, order: "name" }],
  ["list models of anthropic", { kind: "models", models: [], provider: "anthropic", order: "name" }],
  ["list top 5 users by spend", { kind: "breakdown", period: unit("month", 0), by: ["user"], top: 5, ...EVERYTHING }],
  [
    "max cost with 4000 prompt tokens and 1000 completion tokens on gpt-4o-mini",
    {
      kind: "run_cost",
      models: ["gpt-4o-mini"],
      inputTokens: 4000,
      cachedInputTokens: 0,
      outputTokens: 1000,
      tier: "standard",
      runs: 1,
      worstCase: true,
    },
  ],
  ["model gpt-4o last week", { kind: "total", period: unit("week", 1), where: [only("model", "gpt-4o")], zone: null }],
  [
    "model:gpt-4* this month",
    { kind: "total", period: unit("month", 0), where: [only("model", "gpt-4*")], zone: null },
  ],
  ["model:gpt-4o last week", { kind: "total", period: unit("week", 1), where: [only("model", "gpt-4o")], zone: null }],
  ["models", { kind: "breakdown", period: unit("month", 0), by: ["model"], top: null, ...EVERYTHING }],
  ["monday", { kind: "total", period: days("2026-11-23", "2026-11-24"), ...EVERYTHING }],
  ["month end", { kind: "forecast", unit: "month", ...EVERYTHING }],
  [
    "month over month by model",
    { kind: "compare", period: unit("month", 0), against: { kind: "previous" }, by: "model", top: null, ...EVERYTHING },
  ],
  [
    "monthly cost of 10000 threads with 3 runs per day of 2000 in 500 out on gpt-4o-mini",
    {
      kind: "estimate",
      model: "gpt-4o-mini",
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      threads: 10000,
      runsPerDay: "3",
      days: 30,
      tokensPerThread: 0,
    },
  ],
  ["monthly trend this year", { kind: "trend", period: unit("year", 0), bucket: "month", by: null, ...EVERYTHING }],
  ["most expensive model", { kind: "breakdown", period: unit("month", 0), by: ["model"], top: 10, ...EVERYTHING }],
  [
    "move search from gpt-4o to gpt-4o-mini",
    {
      kind: "what_if",
      period: last(30, "day"),
      where: [only("project", "search")],
      from: "gpt-4o",
      to: "gpt-4o-mini",
      tier: null,
      cachedPercent: null,
      zone: null,
    },
  ],
  ["mtd", { kind: "total", period: unit("month", 0), ...EVERYTHING }],
  ["nov 1 to nov 10", { kind: "total", period: days("2026-11-01", "2026-11-10"), ...EVERYTHING }],
  ["november 5", { kind: "total", period: days("2026-11-05", "2026-11-06"), ...EVERYTHING }],
  [
    "oct vs sep",
    { kind: "compare", period: month(2026, 10), against: month(2026, 9), by: null, top: null, ...EVERYTHING },
  ],
  ["october", { kind: "total", period: month(2026, 10), ...EVERYTHING }],
  ["october to november", { kind: "total", period: days("2026-10-01", "2026-12-01"), ...EVERYTHING }],
  [
    "october vs september by model",
    { kind: "compare", period: month(2026, 10), against: month(2026, 9), by: "model", top: null, ...EVERYTHING },
  ],
  ["on 2026-11-05", { kind: "total", period: days("2026-11-05", "2026-11-06"), ...EVERYTHING }],
  ["openai models", { kind: "models", models: [], provider: "openai", order: "name" }],
  ["openai this month", { kind: "total", period: unit("month", 0), where: [only("provider", "openai")], zone: null }],
  ["optimise", { kind: "optimise", period: last(30, "day"), ...EVERYTHING }],
  ["optimize last month", { kind: "optimise", period: unit("month", 1), ...EVERYTHING }],
  ["past 24 hours", { kind: "total", period: last(24, "hour"), ...EVERYTHING }],
  ["per day last week", { kind: "breakdown", period: unit("week", 1), by: ["day"], top: null, ...EVERYTHING }],
  ["price gpt-4o on 2024-06-01", { kind: "price", model: "gpt-4o", on: "2024-06-01" }],
  [
    "price of 2000 in 500 out on gpt-4o",
    {
      kind: "run_cost",
      models: ["gpt-4o"],
      inputTokens: 2000,
      cachedInputTokens: 0,
      outputTokens: 500,
      tier: "standard",
      runs: 1,
      worstCase: false,
    },
  ],
  ["price of claude sonnet 5", { kind: "price", model: "claude-sonnet-5", on: null }],
  ["price of gpt-4o in may 2024", { kind: "price", model: "gpt-4o", on: "2024-05-01" }],
  [
    "prices of gpt-4o and gpt-4o-mini",
    { kind: "models", models: ["gpt-4o", "gpt-4o-mini"], provider: null, order: "name" },
  ],
  ["pricing gpt-4o", { kind: "price", model: "gpt-4o", on: null }],
  ["prod last week", { kind: "total", period: unit("week", 1), where: [only("tag:env", "prod")], zone: null }],
  [
    'project "code-review" today',
    { kind: "total", period: unit("day", 0), where: [only("project", "code-review")], zone: null },
  ],
  [
    "project:unattributed this month",
    { kind: "total", period: unit("month", 0), where: [only("project", null)], zone: null },
  ],
  ["projected spend", { kind: "forecast", unit: "month", ...EVERYTHING }],
  [
    "provider:openai by model",
    {
      kind: "breakdown",
      period: unit("month", 0),
      where: [only("provider", "openai")],
      by: ["model"],
      top: null,
      zone: null,
    },
  ],
  [
    "q3 by model",
    { kind: "breakdown", period: { kind: "quarter", year: 2026, quarter: 3 }, by: ["model"], top: null, ...EVERYTHING },
  ],
  [
    "reason for the increase",
    { kind: "why", period: unit("month", 0), against: { kind: "previous" }, by: null, ...EVERYTHING },
  ],
  ["recommendations", { kind: "optimise", period: last(30, "day"), ...EVERYTHING }],
  ["remaining budget", { kind: "budget", named: null }],
  [
    "replace gpt-4o with gpt-4o-mini",
    {
      kind: "what_if",
      period: last(30, "day"),
      from: "gpt-4o",
      to: "gpt-4o-mini",
      tier: null,
      cachedPercent: null,
      ...EVERYTHING,
    },
  ],
  ["report last week", { kind: "total", period: unit("week", 1), ...EVERYTHING }],
  ["requests by model today", { kind: "breakdown", period: unit("day", 0), by: ["model"], top: null, ...EVERYTHING }],
  [
    "return on investment $500 10000 users 5 interactions per user",
    { kind: "roi", users: 10000, interactionsPerUser: "5", cost: "500", period: unit("month", 0), ...EVERYTHING },
  ],
  [
    "roi $500 10k users 5 interactions each",
    { kind: "roi", users: 10000, interactionsPerUser: "5", cost: "500", period: unit("month", 0), ...EVERYTHING },
  ],
  [
    "roi 10000 users 5 interactions",
    { kind: "roi", users: 10000, interactionsPerUser: "5", cost: null, period: unit("month", 0), ...EVERYTHING },
  ],
  [
    "roi 10000 users 5 interactions last month project:search",
    {
      kind: "roi",
      users: 10000,
      interactionsPerUser: "5",
      cost: null,
      period: unit("month", 1),
      where: [only("project", "search")],
      zone: null,
    },
  ],
  [
    "roi 500 dollars 10000 users 5 interactions",
    { kind: "roi", users: 10000, interactionsPerUser: "5", cost: "500", period: unit("month", 0), ...EVERYTHING },
  ],
  ["run rate", { kind: "forecast", unit: "month", ...EVERYTHING }],
  ["savings", { kind: "optimise", period: last(30, "day"), ...EVERYTHING }],
  ["show all budgets", { kind: "budget", named: null }],
  [
    "show cost per model for the past 7 days",
    { kind: "breakdown", period: last(7, "day"), by: ["model"], top: null, ...EVERYTHING },
  ],
  ["show me budgets", { kind: "budget", named: null }],
  [
    "show me spend for search last week by model please",
    {
      kind: "breakdown",
      period: unit("week", 1),
      where: [only("project", "search")],
      by: ["model"],
      top: null,
      zone: null,
    },
  ],
  ["since 2026-11-03", { kind: "total", period: days("2026-11-03", null), ...EVERYTHING }],
  ["since monday", { kind: "total", period: days("2026-11-23", null), ...EVERYTHING }],
  ["since nov 3", { kind: "total", period: days("2026-11-03", null), ...EVERYTHING }],
  ["spend by env", { kind: "breakdown", period: unit("month", 0), by: ["tag:env"], top: null, ...EVERYTHING }],
  [
    "spend by team and model last month",
    { kind: "breakdown", period: unit("month", 1), by: ["team", "model"], top: null, ...EVERYTHING },
  ],
  ["spend day by day last week", { kind: "trend", period: unit("week", 1), bucket: "day", by: null, ...EVERYTHING }],
  ["spend in Europe/Berlin today", { kind: "total", period: unit("day", 0), zone: "Europe/Berlin", where: [] }],
  ["spend in october 2026", { kind: "total", period: month(2026, 10), ...EVERYTHING }],
  [
    "spend of platform by model",
    {
      kind: "breakdown",
      period: unit("month", 0),
      where: [only("team", "platform")],
      by: ["model"],
      top: null,
      zone: null,
    },
  ],
  [
    "spend on claude sonnet 5 this month",
    { kind: "total", period: unit("month", 0), where: [only("model", "claude-sonnet-5")], zone: null },
  ],
  ["spend over time", { kind: "trend", period: last(30, "day"), bucket: null, by: null, ...EVERYTHING }],
  [
    "spend per project per day last 7 days",
    { kind: "breakdown", period: last(7, "day"), by: ["project", "day"], top: null, ...EVERYTHING },
  ],
  ["spend this week", { kind: "total", period: unit("week", 0), ...EVERYTHING }],
  [
    "spent on anthropic since october",
    { kind: "total", period: days("2026-10-01", null), where: [only("provider", "anthropic")], zone: null },
  ],
  ["split by user", { kind: "breakdown", period: unit("month", 0), by: ["user"], top: null, ...EVERYTHING }],
  [
    "staging vs prod this month",
    {
      kind: "breakdown",
      period: unit("month", 0),
      where: [only("tag:env", "staging", "prod")],
      by: ["tag:env"],
      top: null,
      zone: null,
    },
  ],
  [
    "storage for 10000 threads of 25000 tokens",
    { kind: "storage", of: { kind: "threads", threads: 10000, tokensPerThread: 25000 }, days: 30, rate: null },
  ],
  [
    "store 1000 threads with 3000 tokens each",
    { kind: "storage", of: { kind: "threads", threads: 1000, tokensPerThread: 3000 }, days: 30, rate: null },
  ],
  ["subscriptions", { kind: "fixed" }],
  ["summary", { kind: "overview", ...EVERYTHING }],
  ["summary of last month", { kind: "total", period: unit("month", 1), ...EVERYTHING }],
  [
    "tag:customer=acme this month",
    { kind: "total", period: unit("month", 0), where: [only("tag:customer", "acme")], zone: null },
  ],
  [
    "team platform this month",
    { kind: "total", period: unit("month", 0), where: [only("team", "platform")], zone: null },
  ],
  ["the day before yesterday", { kind: "total", period: unit("day", 2), ...EVERYTHING }],
  ["the last two weeks", { kind: "total", period: last(2, "week"), ...EVERYTHING }],
  [
    "this month by day in America/New_York",
    { kind: "breakdown", period: unit("month", 0), zone: "America/New_York", by: ["day"], top: null, where: [] },
  ],
  [
    "this month vs a year ago",
    { kind: "compare", period: unit("month", 0), against: { kind: "year_before" }, by: null, top: null, ...EVERYTHING },
  ],
  [
    "this month vs last",
    { kind: "compare", period: unit("month", 0), against: { kind: "previous" }, by: null, top: null, ...EVERYTHING },
  ],
  [
    "this month vs last month",
    { kind: "compare", period: unit("month", 0), against: unit("month", 1), by: null, top: null, ...EVERYTHING },
  ],
  [
    "this quarter vs last quarter",
    { kind: "compare", period: unit("quarter", 0), against: unit("quarter", 1), by: null, top: null, ...EVERYTHING },
  ],
  ["this week", { kind: "total", period: unit("week", 0), ...EVERYTHING }],
  [
    "this week vs last week by project",
    { kind: "compare", period: unit("week", 0), against: unit("week", 1), by: "project", top: null, ...EVERYTHING },
  ],
  [
    "this year vs last year",
    { kind: "compare", period: unit("year", 0), against: unit("year", 1), by: null, top: null, ...EVERYTHING },
  ],
  [
    "thread storage 100 threads 1000 tokens",
    { kind: "storage", of: { kind: "threads", threads: 100, tokensPerThread: 1000 }, days: 30, rate: null },
  ],
  [
    "tier:batch this month",
    { kind: "total", period: unit("month", 0), where: [only("service_tier", "batch")], zone: null },
  ],
  ["today in UTC", { kind: "total", period: unit("day", 0), zone: "UTC", where: [] }],
  [
    "today vs yesterday",
    { kind: "compare", period: unit("day", 0), against: unit("day", 1), by: null, top: null, ...EVERYTHING },
  ],
  [
    "token usage by project",
    { kind: "breakdown", period: unit("month", 0), by: ["project"], top: null, ...EVERYTHING },
  ],
  [
    "tokens per $ on gpt-4o and gpt-4o-mini",
    { kind: "models", models: ["gpt-4o", "gpt-4o-mini"], provider: null, order: "name" },
  ],
  ["tokens per dollar gpt-4o", { kind: "models", models: ["gpt-4o"], provider: null, order: "name" }],
  [
    "top 10 keys this quarter",
    { kind: "breakdown", period: unit("quarter", 0), by: ["api_key"], top: 10, ...EVERYTHING },
  ],
  [
    "top 10 models by cost this quarter",
    { kind: "breakdown", period: unit("quarter", 0), by: ["model"], top: 10, ...EVERYTHING },
  ],
  ["top 3 models yesterday", { kind: "breakdown", period: unit("day", 1), by: ["model"], top: 3, ...EVERYTHING }],
  [
    "top 5 models by spend last month",
    { kind: "breakdown", period: unit("month", 1), by: ["model"], top: 5, ...EVERYTHING },
  ],
  ["top 5 projects last week", { kind: "breakdown", period: unit("week", 1), by: ["project"], top: 5, ...EVERYTHING }],
  ["top users", { kind: "breakdown", period: unit("month", 0), by: ["user"], top: 10, ...EVERYTHING }],
  ["total spend all time", { kind: "total", period: { kind: "all" }, ...EVERYTHING }],
  ["trend", { kind: "trend", period: last(30, "day"), bucket: null, by: null, ...EVERYTHING }],
  ["trend last 90 days", { kind: "trend", period: last(90, "day"), bucket: null, by: null, ...EVERYTHING }],
  ["two weeks ago by model", { kind: "breakdown", period: unit("week", 2), by: ["model"], top: null, ...EVERYTHING }],
  ["usage last week", { kind: "total", period: unit("week", 1), ...EVERYTHING }],
  ["user ada last month", { kind: "total", period: unit("month", 1), where: [only("user", "ada")], zone: null }],
  [
    "vector store 11 GB",
    { kind: "storage", of: { kind: "vector_store", gigabytes: "11", freeGigabytes: "1" }, days: 30, rate: null },
  ],
  [
    "vector store of 20 gb for 90 days",
    { kind: "storage", of: { kind: "vector_store", gigabytes: "20", freeGigabytes: "1" }, days: 90, rate: null },
  ],
  [
    "vs last month",
    { kind: "compare", period: unit("month", 0), against: unit("month", 1), by: null, top: null, ...EVERYTHING },
  ],
  [
    "vs last week by model",
    { kind: "compare", period: unit("week", 0), against: unit("week", 1), by: "model", top: null, ...EVERYTHING },
  ],
  ["week to date", { kind: "total", period: unit("week", 0), ...EVERYTHING }],
  ["weekly trend", { kind: "trend", period: last(12, "week"), bucket: "week", by: null, ...EVERYTHING }],
  ["weekly trend by model", { kind: "trend", period: last(12, "week"), bucket: "week", by: "model", ...EVERYTHING }],
  ["what can I ask", { kind: "help", topic: null }],
  ["what can we optimise", { kind: "optimise", period: last(30, "day"), ...EVERYTHING }],
  [
    "what changed since last month",
    { kind: "why", period: unit("month", 0), against: { kind: "previous" }, by: null, ...EVERYTHING },
  ],
  [
    "what changed since last week by model",
    { kind: "why", period: unit("week", 0), against: { kind: "previous" }, by: "model", ...EVERYTHING },
  ],
  ["what did ada spend yesterday", { kind: "total", period: unit("day", 1), where: [only("user", "ada")], zone: null }],
  ["what did we spend yesterday?", { kind: "total", period: unit("day", 1), ...EVERYTHING }],
  ["what does claude sonnet 5 cost", { kind: "price", model: "claude-sonnet-5", on: null }],
  [
    "what drove the increase last week",
    { kind: "why", period: unit("week", 1), against: { kind: "previous" }, by: null, ...EVERYTHING },
  ],
  [
    "what if 50% were cached",
    { kind: "what_if", period: last(30, "day"), from: null, to: null, tier: null, cachedPercent: "50", ...EVERYTHING },
  ],
  [
    "what if 80% of the input was cached last month",
    { kind: "what_if", period: unit("month", 1), from: null, to: null, tier: null, cachedPercent: "80", ...EVERYTHING },
  ],
  [
    "what if everything ran as batch",
    {
      kind: "what_if",
      period: last(30, "day"),
      from: null,
      to: null,
      tier: "batch",
      cachedPercent: null,
      ...EVERYTHING,
    },
  ],
  [
    "what if gpt-4o ran on gpt-4o-mini",
    {
      kind: "what_if",
      period: last(30, "day"),
      from: "gpt-4o",
      to: "gpt-4o-mini",
      tier: null,
      cachedPercent: null,
      ...EVERYTHING,
    },
  ],
  [
    "what if search ran on batch last week",
    {
      kind: "what_if",
      period: unit("week", 1),
      where: [only("project", "search")],
      from: null,
      to: null,
      tier: "batch",
      cachedPercent: null,
      zone: null,
    },
  ],
  [
    "what if we switched gpt-4o to gpt-4o-mini",
    {
      kind: "what_if",
      period: last(30, "day"),
      from: "gpt-4o",
      to: "gpt-4o-mini",
      tier: null,
      cachedPercent: null,
      ...EVERYTHING,
    },
  ],
  [
    "what if we used gpt-4o-mini instead of gpt-4o last month",
    {
      kind: "what_if",
      period: unit("month", 1),
      from: "gpt-4o",
      to: "gpt-4o-mini",
      tier: null,
      cachedPercent: null,
      ...EVERYTHING,
    },
  ],
  ["what was the price of gpt-4o last year", { kind: "price", model: "gpt-4o", on: "2025-01-01" }],
  ["what will this month cost", { kind: "forecast", unit: "month", ...EVERYTHING }],
  ["what will we spend by the end of the quarter", { kind: "forecast", unit: "quarter", ...EVERYTHING }],
  [
    "what would last month have cost on claude-sonnet-5",
    {
      kind: "what_if",
      period: unit("month", 1),
      from: null,
      to: "claude-sonnet-5",
      tier: null,
      cachedPercent: null,
      ...EVERYTHING,
    },
  ],
  [
    "what would october have cost on gpt-4o-mini",
    {
      kind: "what_if",
      period: month(2026, 10),
      from: null,
      to: "gpt-4o-mini",
      tier: null,
      cachedPercent: null,
      ...EVERYTHING,
    },
  ],
  [
    "what's driving costs",
    { kind: "why", period: unit("month", 0), against: { kind: "previous" }, by: null, ...EVERYTHING },
  ],
  ["what's left of the everything budget", { kind: "budget", named: "everything" }],
  [
    "what's our openai bill this month?",
    { kind: "total", period: unit("month", 0), where: [only("provider", "openai")], zone: null },
  ],
  ["what's our run rate", { kind: "forecast", unit: "month", ...EVERYTHING }],
  ["what's the total for last quarter", { kind: "total", period: unit("quarter", 1), ...EVERYTHING }],
  ["when does gpt-4o shut down", { kind: "price", model: "gpt-4o", on: null }],
  ["where are we heading this month", { kind: "forecast", unit: "month", ...EVERYTHING }],
  ["where can we save", { kind: "optimise", period: last(30, "day"), ...EVERYTHING }],
  ["where will we land this month", { kind: "forecast", unit: "month", ...EVERYTHING }],
  [
    "which model costs the most",
    { kind: "breakdown", period: unit("month", 0), by: ["model"], top: 10, ...EVERYTHING },
  ],
  ["which models are available", { kind: "models", models: [], provider: null, order: "name" }],
  [
    "which project is most expensive this week",
    { kind: "breakdown", period: unit("week", 0), by: ["project"], top: 10, ...EVERYTHING },
  ],
  [
    "which users cost the most this month",
    { kind: "breakdown", period: unit("month", 0), by: ["user"], top: 10, ...EVERYTHING },
  ],
  [
    "who is spending on gpt-4o",
    {
      kind: "breakdown",
      period: unit("month", 0),
      where: [only("model", "gpt-4o")],
      by: ["user"],
      top: null,
      zone: null,
    },
  ],
  [
    "who spent the most this month",
    { kind: "breakdown", period: unit("month", 0), by: ["user"], top: 10, ...EVERYTHING },
  ],
  [
    "why are costs up",
    { kind: "why", period: unit("month", 0), against: { kind: "previous" }, by: null, ...EVERYTHING },
  ],
  [
    "why are we spending more this month",
    { kind: "why", period: unit("month", 0), against: { kind: "previous" }, by: null, ...EVERYTHING },
  ],
  ["why by user", { kind: "why", period: unit("month", 0), against: { kind: "previous" }, by: "user", ...EVERYTHING }],
  [
    "why did cost go up this week",
    { kind: "why", period: unit("week", 0), against: { kind: "previous" }, by: null, ...EVERYTHING },
  ],
  [
    "why did costs go up",
    { kind: "why", period: unit("month", 0), against: { kind: "previous" }, by: null, ...EVERYTHING },
  ],
  [
    "why did gpt-4o get more expensive",
    {
      kind: "why",
      period: unit("month", 0),
      against: { kind: "previous" },
      where: [only("model", "gpt-4o")],
      by: null,
      zone: null,
    },
  ],
  [
    "why did search cost more last month than the month before",
    {
      kind: "why",
      period: unit("month", 1),
      against: { kind: "previous" },
      where: [only("project", "search")],
      by: null,
      zone: null,
    },
  ],
  [
    "why is november more expensive than october",
    { kind: "why", period: month(2026, 11), against: month(2026, 10), by: null, ...EVERYTHING },
  ],
  [
    "why is spend down this week",
    { kind: "why", period: unit("week", 0), against: { kind: "previous" }, by: null, ...EVERYTHING },
  ],
  [
    "why is this month higher",
    { kind: "why", period: unit("month", 0), against: { kind: "previous" }, by: null, ...EVERYTHING },
  ],
  [
    "workload answers last week",
    { kind: "total", period: unit("week", 1), where: [only("workload", "answers")], zone: null },
  ],
  [
    "worst case 4000 in 1000 out gpt-4o-mini",
    {
      kind: "run_cost",
      models: ["gpt-4o-mini"],
      inputTokens: 4000,
      cachedInputTokens: 0,
      outputTokens: 1000,
      tier: "standard",
      runs: 1,
      worstCase: true,
    },
  ],
  [
    "year over year",
    { kind: "compare", period: unit("month", 0), against: { kind: "year_before" }, by: null, top: null, ...EVERYTHING },
  ],
  ["yesterday", { kind: "total", period: unit("day", 1), ...EVERYTHING }],
  ["ytd by month", { kind: "breakdown", period: unit("year", 0), by: ["month"], top: null, ...EVERYTHING }],
];

describe("a phrasing", () => {
  it.each(PHRASINGS)("%j is understood", (text, query) => {
    expect(parseQuestion(text, phrasingContext)).toEqual(query);
  });

  it.each(PHRASINGS)("%j is the same question in its canonical words", (_text, query) => {
    expect(parseQuestion(questionText(query), phrasingContext)).toEqual(query);
  });

  it("of any words of the grammar is the same question in its canonical words", () => {
    const word = fc.constantFrom(
      ..."by model project and vs last this month week 7 days 30 top 3 why forecast trend budget savings price of gpt-4o".split(
        " ",
      ),
      ..."gpt-4o-mini on what if batch 50% cached in out 2000 500 per from to october q3 search ada prod env=prod".split(
        " ",
      ),
      ..."project:search model:gpt-4* list models compare since all time weekly than more Europe/Berlin".split(" "),
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        const query = parseQuestion(words.join(" "), phrasingContext);
        if (query.kind === "not_understood") return;
        expect(parseQuestion(questionText(query), phrasingContext)).toEqual(query);
      }),
      { numRuns: 300 },
    );
  });

  it("may have its parts in any order", () => {
    const parts = ["top 3", "by model", "last week", "project:search", "in Europe/Berlin"];
    const asked = permutations(parts).map((order) => parseQuestion(order.join(" "), phrasingContext));
    expect(asked[0]).toEqual({
      kind: "breakdown",
      period: unit("week", 1),
      where: [only("project", "search")],
      zone: "Europe/Berlin",
      by: ["model"],
      top: 3,
    });
    for (const query of asked) expect(query).toEqual(asked[0]);
  });
});

function permutations(parts: readonly string[]): string[][] {
  if (parts.length < 2) return [[...parts]];
  return parts.flatMap((part, index) => permutations(parts.toSpliced(index, 1)).map((rest) => [part, ...rest]));
}

describe("words that are not understood", () => {
  it.each([
    ["yesturday", "yesterday"],
    ["by modle", "by model"],
    ["forcast", "forecast"],
    ["savngs last month", "savings last month"],
    ["spend of serach", "spend of search"],
    ["buget", "budget"],
    ["spend on gpt-4oo yesterday", "spend on gpt-4o yesterday"],
    ["price of gpt-4oo", "price of gpt-4o"],
    ["2000 in 500 out on gpt-4omini", "2000 in 500 out on gpt-4o-mini"],
    ["1000 in 10 out", "cost of 1000 in 10 out on gpt-4o-mini"],
    ["top 5", "top 5 models this month"],
    ["5000 tokens on gpt-4o", "cost of 5000 in 0 out on gpt-4o"],
  ])("%j is answered with %j, which can be asked", (text, suggestion) => {
    const read = parseQuestion(text, phrasingContext);
    if (read.kind !== "not_understood") throw new Error(`${text} was understood as ${read.kind}`);
    expect(read.suggestions).toContain(suggestion);
    expect(parseQuestion(suggestion, phrasingContext).kind).not.toBe("not_understood");
  });

  it.each([
    ["how is the weather", '"weather"'],
    ["forecast by model", "filter it instead"],
    ["forecast last month", "running"],
    ["trend vs last month", "one period"],
    ["what if", "what would be different"],
    ["-5 in 10 out on gpt-4o", "whole number"],
    ["2000 in 3000 in 10 out gpt-4o", "two different figures"],
    ["2026-02-30", "no day 2026-02-30"],
    ["by project model user key tag:env", "more than 4"],
    ["budget set $500 month", "not set by a question"],
    ["roi", "how many users"],
    ["DROP TABLE records", '"DROP"'],
  ])("%j is not guessed at", (text, words) => {
    const read = parseQuestion(text, phrasingContext);
    expect("reason" in read ? read.reason : read.kind).toContain(words);
  });
});
