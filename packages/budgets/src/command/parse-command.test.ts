import { parseUsd } from "@runrate/core";
import { describe, expect, test } from "vitest";
import { parseBudgetCommand } from "./parse-command.ts";

const usd = (text: string) => ({ kind: "usd", usd: parseUsd(text) });

describe("budget set", () => {
  test.each<[string, object]>([
    ["set $500 month", { amount: usd("500"), period: "month", scope: [] }],
    ["set 500", { amount: usd("500"), period: "month" }],
    ["set $1.5k week", { amount: usd("1500"), period: "week" }],
    ["set $1,500 per quarter", { amount: usd("1500"), period: "quarter" }],
    ["set $20/day", { amount: usd("20"), period: "day" }],
    ["set 500k tokens daily", { amount: { kind: "tokens", tokens: 500_000n }, period: "day" }],
    ["set month", {}],
    [
      "set $10 day for model:gpt-4o* project:a,b tag.env:prod",
      {
        scope: [
          { dimension: "model", values: ["gpt-4o*"] },
          { dimension: "project", values: ["a", "b"] },
          { dimension: "tag:env", values: ["prod"] },
        ],
      },
    ],
    ['set $10 day for project:"my project"', { scope: [{ dimension: "project", values: ["my project"] }] }],
    ["set $10 day for service:code", { scope: [{ dimension: "tag:service", values: ["code"] }] }],
    [
      "set $10 day for key:sk_1 user:none",
      {
        scope: [
          { dimension: "api_key", values: ["sk_1"] },
          { dimension: "user", values: [null] },
        ],
      },
    ],
    ["set $10 month alert 80 50 100", { thresholds: { actual: ["50", "80", "100"], forecast: ["100"] } }],
    ["set $10 month alert 75% 90%, 100%", { thresholds: { actual: ["75", "90", "100"], forecast: ["100"] } }],
    ["set $10 month alert 90 forecast 110", { thresholds: { actual: ["90"], forecast: ["110"] } }],
    ["set $10 month in <#C123|costs> named search", { channel: "C123", name: "search" }],
    ["set $10 month named all of search in costs", { channel: "costs", name: "all of search" }],
    ["set $10 month in costs", { channel: "costs" }],
    ["set $10 month in #costs named “all of it” owner <@U7>", { channel: "costs", name: "all of it", owner: "U7" }],
    ["set $10 month zone europe/berlin", { zone: "Europe/Berlin" }],
    ["set $10 named x in <#C1> alert 10 for model:m month", { period: "month", name: "x", channel: "C1" }],
  ])("%s", (text, expected) => {
    if (Object.keys(expected).length === 0) {
      expect(() => parseBudgetCommand(text, ["service"])).toThrow(expect.objectContaining({ code: "bad_amount" }));
      return;
    }
    expect(parseBudgetCommand(text, ["service"])).toMatchObject({ kind: "set", proposal: expected });
  });

  test.each<[string, string]>([
    ["set lots month", "bad_amount"],
    ["set $0 month", "bad_amount"],
    ["set -5 month", "bad_amount"],
    ["set $10 fortnight", "bad_budget_command"],
    ["set $10 month for modle:gpt-4o", "bad_scope"],
    ["set $10 month for project:,", "bad_scope"],
    ["set $10 month alert 0", "bad_threshold"],
    ["set $10 month in <script>", "bad_channel"],
    ["set $10 month zone Mars/Olympus", "unknown_zone"],
    [`set $10 month named "${"x".repeat(61)}"`, "bad_name"],
    ["rise x", "bad_budget_command"],
    ["set 5/constructor", "bad_amount"],
    ["delete", "bad_budget_command"],
  ])("%s is refused with %s", (text, code) => {
    expect(() => parseBudgetCommand(text)).toThrow(expect.objectContaining({ code, hint: expect.any(String) }));
  });
});

test.each<[string, object]>([
  ["", { kind: "list" }],
  ["list", { kind: "list" }],
  ["set", { kind: "new" }],
  ["delete search team", { kind: "delete", named: "search team" }],
  ['remove named "search team"', { kind: "delete", named: "search team" }],
  ["raise search $2k", { kind: "raise", named: "search", amount: usd("2000"), reason: null }],
  [
    "raise search team to 2m tokens because we launched",
    { kind: "raise", named: "search team", amount: { kind: "tokens", tokens: 2_000_000n }, reason: "we launched" },
  ],
  ["raise search", { kind: "raise", named: "search", amount: null, reason: null }],
  ["raise 3", { kind: "raise", named: "3", amount: null }],
  ["test", { kind: "test", named: null }],
  ["try search", { kind: "try-stored", named: "search" }],
  ["dry-run $5 day", { kind: "try", proposal: { period: "day" } }],
  ["export", { kind: "export" }],
  ["apply", { kind: "apply" }],
])("budget %s", (text, expected) => {
  expect(parseBudgetCommand(text)).toMatchObject(expected);
});
