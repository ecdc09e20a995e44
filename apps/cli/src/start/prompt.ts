import { createInterface } from "node:readline/promises";
import { RunrateError } from "@runrate/core";
import { describeError } from "../failure.ts";
import type { Terminal } from "../terminal.ts";

/** Whether somebody sits at both ends. */
export function isInteractive({ stdin, stdout }: Terminal): boolean {
  return stdin.isTTY === true && stdout.isTTY === true;
}

/** A question without the command in front of it: "/cost why" and "why" ask the same. */
export function typedQuestion(line: string): string {
  return line.trim().replace(/^\/cost\b\s*/i, "");
}

/** Asks for lines and prints the answer to each, until "exit", Ctrl-C or the end of the input. */
export async function promptQuestions(
  terminal: Terminal,
  answer: (question: string) => Promise<string>,
): Promise<void> {
  const lines = createInterface({ input: terminal.stdin, output: terminal.stdout, prompt: "\n/cost " });
  lines.on("SIGINT", () => lines.close());
  lines.prompt();
  for await (const line of lines) {
    if (/^\s*\/?(exit|quit|q|bye)\s*$/i.test(line)) break;
    try {
      terminal.stdout.write(`${await answer(typedQuestion(line))}\n`);
    } catch (error) {
      if (!(error instanceof RunrateError)) throw error;
      terminal.stdout.write(`${describeError(error, false)}\n`);
    }
    lines.prompt();
  }
  lines.close();
}
