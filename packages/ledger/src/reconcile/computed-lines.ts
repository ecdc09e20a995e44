import {
  addUsd,
  priceUsage,
  resolveModel,
  subtractUsd,
  ZERO_USD,
  type Catalogue,
  type ModelAliases,
  type PicoUsd,
} from "@runrate/core";
import { scanRecords } from "../scan.ts";
import type { LedgerReader } from "../store.ts";
import { WHOLE_BILL } from "./line-item.ts";

/** The prices that a reconciliation computes with. */
export interface ReconcilePrices {
  /** Without overrides: what the provider lists. */
  readonly list: Catalogue;
  /** With negotiated prices and discounts. */
  readonly current: Catalogue;
  readonly aliases: ModelAliases;
}

/** What usage of one item and day comes to. */
export interface ComputedItem {
  readonly byComponent: Map<string, PicoUsd>;
  usd: PicoUsd;
  low: PicoUsd;
  high: PicoUsd;
  list: PicoUsd;
  unpricedRequests: number;
}

/** Where a day and an item meet, the same for the bill and for usage. */
export function dayItemKey(day: string, item: string): string {
  return `${day}\n${item}`;
}

/** The name under which a model of the bill and one of usage are the same: the catalogue's, else the one that was recorded. */
export function itemName(prices: ReconcilePrices, provider: string, model: string): string {
  if (model === WHOLE_BILL) return model;
  const found = resolveModel(prices.current, { provider, model }, prices.aliases);
  return found.kind === "found" ? found.model.id : model;
}

/** Prices the billing records of [from, to) anew, by day in UTC and item. */
export async function computedItems(
  ledger: LedgerReader,
  span: { readonly from: number; readonly to: number },
  provider: string,
  prices: ReconcilePrices,
): Promise<ReadonlyMap<string, ComputedItem>> {
  const items = new Map<string, ComputedItem>();
  const names = new Map<string, string>();
  const scope = { ...span, where: [{ dimension: "provider", values: [provider] }] } as const;
  for await (const { record } of scanRecords(ledger, scope)) {
    let name = names.get(record.model);
    if (name === undefined) names.set(record.model, (name = itemName(prices, provider, record.model)));
    const priced = priceUsage(prices.current, record, prices.aliases);
    const listed = prices.list === prices.current ? priced : priceUsage(prices.list, record, prices.aliases);
    const lines =
      priced.kind === "priced"
        ? priced.lines.map(({ component, usd }) => ({ component: componentOf(component), usd }))
        : [];
    const day = new Date(record.at).toISOString().slice(0, 10);
    // A search made by a model is billed as a search, not under the model.
    for (const { component, usd } of lines) {
      const item = itemAt(items, day, FEES[component] ?? name);
      item.byComponent.set(component, addUsd(item.byComponent.get(component) ?? ZERO_USD, usd));
      item.usd = addUsd(item.usd, usd);
      item.low = addUsd(item.low, usd);
      item.high = addUsd(item.high, usd);
    }
    const item = itemAt(items, day, name);
    if (priced.kind === "priced") {
      item.low = addUsd(item.low, subtractUsd(priced.low, priced.usd));
      item.high = addUsd(item.high, subtractUsd(priced.high, priced.usd));
      item.list = addUsd(item.list, listed.kind === "priced" ? listed.usd : priced.usd);
    } else {
      item.unpricedRequests += record.requests;
    }
  }
  return items;
}

const FEES: Readonly<Record<string, string>> = {
  web_search: "web_search",
  file_search: "file_search",
  code_session: "code_interpreter",
  storage_gb_day: "vector_store",
};

/** Bills do not tell reasoning from other output, nor one default retention from another. */
function componentOf(component: string): string {
  if (component === "output_reasoning") return "output";
  return component === "cache_write_30m" || component === "cache_write_5m" ? "cache_write" : component;
}

function itemAt(items: Map<string, ComputedItem>, day: string, name: string): ComputedItem {
  const key = dayItemKey(day, name);
  let item = items.get(key);
  if (item === undefined) {
    const zero = { usd: ZERO_USD, low: ZERO_USD, high: ZERO_USD, list: ZERO_USD, unpricedRequests: 0 };
    items.set(key, (item = { ...zero, byComponent: new Map() }));
  }
  return item;
}
