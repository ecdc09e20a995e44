import type { Command } from "commander";
import { commandGroup, type Define } from "./define.ts";

const repeated = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** Commands about what in the source spends money. */
export function billCommands(define: Define, program: Command): void {
  define(
    "scan <folder>",
    "call sites of language models in a folder, with what their model and caps can be",
    (it) => it,
    async () => (await import("../commands/scan.ts")).scan,
  );
  define(
    "diff",
    "what a change of the source does to the bill; exit code 1 when a policy of runrate.yml fails",
    (it) =>
      it
        .requiredOption("--base <tree>", "folder or git ref before the change")
        .option("--head <tree>", "folder or git ref after it (default: the work tree, with what is not committed yet)")
        .option("--usage <file|url>", "measured volumes: a file of `runrate usage export`, or a ledger's URL")
        .option("--only <path[:line]>", "one finding alone, by its place in the head (may be repeated)", repeated)
        .option("--paths <globs>", "the part of the tree that is looked at, globs separated by commas", repeated)
        .option(
          "--judged-by <tree>",
          "folder or git ref whose runrate.yml judges, as in the action: what the head dismisses by itself counts",
        )
        .option("--markdown", "print the comment for a pull request")
        .option("--list-prices", "show list prices and figures per 1,000 calls only, for what is public"),
    async () => (await import("../commands/diff.ts")).diff,
  );
  define(
    "init [folder]",
    "write a first runrate.yml from a scan",
    (it) => it.option("--force", "overwrite one that is there"),
    async () => (await import("../commands/init.ts")).init,
  );
  define(
    "pr [number]",
    "what pull requests were estimated to cost, against what has been spent since their merge",
    (it) => it,
    async () => (await import("../commands/pr.ts")).pullRequest,
  );
  const usage = commandGroup(program, "usage", "measured usage");
  define(
    "export",
    "calls, mean and p95 tokens and cached share by model, project and workload, for `diff --usage`",
    (it) =>
      it
        .option("--out <file>", "write it there, and print a table (default: to standard output)")
        .option("--days <count>", "days before now (default 30)"),
    async () => (await import("../commands/usage-export.ts")).usageExport,
    usage,
  );
}
