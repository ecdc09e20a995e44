import { z } from "zod";
import { choice, dayOrInstant, decimal, percent, section, text } from "../fields.ts";
import { present } from "../present.ts";

/** The rates of an override: USD per 1M tokens as exact decimals. Absent ones keep the catalogue's. */
export interface OverrideRates {
  readonly input: string;
  readonly output?: string;
  readonly cached_input?: string;
  readonly cache_write?: string;
  readonly cache_write_5m?: string;
  readonly cache_write_30m?: string;
  readonly cache_write_1h?: string;
  readonly cache_write_12h?: string;
  readonly input_audio?: string;
  readonly output_audio?: string;
}

/** A negotiated price or discount. Without dates it holds for all time. */
export type PriceOverride =
  | {
      readonly kind: "rates";
      readonly provider?: string;
      readonly model: string;
      readonly rates: OverrideRates;
      /** Batch rates of its own, or a factor on the rates ("0.5"); absent: as the catalogue says. */
      readonly batch?:
        | { readonly kind: "factor"; readonly factor: string }
        | { readonly kind: "rates"; readonly rates: BatchRates };
      readonly from?: string;
      readonly to?: string;
    }
  | {
      readonly kind: "discount";
      /** Absent: every provider. */
      readonly provider?: string;
      /** Absent: every model; may hold `*` globs. */
      readonly model?: string;
      /** Exact decimal, 0 to 100. */
      readonly discountPercent: string;
      readonly from?: string;
      readonly to?: string;
    };

export interface BatchRates {
  readonly input: string;
  readonly output?: string;
  readonly cached_input?: string;
}

export interface PriceSettings {
  /** The later of two that fit wins. */
  readonly overrides: readonly PriceOverride[];
  /** A name in recorded usage (an Azure deployment, say) to the model that it stands for. */
  readonly aliases: readonly { readonly name: string; readonly model: string; readonly provider?: string }[];
  /** Where newer prices come from, and how often they are looked for. */
  readonly update?: { readonly from: string; readonly every: "hour" | "day" | "week" };
}

const rate = decimal("USD per 1M tokens");

const batch = z
  .preprocess(
    (value) => (value === undefined || isMap(value) ? value : { factor: value }),
    section({
      factor: decimal("a factor such as 0.5").optional(),
      input: rate.optional(),
      output: rate.optional(),
      cached_input: rate.optional(),
    }),
  )
  .transform(({ factor, input, ...rates }, context) => {
    if (factor !== undefined && input === undefined && Number(factor) <= 1) return { kind: "factor", factor } as const;
    if (factor === undefined && input !== undefined)
      return { kind: "rates", rates: present({ input, ...rates }) } as const;
    context.addIssue({
      code: "custom",
      message: "must be a factor of the standard rates such as 0.5, or rates of its own: { input, output }",
    });
    return z.NEVER;
  })
  .meta({
    anyOf: [
      { type: ["number", "string"], description: "A factor of the standard rates, such as 0.5." },
      {
        type: "object",
        properties: { input: {}, output: {}, cached_input: {} },
        required: ["input"],
        additionalProperties: false,
      },
    ],
    description: "Batch rates: a factor, or rates of their own in USD per 1M tokens.",
  });

/** One entry of `prices.overrides`, and of a file given with `--overrides`. */
const override = section({
  provider: text("a provider such as openai").optional(),
  model: text("a model name").optional(),
  input: rate.optional(),
  output: rate.optional(),
  cached_input: rate.optional(),
  cache_write: rate.optional(),
  cache_write_5m: rate.optional(),
  cache_write_30m: rate.optional(),
  cache_write_1h: rate.optional(),
  cache_write_12h: rate.optional(),
  input_audio: rate.optional(),
  output_audio: rate.optional(),
  output_cached: z
    .custom(() => false, "no provider discounts cached output: remove this key (cached input is `cached_input`)")
    .optional()
    .meta({ not: {}, description: "No provider discounts cached output." }),
  batch: batch.optional(),
  discount_percent: percent("the discount", { max: 100n }).optional(),
  from: dayOrInstant("the first moment at which it holds").optional(),
  to: dayOrInstant("the first moment at which it no longer holds").optional(),
}).transform((entry, context): PriceOverride => {
  const {
    provider,
    model,
    input,
    discount_percent: discountPercent,
    from,
    to,
    batch: batchRates,
    output_cached: _,
    ...others
  } = entry;
  if (from !== undefined && to !== undefined && Date.parse(to) <= Date.parse(from)) {
    context.addIssue({ code: "custom", path: ["to"], message: "must be after `from`" });
  }
  const hasRates = [input, batchRates, ...Object.values(others)].some((value) => value !== undefined);
  if (discountPercent !== undefined) {
    if (!hasRates) return present({ kind: "discount" as const, provider, model, discountPercent, from, to });
    context.addIssue({
      code: "custom",
      path: ["discount_percent"],
      message: "cannot stand beside rates: use two entries",
    });
  } else if (model === undefined) {
    context.addIssue({ code: "custom", message: "`model` is missing (only a discount can hold for all models)" });
  } else if (input === undefined) {
    context.addIssue({
      code: "custom",
      message: "needs `input` and `output` in USD per 1M tokens, or `discount_percent`",
    });
  } else {
    return present({
      kind: "rates" as const,
      provider,
      model,
      rates: present({ input, ...others }),
      batch: batchRates,
      from,
      to,
    });
  }
  return z.NEVER;
});

export const overrides = z.array(override);

const discount = section({
  provider: text("a provider such as openai; without it, every one").optional(),
  model: text("a model name, which may hold *; without it, every one").optional(),
  percent: percent("the discount", { max: 100n }),
  from: dayOrInstant("the first moment at which it holds").optional(),
  to: dayOrInstant("the first moment at which it no longer holds").optional(),
}).transform(({ percent: discountPercent, ...raw }): PriceOverride =>
  present({ kind: "discount" as const, discountPercent, ...raw }),
);

const alias = z
  .preprocess(
    (value) => (isMap(value) ? value : { model: value }),
    section({ model: text("a model name"), provider: text("a provider such as openai").optional() }),
  )
  .meta({
    anyOf: [
      { type: "string" },
      { type: "object", properties: { model: {}, provider: {} }, required: ["model"], additionalProperties: false },
    ],
  });

export const prices = section({
  overrides: overrides.default([]),
  discounts: z.array(discount).default([]),
  aliases: z.record(z.string(), alias).default({}),
  update: section({
    from: text("the file or URL of a price list"),
    every: choice(["hour", "day", "week"]).prefault("day"),
  }).optional(),
}).transform((raw): PriceSettings => ({
  overrides: [...raw.overrides, ...raw.discounts],
  aliases: Object.entries(raw.aliases).map(([name, target]) => present({ name, ...target })),
  ...(raw.update && { update: raw.update }),
}));

function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
