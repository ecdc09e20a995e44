import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { documentsIn } from "./documents.ts";
import { outputFits, reasonsNotRun, stepsOf } from "./examples.ts";
import { openExampleFolder } from "./run-examples.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const textOf = (path: string) => readFileSync(join(root, path), "utf8");

describe.skipIf(process.platform === "win32").each(documentsIn(root))("the examples of %s", (path) => {
  const folder = openExampleFolder(root);
  afterAll(() => folder[Symbol.dispose]());

  for (const step of stepsOf(textOf(path))) {
    const title =
      step.kind === "file" ? `${step.name} is written` : step.kind === "command" ? step.command : step.script;
    test(`line ${step.line}: ${title.trim()}`, () => {
      const { status, stdout, stderr } = folder.run(step);
      expect(status === 0 ? "" : `exit code ${status}: ${stderr}`).toBe("");
      if (step.kind === "command" && !outputFits(step.output, stdout)) expect(stdout).toBe(step.output);
    });
  }

  test("each one that is not run says why", () => {
    for (const reason of reasonsNotRun(textOf(path))) expect(reason.length).toBeGreaterThan(10);
  });
});

test("the README shows a command with its output", () => {
  expect(stepsOf(textOf("README.md")).filter(({ kind }) => kind === "command").length).toBeGreaterThan(0);
});

test.each(documentsIn(root))("every file that %s links to is there", (path) => {
  const links = [...textOf(path).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
    ([, link = ""]) => link,
  );
  const missing = links.filter((link) => !existsSync(join(root, normalize(join(dirname(path), decodeURI(link))))));
  expect(missing).toEqual([]);
});
