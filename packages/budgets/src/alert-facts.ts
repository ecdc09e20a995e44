import { z } from "zod";

const instant = z.number().int();
const units = z.string().regex(/^-?\d+$/);
const measure = z.enum(["usd", "tokens"]);

/** What a message about a budget says, as it stands in the outbox. Amounts are pico-dollars or tokens as decimal text. */
export const alertFactsSchema = z.object({
  /** The alert's identity (core's `alertKey`). */
  key: z.string(),
  kind: z.enum(["open", "reply", "late"]),
  basis: z.enum(["actual", "forecast"]),
  percent: z.string(),
  /** Lower thresholds that were passed in the same step. */
  passed: z.array(z.string()),
  broadcast: z.boolean(),
  wasForetold: z.boolean(),
  /** A test of the way to the channel: nothing has happened. */
  isTest: z.boolean(),
  budget: z.object({
    id: z.string(),
    name: z.string(),
    revision: z.number().int(),
    scope: z.string(),
    period: z.enum(["day", "week", "month", "quarter"]),
    zone: z.string(),
    owner: z.string().nullable(),
  }),
  measure,
  limit: units,
  spent: units,
  periodFrom: instant,
  periodTo: instant,
  /** When the threshold was reached, and by which record; null for a forecast. */
  crossed: z.object({ at: instant, record: z.string(), running: units }).nullable(),
  /** What the period is expected to come to; null when it cannot be foretold. */
  forecast: z.object({ total: units, low: units.nullable(), high: units.nullable() }).nullable(),
  drivers: z.object({
    dimension: z.string(),
    top: z.array(z.object({ name: z.string(), units, earlier: units })),
  }),
  /** What would help, each one sentence. */
  help: z.array(z.string()),
  unpriced: z.object({ requests: units, models: z.array(z.string()) }),
  at: instant,
});

/** What a message about a budget says. */
export type AlertFacts = z.infer<typeof alertFactsSchema>;
