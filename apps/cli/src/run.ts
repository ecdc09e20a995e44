import { CommanderError, type Command } from "commander";
import { RunrateError } from "@runrate/core";
import { describeError } from "./failure.ts";
import { isUnpriced } from "./unpriced.ts";
import { buildProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Runs one command line.
 *
 * @returns the exit code: 0 on success, 1 when the answer is "no", 2 on bad arguments, unreadable files or configuration
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const outcome = { code: 0 };
  // A reader that has seen enough (`| head`) is not an error.
  terminal.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    const failure = new RunrateError("output_unwritable", `the result cannot be written: ${error.message}`, {
      hint: "Free disk space, or send the output elsewhere, and run the same command again.",
    });
    terminal.stderr.write(`${describeError(failure, args.includes("--json"))}\n`);
    process.exit(2);
  });
  const program = buildProgram(terminal, outcome);
  try {
    // What a shell asks while one types; its answers go to standard output.
    if (args[0] === "complete") {
      const { default: completable } = await import("@bomb.sh/tab/commander");
      completable(program, { completionCommandName: "completion-script" });
    }
    if (args.every((arg) => arg === "--json")) program.outputHelp();
    else await program.parseAsync(args, { from: "user" });
    return outcome.code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (!(error instanceof RunrateError || error instanceof CommanderError)) throw error;
    terminal.stderr.write(`${describeError(error, args.includes("--json"), commandOf(program, args))}\n`);
    return error instanceof RunrateError && isUnpriced(error.code) ? 1 : 2;
  }
}

/** The command that arguments name ("prices list"), if they name one. */
function commandOf(program: Command, args: readonly string[]): string | undefined {
  const names: string[] = [];
  let found = program;
  for (const arg of args) {
    const next = found.commands.find((command) => command.name() === arg || command.aliases().includes(arg));
    if (next === undefined) continue;
    names.push(arg);
    found = next;
  }
  return names.length === 0 ? undefined : names.join(" ");
}
