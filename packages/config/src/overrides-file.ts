import { RunrateError, type PriceOverride } from "@runrate/core";
import { checkYaml } from "./check.ts";
import { section } from "./fields.ts";
import { configError } from "./problem.ts";
import { overrides } from "./sections/prices.ts";

const wrapped = section({ overrides }).transform((file) => file.overrides);
const asInConfig = section({ prices: wrapped }).transform((file) => file.prices);

/**
 * Reads a file of price overrides (`--overrides file.yml`): a list, or the list under `overrides` or `prices.overrides` as in
 * `runrate.yml`. Numbers are read exactly as they are written.
 *
 * @throws RunrateError `bad_config` with all problems in `facts.problems`
 */
export function parseOverridesFile(text: string, path: string): readonly PriceOverride[] {
  if (holdsNothing(text)) {
    throw new RunrateError("bad_config", `${path} is empty: it names no override`, {
      path,
      hint: "Write a list such as `- { model: our-model, input: 1, output: 4 }`, or leave --overrides away.",
    });
  }
  const schema = /^\s*prices\s*:/m.test(text) ? asInConfig : /^\s*overrides\s*:/m.test(text) ? wrapped : overrides;
  const checked = checkYaml<readonly PriceOverride[]>(text, path, schema);
  if (checked.kind === "invalid") throw configError(checked.problems);
  return checked.value;
}

/** Nothing but blank lines, comments and marks of a document's begin and end. */
function holdsNothing(text: string): boolean {
  return text.split("\n").every((line) => /^(\s*(#.*)?|---|\.\.\.)\s*$/.test(line));
}
