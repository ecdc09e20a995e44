import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { defaultConfig, parseConfig } from "./config.ts";
import { readEnvironment } from "./environment.ts";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

test("the example of docs/runrate-yml.md is a configuration, and uses most of the sections", () => {
  const [, example = ""] = /^```yaml file=runrate.yml\n(.*?)^```$/ms.exec(read("docs/runrate-yml.md")) ?? [];
  const config = parseConfig(example, "docs/runrate-yml.md");
  const preset = defaultConfig();
  const used = Object.entries(config).filter(
    ([key, value]) => JSON.stringify(value, withBigints) !== JSON.stringify(Reflect.get(preset, key), withBigints),
  );
  expect(used.map(([key]) => key).sort()).toEqual([
    "budgets",
    "callsites",
    "fixedCosts",
    "policies",
    "prices",
    "teams",
    "timezone",
    "workloads",
  ]);
});

test("every variable of .env.example is one that is read, and its values are good", () => {
  const lines = [...read(".env.example").matchAll(/^([A-Z_]+)=(.*)$/gm)].map(
    ([, name = "", value = ""]) => [name, value] as const,
  );
  expect(readEnvironment(Object.fromEntries(lines))).toEqual(readEnvironment({}));
  const source = read("packages/config/src/environment.ts");
  for (const [name] of lines) expect(source).toContain(`${name}:`);
});

function withBigints(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}` : value;
}
