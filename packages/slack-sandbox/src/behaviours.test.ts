import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { behaviours } from "./behaviours.ts";
import { isKnownMethodShape } from "./schema/arguments.ts";
import { methods } from "./web-api/call.ts";

const webApi = fileURLToPath(new URL("web-api", import.meta.url));

it("every method the sandbox answers has a row with its source, and a shape", () => {
  const cited = new Set(behaviours.map((behaviour) => behaviour.of));
  expect([...methods.keys()].filter((name) => !cited.has(name) || !isKnownMethodShape(name))).toEqual([]);
  expect(behaviours.filter((behaviour) => behaviour.source.length < 10)).toEqual([]);
});

it("every error code in the code stands in the table", () => {
  const listed = new Set(behaviours.flatMap((behaviour) => behaviour.errors ?? []));
  const source = readdirSync(webApi)
    .map((file) => readFileSync(join(webApi, file), "utf8"))
    .join("\n");
  const used = [...source.matchAll(/(?:fail|refused)\("([a-z_]+)"|error: "([a-z_]+)"/g)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
  expect(used.length).toBeGreaterThan(30);
  expect([...new Set(used)].filter((code) => !listed.has(code))).toEqual([]);
});
