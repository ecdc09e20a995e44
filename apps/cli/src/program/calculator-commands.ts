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
}
