import { z } from "zod";
import type { Catalogue } from "./catalogue.ts";
import { COMPONENT_NAMES, isComponent } from "./component.ts";

/** A catalogue's own JSON form: strict, since a misspelt component would under-price in silence. */

const decimal = z
  .union([z.string(), z.number().transform(String)])
  .refine(
    (text) => /^\d{1,12}(?:\.\d{1,18})?$/.test(text),
    "must be a decimal in USD that is not negative, such as 0.15",
  );
const instant = z
  .string()
  .refine(
    (text) => /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?$/.test(text) && !Number.isNaN(Date.parse(text)),
    "must be a date",
  );
const day = z
  .string()
  .refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)), "must be a day");
const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 00:30");
const name = z.string().min(1).max(300);
const count = z.union([z.number(), z.string().transform(Number)]).pipe(z.number().int().nonnegative());

const rates = z.record(z.string(), decimal).superRefine((table, context) => {
  for (const key of Object.keys(table)) {
    if (key === "output_cached" || key === "cached_output") {
      context.addIssue({ code: "custom", path: [key], message: "no provider discounts cached output" });
    } else if (!isComponent(key)) {
      context.addIssue({ code: "custom", path: [key], message: `is none of ${COMPONENT_NAMES.join(", ")}` });
    }
  }
});

const sheet = z.strictObject({
  source: name,
  tier: z.enum(["batch", "flex", "priority"]).optional(),
  above: count.optional(),
  rates,
  note: z.string().optional(),
});

const period = z.strictObject({
  from: instant.optional(),
  to: instant.optional(),
  hours: z.strictObject({ from: time, to: time }).optional(),
  regional: z.strictObject({ factor: decimal, source: name }).optional(),
  sheets: z.array(sheet),
});

const pattern = z.union([
  z.strictObject({ starts_with: name }),
  z.strictObject({ ends_with: name }),
  z.strictObject({ contains: name }),
]);

const model = z.strictObject({
  id: name,
  aliases: z.array(name).optional(),
  match: z.array(pattern).optional(),
  context_window: count.optional(),
  deprecated: z.boolean().optional(),
  shutdown: day.optional(),
  shutdowns: z.record(name, day).optional(),
  replacement: name.optional(),
  lifecycle_source: name.optional(),
  prices: z.array(period),
});

const provider = z.strictObject({
  id: name,
  name,
  aliases: z.array(name).optional(),
  makes: z.array(pattern).optional(),
  falls_back_to: z.array(name).optional(),
  default_cache_write: z.enum(["5m", "30m"]).optional(),
  local: z.boolean().optional(),
  fees: z.array(period).optional(),
  models: z.array(model),
});

const source = z.strictObject({
  title: name,
  url: z.string().optional(),
  seen: day,
  confidence: z.enum(["published", "reported", "derived"]),
});

export const catalogueSchema = z.strictObject({
  format: z.literal("runrate-catalogue"),
  version: z.union([z.literal(1), z.literal("1").transform(() => 1 as const)]),
  as_of: day,
  basis: z.enum(["list", "negotiated"]),
  sources: z.record(name, source),
  providers: z.array(provider),
});

export type CatalogueReading =
  | {
      readonly kind: "catalogue";
      readonly catalogue: Catalogue;
      readonly format: CatalogueFormat;
      readonly notes: readonly string[];
    }
  | {
      readonly kind: "invalid";
      readonly code: "invalid_json" | "invalid_catalogue" | "unknown_format";
      readonly message: string;
    };

export type CatalogueFormat = "runrate" | "genai-prices" | "litellm";

/** Reads a value as a catalogue in Runrate's own form; the first faults are named with their place. */
export function readOwnCatalogue(json: unknown): CatalogueReading {
  const parsed = catalogueSchema.safeParse(json);
  if (!parsed.success) {
    const places = parsed.error.issues
      .slice(0, 3)
      .map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`);
    return {
      kind: "invalid",
      code: "invalid_catalogue",
      message: `not a usable price catalogue: ${places.join("; ")}`,
    };
  }
  const catalogue = withoutAbsent(parsed.data);
  const fault = findFault(catalogue);
  if (fault !== undefined) return { kind: "invalid", code: "invalid_catalogue", message: fault };
  return { kind: "catalogue", catalogue, format: "runrate", notes: [] };
}

/** JSON has no `undefined`; under exactOptionalPropertyTypes a key that zod leaves undefined is not an absent one. */
function withoutAbsent(data: z.infer<typeof catalogueSchema>): Catalogue {
  return JSON.parse(JSON.stringify(data)) satisfies Catalogue;
}

/** What a shape cannot say: ids are unique, sources exist, times run forward, the first period of a tier comes first. */
export function findFault(catalogue: Catalogue): string | undefined {
  const providers = new Set<string>();
  for (const one of catalogue.providers) {
    if (providers.has(one.id)) return `provider "${one.id}" is in the catalogue twice`;
    providers.add(one.id);
    const models = new Set<string>();
    const periods = (one.fees ?? []).map((fee) => ({ where: `${one.id} fees`, period: fee }));
    for (const entry of one.models) {
      const id = entry.id.toLowerCase();
      if (models.has(id)) return `model "${one.id}/${entry.id}" is in the catalogue twice`;
      models.add(id);
      for (const each of entry.prices) periods.push({ where: `${one.id}/${entry.id}`, period: each });
    }
    for (const { where, period: each } of periods) {
      if (each.from !== undefined && each.to !== undefined && Date.parse(each.from) >= Date.parse(each.to)) {
        return `${where}: a price holds from ${each.from} to ${each.to}, which is no time at all`;
      }
      const missing = each.sheets.find(({ source: key }) => !Object.hasOwn(catalogue.sources, key));
      if (missing) return `${where}: its source "${missing.source}" is not in the list of sources`;
    }
  }
  return undefined;
}
