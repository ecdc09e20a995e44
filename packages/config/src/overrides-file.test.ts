import { expect, test } from "vitest";
import { parseOverridesFile } from "./overrides-file.ts";

const expected = [
  {
    kind: "rates",
    provider: "openai",
    model: "gpt-4o",
    rates: { input: "2.4", output: "9.6", cached_input: "1.2", cache_write: "3" },
    batch: { kind: "factor", factor: "0.4" },
    from: "2026-01-01",
  },
  { kind: "discount", provider: "azure", discountPercent: "12.5" },
];
const list = `- { provider: openai, model: gpt-4o, input: 2.40, output: "9.60", cached_input: 1.2, cache_write: 3, batch: 0.4, from: 2026-01-01 }
- { provider: azure, discount_percent: 12.5 }
`;
const indented = (text: string, by: string) => text.replaceAll(/^(?=.)/gm, by);

test("a file of overrides is a list, or stands under `overrides`, or is a `runrate.yml` of prices", () => {
  expect(parseOverridesFile(list, "o.yml")).toEqual(expected);
  expect(parseOverridesFile(`overrides:\n${indented(list, "  ")}`, "o.yml")).toEqual(expected);
  expect(parseOverridesFile(`prices:\n  overrides:\n${indented(list, "    ")}`, "o.yml")).toEqual(expected);
});

test("JSON is YAML, so an override file may be JSON", () => {
  expect(parseOverridesFile('[{"model": "m", "input": 0.10, "output": "1e-3"}]', "o.json")).toEqual([
    { kind: "rates", model: "m", rates: { input: "0.1", output: "0.001" } },
  ]);
});

test("batch rates of their own are told apart from a factor", () => {
  expect(
    parseOverridesFile("- { model: m, input: 2, output: 8, batch: { input: 0.9, output: 3.6 } }", "o.yml"),
  ).toEqual([
    {
      kind: "rates",
      model: "m",
      rates: { input: "2", output: "8" },
      batch: { kind: "rates", rates: { input: "0.9", output: "3.6" } },
    },
  ]);
});

test("a wrong file names each fault with its place", () => {
  expect(() => parseOverridesFile("- { model: m, input: 1, outptu: 2 }\n- 5\n", "o.yml")).toThrow(
    /o\.yml:1:25: .*unknown key "outptu", did you mean "output"\?; o\.yml:2:3: /,
  );
});

test.each(["", "\n\n", "\uFEFF", "# nothing agreed yet\n", "---\n# nothing\n...\n"])(
  "a file without an override is named as empty: %j",
  (text) => {
    expect(() => parseOverridesFile(text, "o.yml")).toThrow("o.yml is empty: it names no override");
  },
);
