import type { Define } from "./define.ts";

/** Calculators: they need prices at most, never a ledger. */
export function calculatorCommands(define: Define): void {
  define(
    "storage",
    "what stored threads (at the planning rate) or a vector store cost",
    (it) =>
      it
        .option("--threads <count>", "stored threads")
        .option("--tokens-per-thread <count>", "mean tokens that a thread holds")
        .option("--gb <size>", "gigabytes in vector stores")
        .option("--free-gb <size>", "gigabytes that cost nothing (default 1)")
        .option("--rate <usd>", "USD per 1M tokens and day, or per GB and day (default 0.10)")
        .option("--days <count>", "days (default 30)"),
    async () => (await import("../commands/storage.ts")).storage,
  );
  define(
    "growth",
    "what threads that grow every month will cost",
    (it) =>
      it
        .requiredOption("--threads <count>", "threads before the first month's growth")
        .requiredOption("--growth <percent>", "growth a month in percent")
        .option("--months <count>", "months to look ahead (default 12)")
        .requiredOption("--tokens-per-thread <count>", "mean tokens that a thread holds")
        .requiredOption("--runs-per-day <count>", "runs a day of each thread")
        .requiredOption("--run-cost <usd>", "what one run costs"),
    async () => (await import("../commands/growth.ts")).growth,
  );
  define(
    "roi",
    "what an interaction and a user cost, and how good that is",
    (it) =>
      it
        .requiredOption("--cost <usd>", "spend of the period")
        .requiredOption("--users <count>", "users in the period")
        .requiredOption("--interactions <count>", "interactions per user"),
    async () => (await import("../commands/roi.ts")).roi,
  );
  define(
    "estimate",
    "what threads and their runs will cost in a month, storage included",
    (it) =>
      it
        .requiredOption("--threads <count>", "threads")
        .requiredOption("--runs-per-day <count>", "runs a day of each thread")
        .option("--model <name>", "the model that a run calls")
        .option("--input <tokens>", "input tokens of a run, cached ones included")
        .option("--cached <tokens>", "the part of them that is read from the cache (default 0)")
        .option("--output <tokens>", "output tokens of a run")
        .option("--tier <name>", "standard, batch, flex or priority (default standard)")
        .option("--run-cost <usd>", "what a run costs, instead of model and tokens")
        .option("--tokens-per-thread <count>", "mean tokens stored in a thread (default 0: no storage)")
        .option("--storage-rate <usd>", "USD per 1M stored tokens and day (default: runrate.yml, else 0.10)")
        .option("--days <count>", "days of the month (default: runrate.yml, else 30)"),
    async () => (await import("../commands/estimate.ts")).estimate,
  );
  define(
    "conversation",
    "what a conversation costs whose turns each re-send the instructions and the history",
    (it) =>
      it
        .requiredOption("--model <name>", "the model that answers")
        .requiredOption("--turns <count>", "messages of the user, each with a reply")
        .option("--instructions <tokens>", "tokens of the instructions, sent with every turn (default 0)")
        .requiredOption("--message <tokens>", "tokens of a message")
        .requiredOption("--reply <tokens>", "tokens of a reply")
        .option("--cap <tokens>", "most input of a turn: the oldest messages are dropped")
        .option("--cached-percent <percent>", "share of the repeated prefix that is read from the cache (default 0)")
        .option("--keep-turns <count>", "compress: turns that stay word for word (default 3 with --summary)")
        .option("--summary <tokens>", "compress: tokens of the summary of older turns (default 500 with --keep-turns)")
        .option(
          "--summarise-after <count>",
          "compress: once more than so many turns are not summarised (default every turn)",
        )
        .option("--tier <name>", "standard, batch, flex or priority (default standard)"),
    async () => (await import("../commands/conversation.ts")).conversation,
  );
  define(
    "compare <models...>",
    "models side by side: prices, tokens per dollar, and what a run costs",
    (it) =>
      it
        .option("--input <tokens>", "input tokens of a run, cached ones included")
        .option("--cached <tokens>", "the part of them that is read from the cache (default 0)")
        .option("--output <tokens>", "output tokens of a run")
        .option("--tier <name>", "standard, batch, flex or priority (default standard)")
        .option("--at <instant>", "prices of that time (default now)"),
    async () => (await import("../commands/compare.ts")).compare,
  );
}
