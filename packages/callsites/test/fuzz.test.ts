import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { scanTree } from "../src/index.ts";
import { installedGrammars, ParserPool } from "../src/parse/grammars.ts";
import { parseModule } from "../src/parse/parse-module.ts";
import { readSettings } from "../src/settings-files/read-settings.ts";
import { memoryTree } from "./memory-tree.ts";
import { SDK_CASES } from "./sdk-cases.ts";

const parsers = new ParserPool(installedGrammars());
beforeAll(() => parsers.load(["python", "javascript", "typescript", "tsx"]));

/** Pieces of code, in an order that no grammar knows. */
const PIECES =
  'import from as def class return async await if else elif for in while try except with lambda yield => ( ) [ ] { } ${ ` " \' """ f" \\ / // /* */ # <a> </a> <script> </script> , ; : = == += ?? ?. || && ! ... . * ** @ \n \t self this super new model max_tokens openai completions create gpt-4o 1e999 0x 5n é \u2028 \0 \ud800'.split(
    " ",
  );
const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 120 }).map((parts) => parts.join(" "));
const paths = fc.constantFrom("a.py", "a.ts", "a.tsx", "a.js", "a.ipynb", "a.vue", "a.svelte");
const encoder = new TextEncoder();

describe("whatever a source file holds", () => {
  test("bytes are parsed or left out, never an error", () => {
    fc.assert(
      fc.property(
        paths,
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          soup.map((text) => encoder.encode(text)),
        ),
        (path, bytes) => {
          expect(["module", "skipped"]).toContain(parseModule(path, bytes, parsers).kind);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("a tree of it is scanned to its end", async () => {
    await fc.assert(
      fc.asyncProperty(paths, soup, soup, async (path, before, after) => {
        const { callSites } = await scanTree(
          memoryTree({ [path]: `${before}\nopenai.chat.completions.create ( ${after}` }),
        );
        for (const site of callSites) expect(site.line).toBeGreaterThan(0);
      }),
      { numRuns: 120 },
    );
  });

  const known = Object.values(SDK_CASES).flat();
  test("real calls that were cut, doubled or mixed are scanned to their end", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...known),
        fc.constantFrom(...known),
        fc.nat(400),
        fc.nat(400),
        async (one, other, from, to) => {
          const code = one.code.slice(0, from) + other.code.slice(to) + one.code.slice(from);
          const { callSites } = await scanTree(memoryTree({ [one.path]: code, [other.path]: code }));
          for (const site of callSites) expect(site.endLine).toBeGreaterThanOrEqual(site.line);
        },
      ),
      { numRuns: 120 },
    );
  });
});

describe("whatever a settings file holds", () => {
  const names = fc.constantFrom("a.yaml", "a.yml", "a.json", "a.toml", ".env", ".env.example");
  const lines = fc
    .array(
      fc.constantFrom(
        "model: gpt-4o",
        "model = 'x'",
        "[a.b]",
        "[[c]]",
        "  - x",
        "a: &a",
        "b: *a",
        "<<: *a",
        "{",
        "}",
        "]",
        '"',
        "'",
        "KEY=1",
        "export K='",
        "? x",
        "---",
        "!!binary x",
        "%YAML 1.2",
        "\t",
        "=",
        "1: 2: 3",
        "a.b.c = 9e999",
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join("\n"));

  test("its values are read or its problem is named, never an error", () => {
    fc.assert(
      fc.property(
        names,
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          lines.map((text) => encoder.encode(text)),
        ),
        (path, bytes) => {
          for (const { keys, line } of readSettings(path, bytes).entries) {
            expect(keys.length).toBeGreaterThan(0);
            expect(line).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 600 },
    );
  });

  test("what JSON holds comes back with its keys", () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), value)),
        (object) => {
          const { entries } = readSettings("a.json", encoder.encode(JSON.stringify(object, null, 2)));
          const expected = Object.entries(object).flatMap(([outer, inner]) =>
            Object.entries(inner).map(([key, leaf]) => [outer, key, leaf]),
          );
          expect(entries.map(({ keys, value: found }) => [...keys, found])).toEqual(expected);
        },
      ),
    );
  });
});
