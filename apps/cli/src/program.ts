import { Command, Option } from "commander";
import { parseInstant } from "./arguments.ts";
import type { CommandContext, GlobalOptions } from "./context.ts";
import { billCommands } from "./program/bill-commands.ts";
import { calculatorCommands } from "./program/calculator-commands.ts";
import { definer } from "./program/define.ts";
import { ledgerCommands } from "./program/ledger-commands.ts";
import { priceCommands } from "./program/price-commands.ts";
import { questionCommands } from "./program/question-commands.ts";
import { stateCommands } from "./program/state-commands.ts";
import { storeCommands } from "./program/store-commands.ts";
import { storedUsageCommands } from "./program/stored-usage-commands.ts";
import { tokenCommands } from "./program/token-commands.ts";
import { textStyle, type Terminal } from "./terminal.ts";

const VERSION = "0.1.0";

type AllOptions = GlobalOptions & { readonly now?: number };

/** The command line: names, options and help here; each command's work in a file of its own, loaded when it is called. */
export function buildProgram(terminal: Terminal, outcome: { code: number }): Command {
  const program = new Command("runrate")
    .description("LLM API spend: exact answers, budgets, and what a change does to the bill")
    .version(VERSION)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => textStyle(terminal).width ?? 100,
      getOutHasColors: () => textStyle(terminal).colour,
    })
    .optionsGroup("For every command:")
    .option("--json", "print the result as JSON")
    .option("--ledger <url>", "sqlite:<path> or postgres://… (default $RUNRATE_LEDGER, else sqlite:.runrate/ledger.db)")
    .option("--config <file>", "runrate.yml (default: the nearest one)")
    .option("--catalogue <file>", "a price catalogue that replaces the bundled one")
    .option("--overrides <file>", "price overrides (YAML), on top of those of runrate.yml")
    .addOption(
      new Option("--now <instant>", "the instant that counts as now").argParser((text) => parseInstant(text, "--now")),
    );
  const contextOf = (command: Command): CommandContext => {
    const { now, ...options } = command.optsWithGlobals<AllOptions>();
    return {
      terminal,
      options,
      now: now ?? terminal.clock(),
      clock: now === undefined ? terminal.clock : () => now,
      json: options.json === true,
      style: textStyle(terminal),
      folder: process.cwd(),
    };
  };
  const define = definer(program, contextOf, outcome);
  ledgerCommands(define);
  questionCommands(define, program);
  storeCommands(define, program);
  storedUsageCommands(define);
  stateCommands(define, program);
  calculatorCommands(define);
  priceCommands(define, program);
  billCommands(define, program);
  tokenCommands(define, program);
  return program;
}
