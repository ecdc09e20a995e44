import { z } from "zod";

/**
 * What `runrate diff --json` prints (DESIGN.md, Interfaces), and all that the comment is rendered from. A stored report of a
 * forked pull request is read with this schema again: nothing in it is trusted, and all of it is escaped where it is shown.
 */

const text = z.string().max(4_000);
const usd = z.string().regex(/^-?\d{1,20}(?:\.\d{1,12})?$/);
const count = z.number().int().nonnegative();
const place = z.object({ path: text, line: count });
const side = z.object({ before: usd, after: usd });
/** The likely amounts. */
const amounts = side.extend({ delta: usd });
/** The low and the high case. */
const cases = z.object({ low: side, high: side });
const direction = z.enum(["up", "down", "none", "unknown"]);

const values = z.object({
  model: text.nullable(),
  models: z.array(text),
  max_output_tokens: count.nullable(),
  service_tier: text.nullable(),
  input_tokens: z.object({ static: count, dynamic: z.boolean() }),
  tools: z.array(text),
});

const volume = z.object({
  calls_per_month: z.object({ low: count, likely: count, high: count }),
  origin: z.enum(["declared", "measured"]),
  share: z.enum(["own", "at-most"]),
});

const change = z.object({
  kind: z.enum(["model", "limit", "tier", "prompt", "tool", "call-added", "call-removed"]),
  path: text,
  line: count,
  path_before: text.nullable(),
  line_before: count.nullable(),
  value_at: place.loose().nullable(),
  sdk: text,
  /** Changes of one call have one number: they share their amounts. */
  call: count,
  workload: text.nullable(),
  before: values.nullable(),
  after: values.nullable(),
  per_call_usd: side.nullable(),
  per_call_range_usd: cases.nullable(),
  monthly_usd: amounts.nullable(),
  monthly_range_usd: cases.nullable(),
  /** Where several calls share what was measured: none of them can be more. */
  monthly_at_most_usd: amounts.nullable(),
  volume: volume.nullable(),
  direction,
  origin: text,
  assumptions: z.array(text),
  reason: text.optional(),
});

const site = z.object({
  path: text,
  line: count,
  sdk: text,
  model: text.nullable(),
  reason: text.optional(),
  /** Whether the change touches its file. */
  touched: z.boolean(),
  /** What to add to `runrate.yml`. */
  declare: text,
});

const dismissal = z.object({
  kind: text,
  path: text,
  line: count,
  reason: text,
  expires: text.nullable(),
  where: z.enum(["source", "runrate.yml"]),
  new: z.boolean(),
});

const cheaper = z.object({
  path: text,
  line: count,
  call: count,
  model: text,
  instead: text,
  provider: text,
  kind: z.enum(["same-class", "smaller", "other-provider"]),
  per_1k_calls_usd: amounts,
});

const ending = z.object({
  model: text,
  date: text.nullable(),
  days_left: z.number().int().nullable(),
  replacement: text.nullable(),
  path: text,
  line: count,
});

export const billReportSchema = z.object({
  version: z.literal(1),
  changes: z.array(change),
  unresolved: z.array(site.loose()),
  dismissed: z.array(dismissal),
  cheaper: z.array(cheaper),
  ending: z.array(ending),
  totals: z.object({
    changes: count,
    calls: count,
    unchanged: count,
    dismissed: count,
    unresolved: count,
    without_volume: count,
    without_price: count,
    /** Of the changed calls whose volume is known. */
    monthly_usd: amounts.nullable(),
    monthly_range_usd: cases.nullable(),
    /** Whether `monthly_usd` is only a bound. */
    monthly_at_most: z.boolean(),
    /** Everything that is known to be spent, not only by the changed calls. */
    monthly_bill_usd: side.nullable(),
    /** Of `monthly_bill_usd`, with its sign. */
    monthly_percent: text.nullable(),
    per_1k_calls_usd: amounts.nullable(),
    per_1k_calls_range_usd: cases.nullable(),
  }),
  verdict: z.object({
    direction: z.enum(["raises", "lowers", "neutral", "unknown"]),
    policy: z.enum(["pass", "warn", "fail"]),
    reasons: z.array(text),
  }),
  /** Below every floor of `policies.comment_floor`: not worth a comment. */
  below_floor: z.boolean(),
  prices: z.object({ as_of: text, age_days: z.number().int(), basis: z.enum(["list", "negotiated"]) }),
  /** Where volumes came from, in words; null: from nowhere. */
  volumes_from: text.nullable(),
  /** False: only list prices and figures per 1,000 calls are in here. */
  disclosed: z.boolean(),
  /** What was not read as a whole. `touched`: by the change; absent in results of older releases. */
  notes: z.array(z.object({ path: text, reason: text, touched: z.boolean().optional() })),
});

export type BillReport = z.infer<typeof billReportSchema>;
export type ReportChange = BillReport["changes"][number];
export type ReportAmounts = z.infer<typeof amounts>;
export type ReportCases = z.infer<typeof cases>;
