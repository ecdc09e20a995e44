import { BILLED_DIMENSIONS, DIMENSIONS, TIME_BUCKETS } from "@runrate/ledger";
import { z } from "zod";

/*
 * A question as data: what the grammar makes of words, and the only thing that a language model may make of them
 * (DESIGN.md, decision 5). It holds no result. Everything in it is JSON: amounts and percentages are decimal strings.
 */

const whole = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const decimal = z.string().regex(/^\d{1,15}(\.\d{1,12})?$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const name = z.string().min(1).max(200);

const dimensionSchema = z.union([z.enum(DIMENSIONS), z.templateLiteral([z.literal("tag:"), z.string().min(1)])]);

const bucketSchema = z.enum(TIME_BUCKETS);

/** What a bill can be laid out by: it is cut in days, and says nothing of users, workloads or tags. */
const billedGroupSchema = z.enum([...TIME_BUCKETS.filter((bucket) => bucket !== "hour"), ...BILLED_DIMENSIONS]);

const condition = { dimension: dimensionSchema, values: z.array(name.nullable()).min(1) };

/** The values of one dimension are alternatives and may hold `*`; null is "unattributed". With `not`, what fits none of them. */
const filterSchema = z.union([z.strictObject(condition), z.strictObject({ ...condition, not: z.literal(true) })]);

/** A period in words, resolved against the clock and the zone only when it is answered. */
const periodSchema = z.discriminatedUnion("kind", [
  /** A calendar unit: 0 is the current one ("this month"), 1 the one before. */
  z.strictObject({
    kind: z.literal("unit"),
    unit: z.enum(["day", "week", "month", "quarter", "year"]),
    back: whole.max(1_000),
  }),
  /** The last N units up to now, the current one included; hours are 60 minutes each. */
  z.strictObject({ kind: z.literal("last"), unit: bucketSchema, count: whole.min(1).max(3_660) }),
  z.strictObject({ kind: z.literal("month"), year: whole.min(1970).max(2200), month: whole.min(1).max(12) }),
  z.strictObject({ kind: z.literal("quarter"), year: whole.min(1970).max(2200), quarter: whole.min(1).max(4) }),
  z.strictObject({ kind: z.literal("year"), year: whole.min(1970).max(2200) }),
  /** Calendar days: `to` is exclusive; null is "until now". */
  z.strictObject({ kind: z.literal("days"), from: day, to: day.nullable() }),
  z.strictObject({ kind: z.literal("all") }),
]);

/** What a period is held against: the one before it, the same one a year before, or another named one. */
const againstSchema = z.union([
  z.strictObject({ kind: z.literal("previous") }),
  z.strictObject({ kind: z.literal("year_before") }),
  periodSchema,
]);

/** What can be measured of usage besides its plain amount. */
const MEASURED = [
  "usd",
  "requests",
  "tokens",
  "input_tokens",
  "cached_input_tokens",
  "output_tokens",
  "reasoning_tokens",
  /** Amounts and tokens for each so many requests or tokens. */
  "usd_per_request",
  "usd_per_token",
  "tokens_per_request",
  "input_tokens_per_request",
  "output_tokens_per_request",
  /** Of the input, what was read from the cache. */
  "cached_share",
  /** Of all spend of the period; of groups, of their sum. */
  "usd_share",
] as const;

const spend = {
  period: periodSchema,
  where: z.array(filterSchema),
  /** IANA name written in the question; null: the configured zone, else UTC. */
  zone: z.string().nullable(),
};

const tier = z.enum(["standard", "batch", "flex", "priority"]);

/** Tokens of one call. */
const call = {
  inputTokens: whole,
  cachedInputTokens: whole,
  outputTokens: whole,
  tier,
};

export const querySchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("overview"), where: z.array(filterSchema), zone: z.string().nullable() }),
  z.strictObject({ kind: z.literal("total"), ...spend }),
  z.strictObject({
    kind: z.literal("breakdown"),
    ...spend,
    by: z
      .array(z.union([bucketSchema, dimensionSchema]))
      .min(1)
      .max(4),
    top: whole.min(1).max(1_000).nullable(),
  }),
  /** A count, a share or a mean of recorded usage, and spend by what a calendar repeats: weekdays and hours of the day. */
  z.strictObject({
    kind: z.literal("measure"),
    ...spend,
    of: z.enum(MEASURED),
    /** How many requests or tokens a mean is for: 1 request, 1,000 requests, 1,000,000 tokens; 1 for what is no mean. */
    each: whole.min(1),
    by: z.array(z.union([bucketSchema, dimensionSchema, z.enum(["weekday", "hour_of_day"])])).max(4),
    /** Only these days of the week, Monday being 1; empty: all. */
    weekdays: z.array(whole.min(1).max(7)).max(7),
    order: z.enum(["highest", "lowest"]),
    /** How many groups, in the order; null is all of them, times as they follow each other. */
    top: whole.min(1).max(1_000).nullable(),
    against: againstSchema.nullable(),
  }),
  /** What the provider itself says that it billed; filters only on what a bill tells apart. */
  z.strictObject({
    kind: z.literal("billed"),
    ...spend,
    by: z.array(billedGroupSchema).max(4),
    top: whole.min(1).max(1_000).nullable(),
  }),
  z.strictObject({
    kind: z.literal("compare"),
    ...spend,
    against: againstSchema,
    by: dimensionSchema.nullable(),
    top: whole.min(1).max(1_000).nullable(),
  }),
  z.strictObject({
    kind: z.literal("trend"),
    ...spend,
    bucket: bucketSchema.nullable(),
    by: dimensionSchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal("forecast"),
    unit: z.enum(["day", "week", "month", "quarter", "year"]),
    where: z.array(filterSchema),
    zone: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal("why"), ...spend, against: againstSchema, by: dimensionSchema.nullable() }),
  z.strictObject({
    kind: z.literal("what_if"),
    ...spend,
    /** Which recorded models would change; null is all of them. */
    from: name.nullable(),
    /** The model they would have run on; null keeps the model. */
    to: name.nullable(),
    tier: tier.nullable(),
    /** The share of the input that would have been read from the cache, in percent. */
    cachedPercent: decimal.nullable(),
  }),
  z.strictObject({
    kind: z.literal("run_cost"),
    ...call,
    models: z.array(name).min(1).max(20),
    /** How many such calls. */
    runs: whole.min(1),
    /** The counts are caps, so the answer is the most that a run can cost. */
    worstCase: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal("estimate"),
    ...call,
    model: name,
    threads: whole,
    runsPerDay: decimal,
    days: whole.min(1).max(366),
    /** For thread storage; 0 leaves storage out. */
    tokensPerThread: whole,
  }),
  z.strictObject({
    kind: z.literal("storage"),
    of: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("threads"), threads: whole, tokensPerThread: whole }),
      z.strictObject({ kind: z.literal("vector_store"), gigabytes: decimal, freeGigabytes: decimal }),
    ]),
    days: whole.min(1).max(3_660),
    /** USD per 1M tokens and day, or per GB and day; null is the default rate. */
    rate: decimal.nullable(),
  }),
  z.strictObject({
    kind: z.literal("conversation"),
    model: name,
    turns: whole.min(1).max(10_000),
    instructionTokens: whole,
    messageTokens: whole,
    replyTokens: whole,
    /** Input cap of a turn, oldest messages dropped; null: none. */
    inputCap: whole.min(1).nullable(),
    /** Of the repeated prefix, in percent. */
    cachedPercent: decimal,
    /** Older turns replaced by a summary. */
    compression: z.strictObject({ keepTurns: whole, summaryTokens: whole }).nullable(),
    tier,
  }),
  z.strictObject({
    kind: z.literal("growth"),
    ...call,
    model: name,
    threads: whole,
    percentPerMonth: z.string().regex(/^-?\d{1,6}(\.\d{1,6})?$/),
    months: whole.min(1).max(120),
    runsPerDay: decimal,
    tokensPerThread: whole,
  }),
  z.strictObject({ kind: z.literal("price"), model: name, on: day.nullable() }),
  z.strictObject({
    kind: z.literal("models"),
    /** Models to hold side by side; empty lists the catalogue. */
    models: z.array(name).max(20),
    provider: name.nullable(),
    order: z.enum(["name", "cheapest"]),
    /** The first so many of the list; null: as many as are readable. */
    top: whole.min(1).max(1_000).nullable(),
  }),
  z.strictObject({
    kind: z.literal("roi"),
    users: whole.min(1),
    interactionsPerUser: decimal,
    /** USD; null takes the measured spend of the period. */
    cost: decimal.nullable(),
    ...spend,
  }),
  z.strictObject({ kind: z.literal("optimise"), ...spend }),
  z.strictObject({ kind: z.literal("budget"), named: name.nullable() }),
  z.strictObject({ kind: z.literal("fixed") }),
  z.strictObject({ kind: z.literal("help"), topic: name.nullable() }),
]);

/** A question as understood. */
export type Query = z.infer<typeof querySchema>;
export type QueryKind = Query["kind"];
export type QueryOf<K extends QueryKind> = Extract<Query, { kind: K }>;
export type QueryPeriod = z.infer<typeof periodSchema>;
export type QueryAgainst = z.infer<typeof againstSchema>;
export type QueryFilter = z.infer<typeof filterSchema>;
export type QueryDimension = z.infer<typeof dimensionSchema>;
export type QueryBilledGroup = z.infer<typeof billedGroupSchema>;
export type QueryMeasured = (typeof MEASURED)[number];
export type QueryMeasuredGroup = QueryOf<"measure">["by"][number];
export type QueryBucket = z.infer<typeof bucketSchema>;

/** The grammar's answer to words that it cannot place: never a guess. */
export interface NotUnderstood {
  readonly kind: "not_understood";
  /** One sentence for the reader: what was not understood. */
  readonly reason: string;
  /** Questions that can be asked as they stand, nearest first. */
  readonly suggestions: readonly string[];
  /** No other reading of the words is tried. */
  readonly final?: true;
  /** The word at which the reading failed, as written. */
  readonly word?: string;
}
