import { RunrateError } from "@runrate/core";
import { stripVTControlCharacters } from "node:util";

/** An error as stderr carries it: one readable line, or with `--json` an object with code, message and hint. */
export function describeError(error: Error & { code?: string }, json: boolean, command?: string): string {
  const code =
    error.code?.replace(/^commander\./, "").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) ?? "internal";
  const message = error.message.replace(/^error: /, "").replaceAll("\n", " ");
  const hint = error instanceof RunrateError ? error.hint : usageHint(command);
  if (json) return JSON.stringify({ code, message, ...(hint === undefined ? {} : { hint }) });
  return `runrate: ${printable(message)}${hint === undefined ? "" : ` — ${printable(hint)}`}`;
}

function usageHint(command: string | undefined): string {
  return command === undefined
    ? "Run `runrate --help` for the commands and their options."
    : `Run \`runrate ${command} --help\` for its arguments and options.`;
}

/** Text from outside on one line, without what a terminal would obey. */
export function printable(text: string): string {
  // Control characters, line separators, and what turns the direction of the text around it.
  return stripVTControlCharacters(text).replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g,
    " ",
  );
}
