import { describe, expect, test } from "vitest";
import { outputFits, reasonsNotRun, stepsOf, withOutputs } from "./examples.ts";

const page = `# Page

\`\`\`console
$ echo one
one
$ printf 'two\\n' | \\
  cat

two

\`\`\`

\`\`\`yaml file=runrate.yml
timezone: UTC
\`\`\`

\`\`\`sh
echo three
\`\`\`

<!-- not run: needs a Slack token -->

\`\`\`sh
bin/runrate serve
\`\`\`

\`\`\`json
{}
\`\`\`
`;

describe("the examples of a document", () => {
  test("are its console and sh blocks and its files, in order, with their lines", () => {
    expect(stepsOf(page)).toEqual([
      { kind: "command", line: 4, command: "echo one", output: "one\n" },
      { kind: "command", line: 6, command: "printf 'two\\n' | \\\n  cat", output: "\ntwo\n\n" },
      { kind: "file", line: 13, name: "runrate.yml", text: "timezone: UTC\n" },
      { kind: "script", line: 17, script: "echo three\n" },
    ]);
    expect(reasonsNotRun(page)).toEqual(["needs a Slack token"]);
  });

  test("get their real output without a change of anything else", () => {
    const updated = withOutputs(page, (step) => (step.kind === "command" ? `${step.line}\nlines\n` : null));
    expect(updated).toContain("$ echo one\n4\nlines\n$ printf 'two\\n' | \\\n  cat\n6\nlines\n```");
    expect(withOutputs(page, () => null)).toBe(page);
    expect(
      withOutputs(updated, (step) => (step.line === 4 ? "one\n" : step.kind === "command" ? "\ntwo\n\n" : null)),
    ).toBe(page);
  });

  test("a line of three dots stands for any lines, an ellipsis for any text in a line", () => {
    expect(outputFits("a\n...\nz\n", "a\nb\nc\nz\n")).toBe(true);
    expect(outputFits("a\n...\nz\n", "a\nz\n")).toBe(true);
    expect(outputFits("took … ms\n", "took 12 ms\n")).toBe(true);
    expect(outputFits("took … ms\n", "took 12\n ms\n")).toBe(false);
    expect(outputFits("a.c\n", "abc\n")).toBe(false);
  });

  test("a block that is never closed is named", () => {
    expect(() => stepsOf("```sh\necho")).toThrow("line 1");
  });
});
