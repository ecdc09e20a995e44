import { RunrateError, suggestNames } from "@runrate/core";
import type { Command, OptionValues } from "commander";
import type { CommandContext } from "../context.ts";
import type { CommandResult } from "../terminal.ts";

/** A result to print; or, from a command that has written its own output, whether the answer was "yes". */
export type CommandOutcome = CommandResult | "yes" | "no";

/** What a command does. */
export type CommandWork<Options> = (
  args: readonly string[],
  options: Options,
  context: CommandContext,
) => Promise<CommandOutcome> | CommandOutcome;

/** Adds a command whose work is loaded when it is called. */
export type Define = <Options>(
  /** Name and arguments as commander reads them: `import <files...>`. */
  nameAndArguments: string,
  description: string,
  declare: (command: Command) => Command,
  load: () => Promise<CommandWork<Options>>,
  parent?: Command,
) => Command;

/** Makes the function that adds commands to a program. */
export function definer(
  program: Command,
  contextOf: (command: Command) => CommandContext,
  outcome: { code: number },
): Define {
  return <Options>(
    nameAndArguments: string,
    description: string,
    declare: (command: Command) => Command,
    load: () => Promise<CommandWork<Options>>,
    parent = program,
  ) =>
    declare(parent.command(nameAndArguments).description(description)).action(async function (
      this: Command,
    ): Promise<void> {
      const context = contextOf(this);
      const work = await load();
      const result = await work(this.args, this.opts<OptionValues & Options>(), context);
      if (result === "no") outcome.code = 1;
      if (typeof result === "string") return;
      context.terminal.stdout.write(`${context.json ? JSON.stringify(result.json) : result.text}\n`);
      if (result.isNo === true) outcome.code = 1;
    });
}

/** A command that only holds others (`prices list`, `prices show`); called by itself it says which ones there are. */
export function commandGroup(program: Command, name: string, description: string): Command {
  const group = program.command(name).description(description).allowExcessArguments();
  return group.action(() => {
    const names = group.commands.map((command) => command.name());
    const [unknown] = group.args;
    const [near] = unknown === undefined ? [] : suggestNames(unknown, names);
    throw new RunrateError(
      unknown === undefined ? "missing_argument" : "unknown_command",
      unknown === undefined ? `${name} needs to know what to do` : `${name} has no command "${unknown}"`,
      {
        hint:
          near === undefined
            ? `Use ${names.map((one) => `\`runrate ${name} ${one}\``).join(", ")}.`
            : `Did you mean \`runrate ${name} ${near}\`?`,
      },
    );
  });
}
