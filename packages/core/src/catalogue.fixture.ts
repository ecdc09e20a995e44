import type { PriceRequest } from "./cost.ts";
import type { UsageCounts } from "./usage.ts";
import type { Catalogue, CatalogueModel, CatalogueProvider, PricePeriod, RateTable } from "./catalogue.ts";

export function period(rates: RateTable, more: Partial<PricePeriod> = {}): PricePeriod {
  return { sheets: [{ source: "list", rates }], ...more };
}

export function model(id: string, rates: RateTable, more: Partial<CatalogueModel> = {}): CatalogueModel {
  return { id, prices: [period(rates)], ...more };
}

export function catalogueOf(providers: readonly CatalogueProvider[]): Catalogue {
  return {
    format: "runrate-catalogue",
    version: 1,
    as_of: "2026-11-01",
    basis: "list",
    sources: {
      list: { title: "a price page", seen: "2026-11-01", confidence: "published" },
      rumour: { title: "a third party", seen: "2026-11-01", confidence: "reported" },
    },
    providers,
  };
}

const MINI = { input: "0.15", cached_input: "0.075", output: "0.6" };
const DEAR = { input: "2.5", cached_input: "1.25", output: "10" };

/** A small catalogue for tests: a maker, a cloud that falls back to it, two resellers, a local runner. */
export const SMALL = catalogueOf([
  {
    id: "maker",
    name: "Maker",
    aliases: ["maker_ai"],
    makes: [{ starts_with: "m-" }, { starts_with: "ft:m-" }],
    default_cache_write: "30m",
    fees: [period({ web_search: "10", storage_gb_day: "0.10", code_session: "0.03" })],
    models: [
      model("m-mini", MINI, { aliases: ["m-mini-2024-07-18"], shutdown: "2026-10-23", replacement: "m-big" }),
      model("m-big", DEAR, { aliases: ["m-big-0314"], shutdowns: { "m-big-0314": "2026-03-26" } }),
      model("m-big-2024-05-13", { input: "5", output: "15" }),
      model("ft:m-mini", { input: "0.3", output: "1.2" }),
      model("m-family", { input: "1", output: "2" }, { match: [{ starts_with: "m-family-x" }] }),
      {
        id: "m-long",
        prices: [
          {
            regional: { factor: "1.1", source: "list" },
            sheets: [
              { source: "list", rates: { input: "2", cached_input: "0.2", cache_write: "2.5", output: "10" } },
              {
                source: "list",
                above: 272_000,
                rates: { input: "4", cached_input: "0.4", cache_write: "5", output: "15" },
              },
              { source: "rumour", tier: "flex", rates: { input: "1", cached_input: "0.1", output: "5" } },
            ],
          },
        ],
      },
      {
        id: "m-dated",
        prices: [
          period({ input: "10", output: "40" }, { from: "2025-01-01" }),
          period({ input: "2", output: "8" }, { from: "2025-06-10" }),
          period({ input: "4", output: "16" }, { from: "2025-06-10", hours: { from: "22:00", to: "04:00" } }),
          period({ input: "3", output: "9" }, { from: "2027-01-01" }),
        ],
      },
      model("m-embed", { input: "0.02" }),
      model("m-thirds", { input: "0.0000001", output: "0.3333333" }),
    ],
  },
  {
    id: "cloud",
    name: "Cloud",
    aliases: ["az.ai.cloud"],
    falls_back_to: ["maker"],
    fees: [period({ web_search: "14" })],
    models: [model("cloud-only", { input: "7", output: "7" })],
  },
  {
    id: "reseller",
    name: "Reseller",
    models: [
      model("maker/m-big", { input: "3", output: "12" }),
      model("llama-9", { input: "0.5", output: "0.5" }),
      model("same-1", MINI),
    ],
  },
  { id: "other", name: "Other", models: [model("llama-9", { input: "0.7", output: "0.7" }), model("same-1", MINI)] },
  { id: "ollama", name: "Ollama", local: true, models: [] },
]);

/** 15 September 2026, noon: when the tests' requests were made where they do not say. */
const AT = Date.parse("2026-09-15T12:00:00Z");

/** One request at the standard tier, with what matters to a test given. */
export function requestOf(model: string, usage: Partial<UsageCounts>, more: Partial<PriceRequest> = {}): PriceRequest {
  return {
    model,
    serviceTier: "standard",
    at: AT,
    requests: 1,
    ...more,
    usage: { inputTokens: 0, outputTokens: 0, ...usage },
  };
}
