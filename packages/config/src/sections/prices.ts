import { COMPONENT_NAMES, COMPONENTS, type Component, type PriceOverride } from "@runrate/core";
import { z } from "zod";
import { choice, dayOrInstant, decimal, percent, section, text } from "../fields.ts";
import { present } from "../present.ts";

export interface PriceSettings {
  /** The later of two that fit wins. */
  readonly overrides: readonly PriceOverride[];
  /** A name in recorded usage (an Azure deployment, say) to the model that it stands for. */
  readonly aliases: readonly { readonly name: string; readonly model: string; readonly provider?: string }[];
  /** Where newer prices come from, and how often they are looked for. */
  readonly update?: { readonly from: string; readonly every: "hour" | "day" | "week" };
}

const rate = decimal("USD per 1M tokens");
/** A key for each component that has a price. */
const rateKeys = perComponent((name) => {
  const { per, unit } = COMPONENTS[name];
  return decimal(`USD per ${per === 1_000_000 ? "1M" : per.toLocaleString("en-US")} ${unit}`).optional();
});

// `fromEntries` forgets which keys it was given.
function perComponent<T>(make: (name: Component) => T): { [Name in Component]: T } {
  return Object.fromEntries(COMPONENT_NAMES.map((name) => [name, make(name)])) as { [Name in Component]: T };
}

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
  ...rateKeys,
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
  } else if (input === undefined || others.output === undefined) {
    const message =
      "needs `input` and `output` in USD per 1M tokens (an embedding's output is 0), or `discount_percent`";
    context.addIssue({ code: "custom", message });
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
