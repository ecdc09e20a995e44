import { describe, expect, test } from "vitest";
import { isSettingsFile, readSettings } from "./read-settings.ts";

const read = (path: string, text: string): string[] =>
  readSettings(path, new TextEncoder().encode(text)).entries.map(
    ({ keys, value, line }) => `${keys.join(".")}=${String(value)}:${line}`,
  );

describe("a settings file gives its values with keys and lines", () => {
  test.each([
    [
      "a.yaml",
      "llm:\n  model: gpt-4o # main\n  caps: [1, 2]\n",
      ["llm.model=gpt-4o:2", "llm.caps.0=1:3", "llm.caps.1=2:3"],
    ],
    ["a.json", '{\n  "llm": {\n    "max_tokens": 9\n  }\n}', ["llm.max_tokens=9:3"]],
    ["a.toml", '[llm]\nmodel = "gpt-4.1"\n', ["llm.model=gpt-4.1:2"]],
    [".env.example", "# models\nexport MODEL='gpt-4o'\nEMPTY=\n", ["MODEL=gpt-4o:2"]],
  ])("%s", (path, text, entries) => {
    expect(read(path, text)).toEqual(entries);
  });

  test("what is broken is told, and what is large is data", () => {
    expect(readSettings("a.json", new Uint8Array(400_001)).problem).toContain("larger than");
    expect(readSettings("a.toml", new TextEncoder().encode("= = =")).problem).toContain("could not be read");
    expect(readSettings("a.json", new TextEncoder().encode("[".repeat(501))).problem).toContain("levels deep");
  });

  test("files of tools are no settings", () => {
    expect(["package.json", "a/tsconfig.base.json", "pnpm-lock.yaml"].filter(isSettingsFile)).toEqual([]);
    expect(["config/llm.yml", ".env.local", "prod.env", "pyproject.toml"].filter(isSettingsFile)).toHaveLength(4);
  });
});
