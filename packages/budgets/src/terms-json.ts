import { parseUsd, RunrateError, toDecimal } from "@runrate/core";
import { DIMENSIONS, type Dimension } from "@runrate/ledger";
import { z } from "zod";
import type { BudgetTerms } from "./budget.ts";

const percent = z.string().regex(/^\d{1,6}(\.\d{1,12})?$/);

const dimension = z.custom<Dimension>(
  (value) => typeof value === "string" && (value.startsWith("tag:") || DIMENSIONS.some((known) => known === value)),
);

/** Conditions on whose spend is meant, as they are stored. */
export const storedScope = z.array(z.object({ dimension, values: z.array(z.string().nullable()) }));

const storedTerms = z.object({
  scope: storedScope,
  period: z.enum(["day", "week", "month", "quarter"]),
  zone: z.string(),
  amount: z.union([z.object({ usd: z.string() }), z.object({ tokens: z.string().regex(/^\d+$/) })]),
  thresholds: z.object({ actual: z.array(percent), forecast: z.array(percent) }),
  channel: z.string().nullable(),
  owner: z.string().nullable(),
});

/** A budget's terms as they are stored: amounts as decimal text. Two equal terms give the same text. */
export function termsText(terms: BudgetTerms): string {
  const { scope, period, zone, amount, thresholds, channel, owner } = terms;
  return JSON.stringify({
    scope: scope.map(({ dimension: name, values }) => ({ dimension: name, values: [...values] })),
    period,
    zone,
    amount: amount.kind === "usd" ? { usd: toDecimal(amount.usd) } : { tokens: amount.tokens.toString() },
    thresholds: { actual: [...thresholds.actual], forecast: [...thresholds.forecast] },
    channel,
    owner,
  } satisfies z.infer<typeof storedTerms>);
}

/** @throws RunrateError `bad_budget` when the ledger holds something else, as after a change by hand. */
export function readTerms(text: string, name: string): BudgetTerms {
  const read = storedTerms.safeParse(parseJson(text));
  if (!read.success) {
    throw new RunrateError("bad_budget", `the budget "${name}" cannot be read from the ledger`, {
      budget: name,
      hint: "Delete it and set it again.",
    });
  }
  const { amount } = read.data;
  return {
    ...read.data,
    amount:
      "usd" in amount ? { kind: "usd", usd: parseUsd(amount.usd) } : { kind: "tokens", tokens: BigInt(amount.tokens) },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
