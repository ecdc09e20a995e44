import type { Command } from "commander";
import { commandGroup, type Define } from "./define.ts";

/** Commands that are questions of `/cost` by themselves; words of the grammar may stand behind them. */
export function questionCommands(define: Define, program: Command): void {
  define(
    "forecast [words...]",
    "where the running period will land: `runrate forecast quarter for project:search`",
    (it) => scope(it),
    async () => (await import("../commands/question.ts")).forecast,
  );
  define(
    "why [words...]",
    "why spend changed, in parts that add up: `runrate why last month by project`",
    (it) => period(scope(it)),
    async () => (await import("../commands/question.ts")).why,
  );
  define(
    "what-if [words...]",
    "recorded usage on another model, tier or cached share: `runrate what-if gpt-4o ran on gpt-4o-mini`",
    (it) =>
      period(scope(it))
        .option("--model <name>", "the model that it would have run on")
        .option("--of <name>", "only usage of this recorded model")
        .option("--tier <name>", "standard, batch, flex or priority")
        .option("--cached-percent <percent>", "share of the input that would have been read from the cache"),
    async () => (await import("../commands/question.ts")).whatIf,
  );
  define(
    "optimise [words...]",
    "what would save how much a month, on measured usage: `runrate optimise last 30 days`",
    (it) =>
      period(scope(it))
        .alias("optimize")
        .option(
          "--cheap <model>",
          "route simple queries to this model (default: runrate.yml, else the one that saves most)",
        )
        .option("--strong <model>", "whose queries are routed (default: runrate.yml, else the dearest)")
        .option("--routing-percent <percent>", "share of its spend that the cheap model can answer")
        .option("--batch-percent <percent>", "share of the standard-tier spend that can wait 24 hours")
        .option("--prefix <tokens>", "tokens at the start of every call that never change")
        .option("--max-prompt-tokens <count>", "cap on input (default: what 99 of 100 calls stay under)")
        .option("--max-completion-tokens <count>", "cap on output (default: what 99 of 100 calls stay under)")
        .option("--keep-turns <count>", "compression: turns that stay word for word (default 3)")
        .option("--summary <tokens>", "compression: tokens of a summary (default 500)")
        .option("--summarise-after <count>", "compression: once more than so many turns are not summarised (default 5)")
        .option("--idle-days <count>", "conversations without activity for so many days (default 30)"),
    async () => (await import("../commands/question.ts")).optimise,
  );
  const routing = commandGroup(program, "routing", "which queries a cheap model answers, and what that saves");
  define(
    "try <words...>",
    "where a query goes, and by which of its words",
    (it) => it,
    async () => (await import("../commands/routing.ts")).tryRouting,
    routing,
  );
  define(
    "evaluate <file>",
    "the rules on recorded queries: JSON lines as `runrate price` reads them, with the text as `query`",
    (it) =>
      it
        .option("--cheap <model>", "the cheap model (default: runrate.yml)")
        .option("--strong <model>", "the strong model (default: runrate.yml)"),
    async () => (await import("../commands/routing.ts")).evaluateRoutes,
    routing,
  );
}

function scope(command: Command): Command {
  return command
    .option(
      "--where <key=value...>",
      "only what fits (key!=value: what does not); several values of one key are alternatives",
    )
    .option("--tz <zone>", "IANA time zone of days and months (default: runrate.yml, else UTC)");
}

function period(command: Command): Command {
  return command
    .option("--from <date>", "first day, instead of a period in words")
    .option("--to <date>", "the day after the last");
}
