import { z } from "zod";
import { parseAmount, type Amount } from "../amount.ts";
import { choice, percent, section, text, timeZone } from "../fields.ts";
import { present } from "../present.ts";
import { ExactNumber } from "../yaml-source.ts";
import { selector, type Selector } from "./selector.ts";

/** A budget as declared. It is read-only in Slack. */
export interface BudgetSettings {
  readonly name: string;
  /** Empty: everything. */
  readonly scope: Selector;
  readonly period: "day" | "week" | "month" | "quarter";
  /** IANA zone in which periods begin; absent: the file's `timezone`. */
  readonly timezone?: string;
  readonly amount: Amount;
  /** Percentages as exact decimals, ascending, without repetition. */
  readonly thresholds: { readonly actual: readonly string[]; readonly forecast: readonly string[] };
  readonly channel?: string;
  readonly owner?: string;
}

const DEFAULT_ACTUAL = ["50", "80", "100"];
const DEFAULT_FORECAST = ["100"];

const threshold = percent("a threshold").refine((value) => Number(value) > 0 && Number(value) <= 1_000, {
  error: "must be above 0 and at most 1000 per cent",
});
const thresholdList = z.array(threshold).transform((list) => [...new Set(list)].sort((a, b) => Number(a) - Number(b)));

const thresholds = z
  .preprocess(
    (value) => (Array.isArray(value) ? { actual: value } : value),
    section({ actual: thresholdList.default(DEFAULT_ACTUAL), forecast: thresholdList.default(DEFAULT_FORECAST) }),
  )
  .meta({
    anyOf: [
      { type: "array", items: { type: ["number", "string"] } },
      {
        type: "object",
        properties: { actual: { type: "array" }, forecast: { type: "array" } },
        additionalProperties: false,
      },
    ],
    description: "Percentages of the amount at which to alert: a list for actual spend, or { actual, forecast }.",
  });

const amount = z
  .custom<unknown>((value) => value !== undefined, "is missing")
  .transform((value, context): Amount => {
    const text = value instanceof ExactNumber ? value.text : value;
    try {
      if (typeof text === "string") return parseAmount(text);
    } catch {
      // Said below, in the words of this key.
    }
    context.issues.push({
      code: "custom",
      input: value,
      message: 'must be dollars or tokens, such as "$1.5k", 1500 or "500k tokens"',
    });
    return z.NEVER;
  })
  .meta({ type: ["number", "string"], description: 'Dollars or tokens: "$1.5k", 1500, "500k tokens".' });

const budget = section({
  name: text("the budget's name"),
  scope: selector.default([]),
  period: choice(["day", "week", "month", "quarter"], {
    daily: "day",
    weekly: "week",
    monthly: "month",
    quarterly: "quarter",
  }),
  timezone: timeZone().optional(),
  amount,
  thresholds: thresholds.default({ actual: DEFAULT_ACTUAL, forecast: DEFAULT_FORECAST }),
  channel: text("a Slack channel: its id or its name").optional(),
  owner: text("who answers for it: a Slack user id or a name").optional(),
});

/** A list of budgets with different names. */
export const budgets = z.array(budget).transform((list, context): readonly BudgetSettings[] => {
  const seen = new Set<string>();
  for (const [index, { name }] of list.entries()) {
    if (seen.has(name))
      context.issues.push({
        code: "custom",
        input: list,
        path: [index, "name"],
        message: "is the name of an earlier budget too",
      });
    seen.add(name);
  }
  return list.map((raw) => present(raw));
});
