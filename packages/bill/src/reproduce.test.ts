import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { diffCommand, findingCommand, shellWord } from "./reproduce.ts";

test("a command names all that decided a result, and one finding by its place", () => {
  const command = diffCommand({
    base: "0123abcd",
    head: "topic",
    judgedBy: "main",
    config: "ci/runrate.yml",
    usage: "usage of may.json",
    paths: ["services/a/**", "b"],
    listPrices: true,
    now: Date.UTC(2026, 10, 24, 12),
  });
  expect(command).toBe(
    "runrate diff --base 0123abcd --head topic --judged-by main --config ci/runrate.yml --usage 'usage of may.json' --paths 'services/a/**,b' --now 2026-11-24T12:00:00Z --list-prices",
  );
  expect(findingCommand({ command: "runrate diff" }, { path: "src/$(reboot).ts", line: 3 })).toBe(
    "runrate diff --only 'src/$(reboot).ts:3'",
  );
});

test("any name is one word to a shell, and nothing in it is run", () => {
  const words = fc.sample(
    fc.string({ unit: fc.constantFrom(...Array.from("ab-/$`'\"\\!*?~; \n\t\u0001\u202e|&<>(){}#é")), maxLength: 12 }),
    { numRuns: 300, seed: 7 },
  );
  const script = words.map((word) => `printf '%s\\0' ${shellWord(word)}`).join("\n");
  const out = execFileSync("bash", ["--norc", "-c", script], {
    encoding: "utf8",
    env: { LC_ALL: "C.UTF-8" },
    stdio: "pipe",
  });
  expect(out.split("\0").slice(0, -1)).toEqual(words);
});
