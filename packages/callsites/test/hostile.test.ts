import { mkdtempSync, rmSync, symlinkSync, truncateSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diffTrees, openTree, scanTree } from "../src/index.ts";
import { memoryTree } from "./memory-tree.ts";

const CALL = `import OpenAI from "openai";\nnew OpenAI().chat.completions.create({ model: "gpt-4o", messages: [] });\n`;
const PY = `from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o", messages=[])\n`;

describe("a folder with what nobody expects in it", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "hostile-"));
    mkdirSync(join(folder, "deep"));
    symlinkSync("..", join(folder, "deep", "loop"));
    symlinkSync("/", join(folder, "root"));
    writeFileSync(join(folder, "-rf"), CALL);
    writeFileSync(join(folder, "--output=x.ts"), CALL);
    writeFileSync(join(folder, "line\nbreak.ts"), CALL);
    for (const name of ["big.bin", "big.py", "big.json"]) {
      writeFileSync(join(folder, name), "");
      // Takes no space: a file of one gigabyte with nothing in it.
      truncateSync(join(folder, name), 2 ** 30);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is scanned for what can be read, and says what was left out", async () => {
    const { callSites, notes } = await scanTree(await openTree(folder));
    expect(callSites.map(({ path }) => path)).toEqual(["--output=x.ts", "line\nbreak.ts"]);
    expect(notes.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: "big.json", reason: "could not be read, or is larger than 16000000 bytes" },
      { path: "big.py", reason: "could not be read, or is larger than 16000000 bytes" },
      { path: "deep/loop", reason: "symbolic link, not followed" },
      { path: "root", reason: "symbolic link, not followed" },
    ]);
  });
});

describe("a file that is no source a person maintains is left out with a note", () => {
  test.each<[string, Record<string, string | Uint8Array>, string]>([
    ["a minified bundle of 10 MB", { "a.js": `${CALL}${"f(1);".repeat(2_000_000)}` }, "larger than 1500000 bytes"],
    ["a minified bundle", { "a.js": CALL + "f(1);".repeat(20_000) }, "minified"],
    [
      "100,000 nested brackets on a line",
      { "a.py": `${PY}x = ${"[".repeat(100_000)}${"]".repeat(100_000)}` },
      "minified",
    ],
    ["binary content", { "a.py": `${PY}\0` }, "binary content"],
    [
      "a notebook that is cut short",
      { "a.ipynb": `{"cells": [{"cell_type": "code", "source": ["openai completions"` },
      "not a valid notebook",
    ],
  ])("%s", async (_, files, reason) => {
    const { callSites, notes } = await scanTree(memoryTree(files));
    expect([callSites, notes.map((note) => note.reason)]).toEqual([[], [reason]]);
  });
});

describe("a file that does not parse is scanned for what can be read", () => {
  test.each<[string, Record<string, string | Uint8Array>]>([
    ["a bracket that is never closed", { "a.ts": `${CALL}const x = {{{ ( [ \n` }],
    ["Python with a broken line", { "a.py": `${PY}def (:\n` }],
    [
      "100,000 nested brackets on lines of their own",
      { "a.py": `${PY}x = ${"(\n".repeat(100_000)}${")\n".repeat(100_000)}` },
    ],
    ["invalid UTF-8", { "a.py": new Uint8Array([...new TextEncoder().encode(`${PY}# `), 0xff, 0xfe, 0x80, 0x0a]) }],
  ])("%s", async (_, files) => {
    const { callSites } = await scanTree(memoryTree(files));
    expect(callSites.map((site) => site.model.alternatives.map(({ value }) => value))).toEqual([["gpt-4o"]]);
  });

  test("and is reported", async () => {
    const { notes } = await scanTree(memoryTree({ "a.ts": `${CALL}function ( {\n` }));
    expect(notes).toEqual([{ path: "a.ts", reason: "does not parse as a whole; what could be read was scanned" }]);
  });
});

describe("values that lead nowhere end with a reason", () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      "imports in a circle",
      {
        "a.ts": `import { B } from "./b";\nexport const A = B;\nexport * from "./b";\nimport OpenAI from "openai";\nnew OpenAI().chat.completions.create({ model: A, messages: [] });`,
        "b.ts": `import { A } from "./a";\nexport const B = A;\nexport * from "./a";`,
      },
      /leads back to itself \(a\.ts:5\)/,
    ],
    [
      "functions and classes in a circle",
      {
        "a.py": `from openai import OpenAI\nclass A(B): pass\nclass B(A): pass\ndef f(x): return g(x)\ndef g(x): return f(x)\nOpenAI().chat.completions.create(model=f(A().m), messages=[])`,
      },
      /calls itself/,
    ],
    [
      "a dictionary that holds itself",
      {
        "a.py": `from openai import OpenAI\ndef run(kwargs):\n    kwargs = {**kwargs, **kwargs}\n    kwargs.update(kwargs)\n    OpenAI().chat.completions.create(messages=[], model=kwargs["model"])`,
      },
      /parameter kwargs of run/,
    ],
    [
      "a text that doubles itself",
      {
        "a.py": `from openai import OpenAI\nm0 = "a"\n${Array.from({ length: 60 }, (_, i) => `m${i + 1} = m${i} + m${i}\n`).join("")}OpenAI().chat.completions.create(model=m60, messages=[])`,
      },
      /calculation/,
    ],
    [
      "thousands of names in a row",
      {
        "a.py": `from openai import OpenAI\nm0 = "a"\n${Array.from({ length: 3000 }, (_, i) => `m${i + 1} = m${i} or m${i}\n`).join("")}OpenAI().chat.completions.create(model=m3000, messages=[])`,
      },
      /too deeply nested/,
    ],
  ])("%s", async (_, files, reason) => {
    const { callSites } = await scanTree(memoryTree(files));
    expect(callSites.map((site) => site.model.reason ?? "")).toEqual([expect.stringMatching(reason)]);
  });
});

test("settings files that would hold a parser up are left out with a note", async () => {
  const base = { "a.json": "{}", "b.yaml": "a: 1", "c.toml": "a = 1", "d.yaml": "a: 1", "e.yaml": "a: 1" };
  const head = {
    "a.json": "[".repeat(60_000),
    "b.yaml": `a: ${"{a: ".repeat(60_000)}`,
    "c.toml": "model = ",
    "d.yaml": `a: &a [x, x]\n${["b", "c", "d", "e", "f", "g"].map((name, i) => `${name}: &${name} [${`*${"abcdef"[i]}, `.repeat(9)}]`).join("\n")}`,
    "e.yaml": "x".repeat(500_000),
  };
  const { changes, notes } = await diffTrees(memoryTree(base), memoryTree(head));
  expect(changes).toEqual([]);
  expect(notes.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
    "a.json: nested more than 500 levels deep",
    "b.yaml: nested more than 500 levels deep",
    expect.stringContaining("c.toml: could not be read"),
    "e.yaml: larger than 400000 bytes: data, not settings",
  ]);
});

// A pattern that tries a long run in every combination would take hours here: the test would not end.
test("a file of nothing but beginnings is read in one pass", async () => {
  const opened = { "a.vue": "<script>\n".repeat(150_000), "b.vue": "<script \n".repeat(150_000) };
  const comment = ` // runrate-ignore${" ".repeat(500_000)}x\n`;
  const lines = "x();\n".repeat(1_000);
  const { callSites } = await scanTree(memoryTree({ ...opened, "c.js": lines + CALL.trimEnd() + comment + lines }));
  expect(callSites.map(({ path, dismissal }) => [path, dismissal])).toEqual([["c.js", null]]);
});
