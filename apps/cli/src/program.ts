import { Command, Option } from "commander";
import { parseNow } from "./arguments.ts";
import type { CommandResult, Terminal } from "./terminal.ts";

const VERSION = "0.1.0";

/** What every command gets beside its own options. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** The instant that counts as now, in milliseconds. */
  readonly now: number;
}

/** The command line: names, options and help here; each command's work in a file of its own, loaded when it is called. */
export function buildProgram(terminal: Terminal, outcome: { code: number }): Command {
  const program = new Command("runrate")
    .description("LLM API spend: exact answers, budgets, and what a change does to the bill")
    .version(VERSION)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: () => {},
      outputError: () => {},
    });

  const command = <Options>(
    name: string,
    description: string,
    declare: (command: Command) => Command,
    load: () => Promise<(options: Options, context: CommandContext) => Promise<CommandResult> | CommandResult>,
  ) => {
    declare(program.command(name).description(description).copyInheritedSettings(program))
      .option("--json", "print the result as JSON")
      .addOption(nowOption())
      .action(async (options: Options & { json?: boolean; now?: number }) => {
        const work = await load();
        const result = await work(options, { terminal, now: options.now ?? terminal.clock() });
        terminal.stdout.write(`${options.json ? JSON.stringify(result.json) : result.text}\n`);
        if (result.isNo) outcome.code = 1;
      });
  };

  program
    .command("price")
    .description("price JSON lines of usage from standard input, one JSON line for each")
    .copyInheritedSettings(program)
    .option("--json", "the output is JSON lines in any case")
    .addOption(nowOption())
    .action(async ({ now = terminal.clock() }: { now?: number }) => {
      const { price } = await import("./commands/price.ts");
      if (!(await price({ terminal, now }))) outcome.code = 1;
    });
  command(
    "query",
    "totals of a period from the ledger, grouped and filtered",
    (it) =>
      it
        .requiredOption("--from <date>", "first day, or an instant")
        .requiredOption("--to <date>", "the day after the last, or an instant")
        .option("--by <names>", "comma-separated: model, project, user, day, hour, month, tag:<name> …")
        .option("--where <key=value...>", "only what fits; several values of one key are alternatives")
        .option("--tz <zone>", "IANA time zone of days and months (default UTC)")
        .option("--ledger <url>", "sqlite:<path> (default sqlite:.runrate/ledger.db)"),
    async () => (await import("./commands/query.ts")).query,
  );
  command(
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
    async () => (await import("./commands/storage.ts")).storage,
  );
  command(
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
    async () => (await import("./commands/growth.ts")).growth,
  );
  command(
    "roi",
    "what an interaction and a user cost, and how good that is",
    (it) =>
      it
        .requiredOption("--cost <usd>", "spend of the period")
        .requiredOption("--users <count>", "users in the period")
        .requiredOption("--interactions <count>", "interactions per user"),
    async () => (await import("./commands/roi.ts")).roi,
  );
  return program;
}

function nowOption(): Option {
  return new Option("--now <instant>", "the instant that counts as now").argParser(parseNow);
}
