import { z } from "zod";
import type { CatalogueModel, CatalogueProvider, NamePattern, PricePeriod, RateSheet } from "../catalogue.ts";
import type { Component } from "../component.ts";

/** genai-prices' price keys, per its units.yml, and what they are here. */
const PRICE_KEYS: Readonly<Record<string, Component>> = {
  input_mtok: "input",
  cache_read_mtok: "cached_input",
  cache_write_mtok: "cache_write",
  cache_write_5m_mtok: "cache_write_5m",
  cache_write_1h_mtok: "cache_write_1h",
  input_audio_mtok: "input_audio",
  cache_audio_read_mtok: "cached_audio",
  input_image_mtok: "input_image",
  cache_image_read_mtok: "cached_image",
  input_video_mtok: "input_video",
  cache_video_read_mtok: "cached_video",
  output_mtok: "output",
  output_reasoning_mtok: "output_reasoning",
  output_audio_mtok: "output_audio",
  output_image_mtok: "output_image",
  output_video_mtok: "output_video",
  output_citation_mtok: "output_citation",
  web_searches_kcount: "web_search",
  storage_searches_kcount: "file_search",
  requests_kcount: "request",
  input_text_messages_kcount: "text_message",
  audio_hours: "audio_second",
  input_audio_hours: "audio_second",
  input_document_kpages: "document_page",
  input_annotated_document_kpages: "annotated_page",
};

/**
 * Bounds that other projects write one lower than the price page: 271,999 stands for "above 272,000", which sources read both
 * ways at exactly 272,000. Runrate reads "above" as strictly above (SPEC.md, section 3).
 */
const BOUNDS: Readonly<Record<string, number>> = { "271999": 272_000 };

const decimal = z.string().regex(/^\d+(?:\.\d+)?$/);
const tiered = z.object({ base: decimal, tiers: z.array(z.object({ start: decimal, price: decimal })) });
const prices = z.record(z.string(), z.union([decimal, tiered]).nullish());
const constraint = z.union([
  z.object({ start_date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/) }),
  z.object({
    start_time: z.string().regex(/^\d{2}:\d{2}:\d{2}Z$/),
    end_time: z.string().regex(/^\d{2}:\d{2}:\d{2}Z$/),
  }),
]);

type Match = { readonly [clause: string]: string | readonly Match[] };
const match: z.ZodType<Match> = z.lazy(() => z.record(z.string(), z.union([z.string(), z.array(match)])));

const modelShape = z.object({
  id: z.string().min(1),
  match: match.optional(),
  context_window: decimal.nullish(),
  deprecated: z.boolean().nullish(),
  prices: z.union([z.array(z.object({ constraint: constraint.nullish(), prices })), prices]),
});
const providerShape = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  provider_match: match.nullish(),
  model_match: match.nullish(),
  fallback_model_providers: z.array(z.string()).nullish(),
  models: z.array(modelShape),
});

/** The shape of genai-prices' data.json, read by `parseExactJson`. Keys that are not about prices are let through. */
export const genaiPricesSchema = z.array(providerShape).min(1);

export interface Conversion {
  readonly providers: readonly CatalogueProvider[];
  /** What could not be expressed here, for a person to read. */
  readonly notes: readonly string[];
}

/** Turns genai-prices' providers into ours; every rate gets `source` as its provenance. */
export function convertGenaiPrices(data: z.infer<typeof genaiPricesSchema>, source: string): Conversion {
  const notes: string[] = [];
  const providers = data.map((provider): CatalogueProvider => {
    // "huggingface and groq" names neither of the two: such a provider is found by its id alone.
    const match = provider.provider_match && !("and" in provider.provider_match) ? provider.provider_match : undefined;
    const names = match ? patternsOf(match, () => undefined) : undefined;
    const made = provider.model_match ? patternsOf(provider.model_match, () => undefined) : undefined;
    const aliases = [...(names?.exact ?? []), ...(names?.patterns ?? []).map(patternText)].filter(
      (one) => one !== provider.id,
    );
    const makes = unique([...(made?.exact ?? []).map((text) => ({ starts_with: text })), ...(made?.patterns ?? [])]);
    return {
      id: provider.id,
      name: provider.name ?? provider.id,
      ...(aliases.length > 0 ? { aliases } : {}),
      ...(makes.length > 0 ? { makes } : {}),
      ...(provider.fallback_model_providers ? { falls_back_to: provider.fallback_model_providers } : {}),
      models: provider.models.map((model) => convertModel(provider.id, model, source, notes)),
    };
  });
  return { providers, notes };
}

function convertModel(
  provider: string,
  model: z.infer<typeof modelShape>,
  source: string,
  notes: string[],
): CatalogueModel {
  const where = `${provider}/${model.id}`;
  const names = patternsOf(model.match ?? {}, (text) => notes.push(`${where}: the pattern ${text} is not used`));
  const aliases = [...new Set(names.exact)].filter((alias) => alias !== model.id.toLowerCase());
  return {
    id: model.id,
    ...(aliases.length > 0 ? { aliases } : {}),
    ...(names.patterns.length > 0 ? { match: unique(names.patterns) } : {}),
    ...(model.context_window ? { context_window: Number(model.context_window) } : {}),
    ...(model.deprecated ? { deprecated: true } : {}),
    prices: convertPrices(where, model, source, notes),
  };
}

function convertPrices(
  where: string,
  model: z.infer<typeof modelShape>,
  source: string,
  notes: string[],
): PricePeriod[] {
  const entries = Array.isArray(model.prices) ? model.prices : [{ constraint: null, prices: model.prices }];
  const periods: PricePeriod[] = [];
  let from: string | undefined;
  for (const entry of entries) {
    const sheets = convertSheets(where, entry.prices, source, notes);
    if (sheets.length === 0 && /:free$|moderation/.test(model.id)) {
      sheets.push({ source, rates: { input: "0", output: "0" }, note: "listed without charge" });
    }
    if (sheets.length === 0) continue;
    const limit = entry.constraint;
    if (limit && "start_date" in limit) from = limit.start_date;
    periods.push({
      ...(from === undefined ? {} : { from }),
      // A daily window belongs to the dated price before it: applied to earlier days it would re-price history.
      ...(limit && "start_time" in limit
        ? { hours: { from: limit.start_time.slice(0, 5), to: limit.end_time.slice(0, 5) } }
        : {}),
      sheets,
    });
  }
  return periods;
}

function convertSheets(where: string, table: z.infer<typeof prices>, source: string, notes: string[]): RateSheet[] {
  const base: Partial<Record<Component, string>> = {};
  const bands = new Map<number, Partial<Record<Component, string>>>();
  for (const [key, price] of Object.entries(table)) {
    const component = Object.hasOwn(PRICE_KEYS, key) ? PRICE_KEYS[key] : undefined;
    if (price === null || price === undefined) continue;
    if (component === undefined) {
      notes.push(`${where}: ${key} is not a price that Runrate knows; it is left out`);
      continue;
    }
    base[component] = typeof price === "string" ? price : price.base;
    for (const tier of typeof price === "string" ? [] : price.tiers) {
      const above = BOUNDS[tier.start] ?? Number(tier.start);
      bands.set(above, { ...bands.get(above), [component]: tier.price });
    }
  }
  if (Object.keys(base).length === 0) return [];
  const long = [...bands].sort(([a], [b]) => a - b).map(([above, rates]) => ({ source, above, rates }));
  return [{ source, rates: base }, ...long];
}

interface Names {
  readonly exact: string[];
  readonly patterns: NamePattern[];
}

function patternsOf(clause: Match, reject: (text: string) => void): Names {
  const names: Names = { exact: [], patterns: [] };
  for (const [kind, value] of Object.entries(clause)) {
    if (typeof value !== "string") {
      // Of an "and" the plain clause is kept: the expressions beside it only exclude what our patterns do not fit anyway.
      const parts = kind === "and" ? value.filter((part) => !("regex" in part)) : value;
      for (const part of parts) {
        const inner = patternsOf(part, reject);
        names.exact.push(...inner.exact);
        names.patterns.push(...inner.patterns);
      }
      continue;
    }
    const text = value.toLowerCase();
    if (kind === "equals") names.exact.push(text);
    else if (kind === "starts_with") names.patterns.push({ starts_with: text });
    else if (kind === "ends_with") names.patterns.push({ ends_with: text });
    else if (kind === "contains") names.patterns.push({ contains: text });
    else if (kind === "regex") addExpression(text, names, reject);
  }
  return names;
}

/** The few forms of expression in that data, without running any: a literal, or a literal and a date. */
function addExpression(regex: string, names: Names, reject: (text: string) => void): void {
  const dated = /^\^(.+?)(?:-\\d\{4\}-\\d\{2\}-\\d\{2\}|-\\d\{8\})\$$/.exec(regex)?.[1];
  const numbered = /^\^(.+)\\d$/.exec(regex)?.[1];
  const literal = /^\^(.+)\$$/.exec(regex)?.[1];
  const plain = (text: string | undefined) => {
    const unescaped = text?.replace(/\\([^a-z0-9])/g, "$1");
    return unescaped !== undefined && text !== undefined && !/[*+?(){}|[\]\\^$]/.test(text.replace(/\\[^a-z0-9]/g, ""))
      ? unescaped
      : undefined;
  };
  const family = plain(dated) ?? plain(numbered);
  const exact = plain(literal);
  if (family !== undefined) {
    if (!names.exact.includes(family)) names.patterns.push({ starts_with: family });
  } else if (exact !== undefined) names.exact.push(exact);
  else reject(regex);
}

function unique(patterns: readonly NamePattern[]): NamePattern[] {
  return [...new Map(patterns.map((pattern) => [JSON.stringify(pattern), pattern])).values()];
}

function patternText(pattern: NamePattern): string {
  if ("starts_with" in pattern) return pattern.starts_with;
  return "ends_with" in pattern ? pattern.ends_with : pattern.contains;
}
