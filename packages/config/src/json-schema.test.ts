import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { configJsonSchema } from "./json-schema.ts";

const schema = z.fromJSONSchema(configJsonSchema());

test("the schema in the repository is the one that the code makes", () => {
  const checkedIn = readFileSync(new URL("../../../runrate.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(checkedIn)).toEqual(configJsonSchema());
});

test("it accepts the short forms and the long ones", () => {
  const good = {
    timezone: "UTC",
    workloads: {
      a: { match: { project: "x", "tags.team": ["a", "b"] }, calls_per_month: 5 },
      b: { calls_per_month: { low: 1, likely: 2, high: 3 }, at: "src" },
    },
    prices: { overrides: [{ model: "m", input: 1, output: "2", batch: 0.5 }], aliases: { mine: "gpt-4o" } },
    budgets: [{ name: "a", period: "month", amount: "$1.5k", thresholds: [50] }],
    policies: { fail: { shut_down_models: true } },
  };
  expect(schema.safeParse(good).error?.issues ?? []).toEqual([]);
});

test("it refuses an unknown key at any depth", () => {
  expect(schema.safeParse({ workload: {} }).success).toBe(false);
  expect(schema.safeParse({ workloads: { a: { calls: 1 } } }).success).toBe(false);
  expect(schema.safeParse({ policies: { warn: { usd: 1 } } }).success).toBe(false);
});
