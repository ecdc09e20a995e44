import completions from "@bomb.sh/tab";
import { RunrateError } from "@runrate/core";
import type { CommandContext } from "../context.ts";
import type { CommandOutcome } from "../program/define.ts";

const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;

/** `runrate completion <shell>`: the script that makes the shell ask `runrate complete` what may come next. */
export function completion(
  [shell = ""]: readonly string[],
  _options: object,
  _context: CommandContext,
): CommandOutcome {
  const known = SHELLS.find((one) => one === shell);
  if (known === undefined) {
    throw new RunrateError("bad_argument", `"${shell}" is no shell that can be completed in`, {
      hint: `Use ${SHELLS.join(", ")}.`,
    });
  }
  completions.setup("runrate", "runrate", known);
  return "yes";
}
