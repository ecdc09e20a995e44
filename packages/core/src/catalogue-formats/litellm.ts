import { z } from "zod";
import type { CatalogueModel, CatalogueProvider, RateSheet } from "../catalogue.ts";
import { COMPONENTS, type Component } from "../component.ts";
import { decimalText, multiplyDecimal, parseDecimal } from "../decimal.ts";
import type { Conversion } from "./genai-prices.ts";

/** LiteLLM quotes USD per single token, second, page or call. */
const COST_KEYS: Readonly<Record<string, Component>> = {
  input_cost_per_token: "input",
  output_cost_per_token: "output",
  cache_read_input_token_cost: "cached_input",
  cache_creation_input_token_cost: "cache_write",
  input_cost_per_audio_token: "input_audio",
  cache_read_input_audio_token_cost: "cached_audio",
  output_cost_per_audio_token: "output_audio",
  input_cost_per_image_token: "input_image",
  output_cost_per_image_token: "output_image",
  output_cost_per_reasoning_token: "output_reasoning",
  input_cost_per_second: "audio_second",
  ocr_cost_per_page: "document_page",
  annotation_cost_per_page: "annotated_page",
  code_interpreter_cost_per_session: "code_session",
  input_cost_per_request: "request",
};
const SESSION_FEE_KEYS: Readonly<Record<string, Component>> = {
  file_search_cost_per_1k_calls: "file_search",
  vector_store_cost_per_gb_per_day: "storage_gb_day",
};
const TIER_SUFFIX = { _flex: "flex", _priority: "priority", _batches: "batch" } as const;

const number = z.string().regex(/^-?\d+(?:\.\d+)?$/);
const entryShape = z.looseObject({
  litellm_provider: z.string(),
  max_input_tokens: z.union([number, z.string()]).optional(),
  deprecation_date: z.string().optional(),
  search_context_cost_per_query: z.looseObject({ search_context_size_medium: number.optional() }).nullish(),
});

/** The shape of LiteLLM's model_prices_and_context_window.json, read by `parseExactJson`. */
export const litellmSchema = z.record(z.string(), z.unknown());

/** Turns LiteLLM's table into ours; entries that are not a model with a price are noted and left out. */
export function convertLitellm(
  data: z.infer<typeof litellmSchema>,
  source: string,
  providerId: (name: string) => string,
): Conversion {
  const notes: string[] = [];
  const byProvider = new Map<string, Map<string, CatalogueModel>>();
  for (const [name, value] of Object.entries(data)) {
    if (name === "sample_spec") continue;
    const entry = entryShape.safeParse(value);
    if (!entry.success) {
      notes.push(`${name}: not a model's entry; it is left out`);
      continue;
    }
    const bad = badCost(entry.data);
    if (bad !== undefined) {
      notes.push(`${name}: ${bad} is no price; the model is left out`);
      continue;
    }
    const provider = providerId(entry.data.litellm_provider);
    const sheets = sheetsOf(entry.data, source);
    if (sheets.length === 0) continue;
    const prefix = `${entry.data.litellm_provider}/`;
    const id = name.startsWith(prefix) ? name.slice(prefix.length) : withoutOwnPrefix(name, provider, providerId);
    const models = byProvider.get(provider) ?? new Map<string, CatalogueModel>();
    byProvider.set(provider, models);
    if (models.has(id.toLowerCase())) continue;
    const window = Number(entry.data.max_input_tokens);
    const ends = entry.data.deprecation_date;
    models.set(id.toLowerCase(), {
      id,
      ...(Number.isSafeInteger(window) && window > 0 ? { context_window: window } : {}),
      ...(ends !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(ends) ? { shutdown: ends, lifecycle_source: source } : {}),
      prices: [{ sheets }],
    });
  }
  const providers = [...byProvider].map(([id, models]): CatalogueProvider => ({
    id,
    name: id,
    models: [...models.values()],
  }));
  return { providers, notes };
}

/** A cost that is not a number, or below nothing: with the rest of the entry alone the model would be priced in part. */
function badCost(entry: z.infer<typeof entryShape>): string | undefined {
  for (const key of ["input_cost_per_token", "output_cost_per_token", "cache_read_input_token_cost"]) {
    const value = entry[key];
    if (value === undefined || value === null) continue;
    if (typeof value !== "string" || !number.safeParse(value).success || value.startsWith("-"))
      return `${key} ${JSON.stringify(value).slice(0, 40)}`;
  }
  return undefined;
}

function withoutOwnPrefix(name: string, provider: string, providerId: (name: string) => string): string {
  const at = name.indexOf("/");
  return at > 0 && providerId(name.slice(0, at)) === provider ? name.slice(at + 1) : name;
}

function sheetsOf(entry: z.infer<typeof entryShape>, source: string): RateSheet[] {
  const tables = new Map<
    string,
    { tier?: "batch" | "flex" | "priority"; above?: number; rates: Partial<Record<Component, string>> }
  >();
  const put = (
    component: Component,
    usdEach: string,
    tier: "batch" | "flex" | "priority" | undefined,
    above: number | undefined,
  ) => {
    const key = `${tier ?? ""}|${above ?? ""}`;
    const table = tables.get(key) ?? {
      ...(tier ? { tier } : {}),
      ...(above === undefined ? {} : { above }),
      rates: {},
    };
    tables.set(key, table);
    table.rates[component] = perQuoted(component, usdEach);
  };
  for (const [key, value] of Object.entries(entry)) {
    if (typeof value !== "string" || !number.safeParse(value).success || value.startsWith("-")) continue;
    const suffix = Object.keys(TIER_SUFFIX).find((one) => key.endsWith(one));
    const tier =
      suffix === "_flex" || suffix === "_priority" || suffix === "_batches" ? TIER_SUFFIX[suffix] : undefined;
    const plain = suffix ? key.slice(0, -suffix.length) : key;
    const band = /^(.+?)_above_(\d+)k_tokens$/.exec(plain);
    const name = band?.[1] ?? plain;
    const above = band?.[2] === undefined ? undefined : Number(band[2]) * 1_000;
    if (Object.hasOwn(SESSION_FEE_KEYS, name)) {
      const fee = SESSION_FEE_KEYS[name];
      if (fee) tables.set(`fee ${fee}`, { rates: { [fee]: value } });
    } else if (name === "cache_creation_input_token_cost_above_1hr") put("cache_write_1h", value, tier, above);
    else if (Object.hasOwn(COST_KEYS, name)) {
      const component = COST_KEYS[name];
      if (component) put(component, value, tier, above);
    }
  }
  const search = entry.search_context_cost_per_query?.search_context_size_medium;
  if (search !== undefined) put("web_search", search, undefined, undefined);
  const sheets = [...tables.values()].map((table): RateSheet => ({ source, ...table }));
  return sheets.some(({ tier, above }) => tier === undefined && above === undefined) ? sheets : [];
}

/** From USD for one unit to USD for the units that the component is quoted per. */
function perQuoted(component: Component, usdEach: string): string {
  return decimalText(multiplyDecimal(parseDecimal(usdEach), parseDecimal(String(COMPONENTS[component].per))));
}
