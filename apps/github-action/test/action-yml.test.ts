import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readInputs } from "../src/inputs.ts";
import { OUTPUT_NAMES } from "../src/outputs.ts";

const home = join(import.meta.dirname, "..");
const root = join(home, "../..");
const action = z
  .object({
    inputs: z.record(z.string(), z.object({ description: z.string().min(20) })),
    outputs: z.record(z.string(), z.object({ description: z.string().min(20) })),
    runs: z.object({ using: z.string(), main: z.string() }),
  })
  .parse(parse(readFileSync(join(home, "action.yml"), "utf8")));

describe("action.yml", () => {
  it("describes every input that the code reads, and no other", () => {
    const read = new Set<string>();
    readInputs((name) => {
      read.add(name);
      return "";
    }, {});
    expect(Object.keys(action.inputs).toSorted()).toEqual([...read].toSorted());
  });

  it("describes every output that the code writes, and no other", () => {
    expect(Object.keys(action.outputs).toSorted()).toEqual([...OUTPUT_NAMES].toSorted());
  });

  it("runs the bundle on Node.js 24", () => {
    expect(action.runs).toEqual({ using: "node24", main: "dist/index.js" });
    expect(existsSync(join(home, action.runs.main))).toBe(true);
  });
});

describe("the bundle", () => {
  it("is one folder with everything in it, the licences of its packages too", () => {
    const dist = join(home, "dist");
    const code = globSync("*.js", { cwd: dist }).map((name) => readFileSync(join(dist, name), "utf8"));
    const imported = code.flatMap((text) =>
      [...text.matchAll(/(?:from|import)\s*\(?["']([^"'./][^"']*)["']/g)].map(([, name]) => name),
    );
    expect(
      imported.filter(
        (name) => name !== undefined && !name.startsWith("node:") && /^[a-z@]/.test(name) && !BUILTIN.has(name),
      ),
    ).toEqual([]);
    const licences = readFileSync(join(dist, "LICENCES.txt"), "utf8");
    for (const name of ["@actions/core", "@octokit/core", "web-tree-sitter", "tree-sitter-python", "zod", "yaml"]) {
      expect(licences).toContain(`${name}@`);
    }
  });
});

describe("the troubleshooting by code", () => {
  it("has every code that the bundle can end with, and no other", () => {
    const dist = join(home, "dist");
    const bundle = globSync("*.js", { cwd: dist }).map((name) => readFileSync(join(dist, name), "utf8"));
    const codes = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, code = ""]) => code);
    const thrown = codes(bundle.join("\n"), /new RunrateError\(\s*["'`]([a-z0-9_]+)["'`]/g);
    const told = codes(readFileSync(join(home, "src/fault.ts"), "utf8"), /code: "([a-z_]+)"/g);
    expect(thrown.length).toBeGreaterThan(15);
    const page = readFileSync(join(root, "docs/github-action.md"), "utf8");
    const [, section = ""] = /<!-- codes: [^>]*-->([^]*?)<!-- end of codes -->/.exec(page) ?? [];
    const rows = section.split("\n").filter((line) => line.startsWith("| `"));
    const first = rows.flatMap((row) => codes(row, /^\| `([a-z0-9_]+)`/g));
    const others = rows.filter((row) => row.startsWith("| `internal`")).flatMap((row) => codes(row, /`([a-z0-9_]+)`/g));
    const documented = new Set([...first, ...others]);
    expect([...documented].toSorted()).toEqual([...new Set([...thrown, ...told])].toSorted());
  });
});

describe("the workflows", () => {
  const files = globSync(".github/workflows/*.yml", { cwd: root });
  const step = z.object({ uses: z.string().optional() });
  const workflow = z.object({
    permissions: z.record(z.string(), z.string()),
    jobs: z.record(
      z.string(),
      z.object({ steps: z.array(step), permissions: z.record(z.string(), z.string()).optional() }),
    ),
  });

  it.each(files)("%s pins its actions by hash and starts from no permission but reading", (file) => {
    const { permissions, jobs } = workflow.parse(parse(readFileSync(join(root, file), "utf8")));
    expect(Object.values(permissions).every((level) => level === "read")).toBe(true);
    for (const { uses } of Object.values(jobs).flatMap(({ steps }) => steps)) {
      if (uses !== undefined && !uses.startsWith("./")) expect(uses).toMatch(/@[0-9a-f]{40}$/);
    }
  });
});

const BUILTIN = new Set(process.getBuiltinModule("node:module").builtinModules);
