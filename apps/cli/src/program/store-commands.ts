import type { Command } from "commander";
import { commandGroup, type Define } from "./define.ts";

/** `runrate ledger …`: the database itself. */
export function storeCommands(define: Define, program: Command): void {
  const ledger = commandGroup(program, "ledger", "the database: its schema, its size, and copies of it");
  define(
    "status",
    "where the ledger is, its schema against this release, and how much it holds",
    (it) => it,
    async () => (await import("../commands/ledger-schema.ts")).statusCommand,
    ledger,
  );
  define(
    "migrate",
    "bring the schema up to this release (PostgreSQL; a file does so by itself)",
    (it) => it,
    async () => (await import("../commands/ledger-schema.ts")).migrateCommand,
    ledger,
  );
  define(
    "copy",
    "copy a whole ledger into an empty one, checked value by value; goes on where it was interrupted",
    (it) =>
      it
        .requiredOption("--from <url>", "the ledger to copy, such as sqlite:.runrate/ledger.db")
        .requiredOption("--to <url>", "the empty ledger, such as postgres://…"),
    async () => (await import("../commands/ledger-copy.ts")).copyCommand,
    ledger,
  );
  define(
    "prune",
    "take single calls of long ago away and keep their totals: a dry run, unless --apply",
    (it) =>
      it
        .option("--keep-days <count>", "keep single calls of so many days")
        .option("--before <date>", "take away what is older than this day (UTC)")
        .option("--apply", "do it; run again after an interruption, it goes on"),
    async () => (await import("../commands/ledger-prune.ts")).pruneCommand,
    ledger,
  );
}
