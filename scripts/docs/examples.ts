/** A part of a document that is run, or written, when its examples are tested. */
export type Step =
  /** A command, and the output that stands under it. */
  | { kind: "command"; line: number; command: string; output: string }
  /** A block without output: its lines are run as one script that must succeed. */
  | { kind: "script"; line: number; script: string }
  /** A block with `file=name` is written to that file for the commands after it. */
  | { kind: "file"; line: number; name: string; text: string };

interface Block {
  /** Line of the opening fence, from 1. */
  line: number;
  language: string;
  info: string;
  text: string;
  /** The comment right above it: `<!-- not run: reason -->`. */
  notRun: string | null;
}

const FENCE = /^(```+)([\w-]*)([^\n`]*)$/;
const NOT_RUN = /^<!--\s*not run:\s*(.+?)\s*-->$/;

/** What of a Markdown document is run: `console` blocks (`$ command`, then its output), `sh` blocks, and files. */
export function stepsOf(markdown: string): Step[] {
  return blocksOf(markdown).flatMap((block): Step[] => {
    const file = /\bfile=(\S+)/.exec(block.info)?.[1];
    if (file !== undefined) return [{ kind: "file", line: block.line, name: file, text: block.text }];
    if (block.notRun !== null) return [];
    if (block.language === "console") return commandsOf(block);
    if (block.language === "sh") return [{ kind: "script", line: block.line, script: block.text }];
    return [];
  });
}

/** The reasons for which blocks of a document are not run. */
export function reasonsNotRun(markdown: string): string[] {
  return blocksOf(markdown).flatMap(({ notRun }) => (notRun === null ? [] : [notRun]));
}

/** The document with the real output under each command. `outputOf` gets the steps in order; null keeps what stands there. */
export function withOutputs(markdown: string, outputOf: (step: Step) => string | null): string {
  const lines = markdown.split("\n");
  // From the end, so that the lines of earlier steps stay where they are.
  const commands = stepsOf(markdown).map((step) => ({ step, output: outputOf(step) }));
  for (const { step, output } of commands.toReversed()) {
    if (step.kind !== "command" || output === null) continue;
    const first = step.line + step.command.split("\n").length - 1;
    const count = step.output === "" ? 0 : step.output.replace(/\n$/, "").split("\n").length;
    lines.splice(first, count, ...(output === "" ? [] : output.replace(/\n$/, "").split("\n")));
  }
  return lines.join("\n");
}

/**
 * Whether output is what the document shows. A line of "..." stands for any lines; within a line, "…" stands for any text.
 */
export function outputFits(shown: string, actual: string): boolean {
  const pattern = shown
    .split(/^\.\.\.\n?/m)
    .map((part) => part.split("…").map(escapeRegExp).join(".*"))
    .join("(?:.*\\n)*?");
  return new RegExp(`^${pattern}$`).test(actual);
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}

function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split("\n");
  for (let index = 0; index < lines.length; index += 1) {
    const [, ticks, language = "", info = ""] = FENCE.exec(lines[index] ?? "") ?? [];
    if (ticks === undefined) continue;
    const end = lines.indexOf(ticks, index + 1);
    if (end === -1) throw new Error(`line ${index + 1}: the block is not closed`);
    const text = lines.slice(index + 1, end).join("\n");
    const above = lines.slice(0, index).findLast((line) => line.trim() !== "") ?? "";
    blocks.push({
      line: index + 1,
      language,
      info,
      text: text === "" ? "" : `${text}\n`,
      notRun: NOT_RUN.exec(above)?.[1] ?? null,
    });
    index = end;
  }
  return blocks;
}

function commandsOf(block: Block): Step[] {
  const steps: Extract<Step, { kind: "command" }>[] = [];
  let continues = false;
  for (const [offset, text] of block.text.split("\n").entries()) {
    const last = steps.at(-1);
    if (text.startsWith("$ ")) {
      steps.push({ kind: "command", line: block.line + 1 + offset, command: text.slice(2), output: "" });
    } else if (last && continues) {
      last.command += `\n${text}`;
    } else if (last && (text !== "" || offset < block.text.split("\n").length - 1)) {
      last.output += `${text}\n`;
      continue;
    }
    continues = text.endsWith("\\");
  }
  return steps;
}
