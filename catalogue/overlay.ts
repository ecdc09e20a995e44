import type { CatalogueModel, CatalogueProvider, PricePeriod, RateSheet, RateTable } from "@runrate/core";
import { z } from "zod";
import { multiplyText, ratioText } from "./decimal-text.ts";

/** Our own facts, as written in overlay/*.yml; strict, so that a misspelt key cannot be lost. */

const source = z.string();
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const decimal = z.string().regex(/^\d+(?:\.\d+)?$/);
const triple = z.string().regex(/^[\d.]+ \/ (?:[\d.]+|-) \/ [\d.]+$/, 'must be "input / cached or - / output"');
const tierRates = z.union([triple, z.string().regex(/^[\d.]+x$/)]);
const pattern = z.union([z.strictObject({ starts_with: z.string() }), z.strictObject({ contains: z.string() })]);
const fees = z.array(
  z.strictObject({
    from: day.optional(),
    sheets: z.array(z.strictObject({ source, rates: z.record(z.string(), decimal) })),
  }),
);

const tiers = { flex: tierRates.optional(), priority: tierRates.optional() };
const period = z.strictObject({
  from: day.optional(),
  source,
  standard: triple,
  cache_write: decimal.optional(),
  cache_write_12h: decimal.optional(),
  tiers_source: source.optional(),
  ...tiers,
});
const model = z.strictObject({
  aliases: z.array(z.string()).optional(),
  from: day.optional(),
  source: source.optional(),
  prices: z.array(period).optional(),
  ...tiers,
});
const rule = z.strictObject({
  models: z.array(z.string()),
  source,
  rates_from_input: z.record(z.string(), decimal).optional(),
  long_context: z.strictObject({ above: z.number(), input: decimal, output: decimal }).optional(),
  regional: decimal.optional(),
});

export const overlaySchema = z.strictObject({
  provider: z.string(),
  aliases: z.array(z.string()).optional(),
  makes: z.array(pattern).optional(),
  default_cache_write: z.enum(["5m", "30m"]).optional(),
  fees: fees.optional(),
  /** What usage reports name where a tool or storage was used and no model: the provider's fees alone are its prices. */
  fee_models: z.array(z.string()).default([]),
  models: z.record(z.string(), model).default({}),
  rules: z.array(rule).default([]),
  lifecycle: z.array(z.strictObject({ on: day, source, models: z.array(z.string()) })).default([]),
  replacements: z.record(z.string(), z.array(z.string())).default({}),
});
export type Overlay = z.infer<typeof overlaySchema>;

export const providersSchema = z.record(
  z.string(),
  z.strictObject({
    name: z.string().optional(),
    aliases: z.array(z.string()).optional(),
    makes: z.array(pattern).optional(),
    default_cache_write: z.enum(["5m", "30m"]).optional(),
    local: z.boolean().optional(),
    fees: fees.optional(),
  }),
);

type Facts = z.infer<typeof model>;
type Tiers = Pick<Facts, "flex" | "priority">;

/** A provider with its overlay: models added or corrected, then the rules applied, then the dates on which models end. */
export function applyOverlay(base: CatalogueProvider, overlay: Overlay): CatalogueProvider {
  const models = new Map(base.models.map((one) => [one.id, one]));
  for (const id of overlay.fee_models) models.set(id, { id, prices: [{ sheets: [] }] });
  for (const [id, facts] of Object.entries(overlay.models)) {
    models.set(id, correctModel(models.get(id) ?? { id, prices: [] }, facts));
  }
  for (const one of overlay.rules) {
    for (const id of one.models) {
      const known = models.get(id);
      if (!known) throw new Error(`${overlay.provider}/${id} is in a rule of the overlay, and not in the catalogue`);
      models.set(id, { ...known, prices: known.prices.map((each) => applyRule(each, one)) });
    }
  }
  for (const { on, source: key, models: ids } of overlay.lifecycle) {
    for (const id of ids) models.set(id, { ...need(models, overlay, id), shutdown: on, lifecycle_source: key });
  }
  for (const [replacement, ids] of Object.entries(overlay.replacements)) {
    for (const id of ids) models.set(id, { ...need(models, overlay, id), replacement });
  }
  return { ...base, models: [...models.values()] };
}

function need(models: ReadonlyMap<string, CatalogueModel>, overlay: Overlay, id: string): CatalogueModel {
  const known = models.get(id);
  if (!known) throw new Error(`${overlay.provider}/${id} is in the overlay, and not in the catalogue`);
  return known;
}

function correctModel(known: CatalogueModel, facts: Facts): CatalogueModel {
  const aliases = [...new Set([...(known.aliases ?? []), ...(facts.aliases ?? [])])];
  const prices = facts.prices ? facts.prices.map((one) => periodOf(known, one)) : withTiers(known.prices, facts);
  const [first, ...later] = prices;
  return {
    ...known,
    ...(aliases.length > 0 ? { aliases } : {}),
    prices: first && facts.from !== undefined ? [{ from: facts.from, ...first }, ...later] : prices,
  };
}

function periodOf(known: CatalogueModel, facts: z.infer<typeof period>): PricePeriod {
  const rates: Record<string, string> = { ...tripleRates(facts.standard) };
  if (facts.cache_write !== undefined) rates["cache_write"] = plain(facts.cache_write);
  if (facts.cache_write_12h !== undefined) rates["cache_write_12h"] = plain(facts.cache_write_12h);
  const standard: RateSheet = { source: facts.source, rates };
  const tool = known.prices[0]?.sheets.map(({ source: from, rates: { web_search, file_search } }) => ({
    source: from,
    rates: {
      ...(web_search === undefined ? {} : { web_search }),
      ...(file_search === undefined ? {} : { file_search }),
    },
  }));
  return {
    ...(facts.from === undefined ? {} : { from: facts.from }),
    sheets: [
      standard,
      ...(tool ?? []).filter(({ rates: fee }) => Object.keys(fee).length > 0),
      ...tierSheets(facts, standard.rates, facts.tiers_source ?? facts.source),
    ],
  };
}

/** Flex and priority as listed hold for the newest period; earlier ones stand in the same proportion to their own rates. */
function withTiers(prices: readonly PricePeriod[], facts: Facts): PricePeriod[] {
  const newest = prices.at(-1);
  if (!newest || (facts.flex === undefined && facts.priority === undefined)) return [...prices];
  if (facts.source === undefined) throw new Error("flex and priority rates need a source");
  const list = baseRates(newest);
  const sheets = tierSheets(facts, list, facts.source);
  return prices.map((one) => ({
    ...one,
    sheets: [
      ...one.sheets,
      ...(one === newest ? sheets : sheets.map((each) => proportional(each, list, baseRates(one)))),
    ],
  }));
}

function proportional(sheet: RateSheet, from: RateTable, to: RateTable): RateSheet {
  const rates: Record<string, string> = {};
  for (const component of ["input", "cached_input", "output"] as const) {
    const [rate, was, is] = [sheet.rates[component], from[component], to[component]];
    if (rate !== undefined && was !== undefined && is !== undefined) rates[component] = ratioText(rate, is, was);
  }
  return { ...sheet, source: "derived", rates };
}

function tierSheets(facts: Tiers, list: RateTable, from: string): RateSheet[] {
  const sheets: RateSheet[] = [];
  for (const tier of ["flex", "priority"] as const) {
    const text = facts[tier];
    if (text !== undefined)
      sheets.push({
        source: from,
        tier,
        rates: text.endsWith("x") ? scaled(list, text.slice(0, -1)) : tripleRates(text),
      });
  }
  return sheets;
}

function scaled(list: RateTable, factor: string): RateTable {
  const rates: Record<string, string> = {};
  for (const component of ["input", "cached_input", "cache_write", "cache_write_12h", "output"] as const) {
    const rate = list[component];
    if (rate !== undefined) rates[component] = multiplyText(rate, factor);
  }
  return rates;
}

function tripleRates(text: string): RateTable {
  const [input = "", cached = "-", output = ""] = text.split(" / ");
  return {
    input: plain(input),
    ...(cached === "-" ? {} : { cached_input: plain(cached) }),
    output: plain(output),
  };
}

/** "0.10" as "0.1": the same rate is always the same text. */
function plain(rate: string): string {
  return multiplyText(rate, "1");
}

function baseRates(one: PricePeriod): RateTable {
  return Object.assign(
    {},
    ...one.sheets.filter(({ tier, above }) => tier === undefined && above === undefined).map(({ rates }) => rates),
  );
}

function applyRule(one: PricePeriod, facts: z.infer<typeof rule>): PricePeriod {
  const sheets = [...one.sheets];
  const standard = sheets.filter(({ tier }) => tier === undefined);
  if (facts.long_context && !standard.some(({ above }) => above !== undefined)) {
    const { above, input, output } = facts.long_context;
    const rates: Record<string, string> = {};
    for (const [component, rate] of Object.entries(baseRates(one))) {
      if (/^(?:input|cached_input|cache_write)/.test(component)) rates[component] = multiplyText(rate, input);
      else if (component === "output") rates[component] = multiplyText(rate, output);
    }
    sheets.push({ source: facts.source, above, rates });
  }
  for (const [component, factor] of Object.entries(facts.rates_from_input ?? {})) {
    for (const sheet of standard) {
      const known = standard.some((other) => other.above === sheet.above && component in other.rates);
      const input = sheet.rates.input;
      if (known || input === undefined) continue;
      const above = sheet.above === undefined ? {} : { above: sheet.above };
      sheets.push({ source: facts.source, ...above, rates: { [component]: multiplyText(input, factor) } });
    }
  }
  return {
    ...one,
    ...(facts.regional === undefined ? {} : { regional: { factor: facts.regional, source: facts.source } }),
    sheets,
  };
}
