import { describe, expect, test } from "vitest";
import { resolvePythonImport, resolveScriptImport, type ImportIndex } from "./import-paths.ts";
import { type PathAlias, readPathAliases } from "./path-aliases.ts";

const tree = (paths: readonly string[], aliases: readonly PathAlias[] = []): ImportIndex => ({
  has: (path) => paths.includes(path),
  aliases: () => aliases,
  workspacePackage: () => null,
});

describe("an import of a script is the file that", () => {
  test.each([
    ["stands beside it", "./models", "src/models.ts"],
    ["is written with the extension of what it is compiled to", "./models.js", "src/models.ts"],
    ["is the index of a folder", "../config", "config/index.ts"],
    ["an alias of tsconfig leads to", "#lib/caps", "packages/lib/caps.ts"],
    ["the alias of a framework leads to", "@/models", "src/models.ts"],
  ])("%s", (_, specifier, path) => {
    const text = `{ "compilerOptions": { "baseUrl": ".", "paths": { "#lib/*": ["packages/lib/*"] }, /* https://x */ } }`;
    const aliases = readPathAliases("tsconfig.json", text).filter(({ pattern }) => pattern !== "*");
    const index = tree(["src/models.ts", "config/index.ts", "packages/lib/caps.ts"], aliases);
    expect(resolveScriptImport(index, "src/ask.ts", specifier)).toBe(path);
  });

  test("is not in the tree for a package", () => {
    expect(resolveScriptImport(tree(["src/openai.ts"]), "src/ask.ts", "openai")).toBe(null);
  });
});

describe("an import of Python is the file that", () => {
  test.each([
    ["stands beside it", ".models", "app/models.py"],
    ["stands a folder above", "..shared.caps", "shared/caps.py"],
    ["is named from the root", "app.models", "app/models.py"],
    ["is a package", "shared", "shared/__init__.py"],
  ])("%s", (_, specifier, path) => {
    const index = tree(["app/models.py", "shared/caps.py", "shared/__init__.py", "app/__init__.py"]);
    expect(resolvePythonImport(index, "app/ask.py", specifier)).toBe(path);
  });
});

test("a tsconfig that is no JSON has no aliases", () => {
  expect(readPathAliases("tsconfig.json", "{ nothing")).toEqual([]);
});
