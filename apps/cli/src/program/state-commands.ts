import type { Command } from "commander";
import { commandGroup, type Define } from "./define.ts";

/** Commands about what lies at the provider: threads, conversations, vector stores, batches. */
export function stateCommands(define: Define, program: Command): void {
  define(
    "thread <id>",
    "what a thread or conversation holds, what storing it costs, and what the next run on it will cost",
    (it) =>
      it
        .option("--models <names>", "comma-separated (default: those that have run on it)")
        .option("--output <tokens>", "what the next run writes", "500"),
    async () => (await import("../commands/thread.ts")).thread,
  );
  define(
    "cleanup",
    "threads, conversations and vector stores without activity: a dry run, unless --delete",
    (it) =>
      it
        .option("--kind <names>", "all, or a list of thread, conversation, vector_store (default: the first two)")
        .option("--idle-days <count>", "without activity for so many days", "30")
        .option("--limit <count>", "at most so many, the longest idle first")
        .option("--delete", "delete them at the provider; run again after an interruption, it goes on"),
    async () => (await import("../commands/cleanup.ts")).cleanup,
  );
  const batch = commandGroup(program, "batch", "the Batch API");
  define(
    "estimate <file>",
    "count and price a Batch API input file before it is sent, beside the same at standard rates (- for standard input)",
    (it) => it.option("--output <tokens>", "what a call writes, where it has no lower cap (default 500)"),
    async () => (await import("../commands/batch-estimate.ts")).batchEstimate,
    batch,
  );
}
