import type { Catalogue, CatalogueModel, CatalogueProvider, PricePeriod } from "./catalogue.ts";
import { COMPONENT_NAMES, type Component } from "./component.ts";
import type { ServiceTier } from "./usage.ts";

/** One change between two catalogues. */
export type CatalogueChange =
  | { readonly kind: "model-added"; readonly provider: string; readonly model: string; readonly rates: string }
  | { readonly kind: "model-removed"; readonly provider: string; readonly model: string }
  | {
      readonly kind: "rate-changed";
      readonly provider: string;
      readonly model: string;
      readonly component: Component;
      readonly tier: ServiceTier;
      /** Strictly above how many input tokens; absent: from the first. */
      readonly above?: number;
      /** From when it holds; null: for as long as anyone knows. */
      readonly from: string | null;
      /** USD as quoted; null: there was or will be no such rate. */
      readonly before: string | null;
      readonly after: string | null;
    }
  | {
      readonly kind: "shutdown-changed";
      readonly provider: string;
      readonly model: string;
      readonly before: string | null;
      readonly after: string | null;
    };

/** What differs between two catalogues, by provider and model; a new period is compared with what would have held without it. */
export function diffCatalogues(before: Catalogue, after: Catalogue): readonly CatalogueChange[] {
  const old = new Map(before.providers.map((provider) => [provider.id, provider]));
  const now = new Map(after.providers.map((provider) => [provider.id, provider]));
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort();
  return ids.flatMap((id) => diffProvider(id, old.get(id), now.get(id)));
}

function diffProvider(
  id: string,
  before: CatalogueProvider | undefined,
  after: CatalogueProvider | undefined,
): readonly CatalogueChange[] {
  const old = new Map((before?.models ?? []).map((model) => [model.id, model]));
  const now = new Map((after?.models ?? []).map((model) => [model.id, model]));
  const fees = diffPeriods(id, "(all models)", before?.fees ?? [], after?.fees ?? []);
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  return [...fees, ...names.flatMap((name) => diffModel(id, name, old.get(name), now.get(name)))];
}

function diffModel(
  provider: string,
  model: string,
  before: CatalogueModel | undefined,
  after: CatalogueModel | undefined,
): readonly CatalogueChange[] {
  if (!after) return [{ kind: "model-removed", provider, model }];
  if (!before) return [{ kind: "model-added", provider, model, rates: ratesInWords(after.prices.at(-1)) }];
  const changes = [...diffPeriods(provider, model, before.prices, after.prices)];
  if (before.shutdown !== after.shutdown) {
    const days = { before: before.shutdown ?? null, after: after.shutdown ?? null };
    changes.push({ kind: "shutdown-changed", provider, model, ...days });
  }
  return changes;
}

function diffPeriods(
  provider: string,
  model: string,
  before: readonly PricePeriod[],
  after: readonly PricePeriod[],
): CatalogueChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const starts = [...new Set([...before, ...after].map(startOf))].sort();
  return starts.flatMap((start) => {
    const old = tableAt(before, start);
    const now = tableAt(after, start);
    const keys = [...new Set([...old.keys(), ...now.keys()])].sort();
    return keys.flatMap((key): CatalogueChange[] => {
      const was = old.get(key) ?? null;
      const is = now.get(key) ?? null;
      if (was === is) return [];
      const [component = "", tier = "standard", above = ""] = key.split("|");
      const name = COMPONENT_NAMES.find((one) => one === component);
      if (!name) return [];
      const band = above === "" ? {} : { above: Number(above) };
      const from = start === "" ? null : (start.split(" ")[0] ?? null);
      return [
        {
          kind: "rate-changed",
          provider,
          model,
          component: name,
          tier: tierOf(tier),
          ...band,
          from,
          before: was,
          after: is,
        },
      ];
    });
  });
}

function startOf({ from, hours }: PricePeriod): string {
  return `${from ?? ""}${hours ? ` ${hours.from}-${hours.to}` : ""}`;
}

function tierOf(name: string): ServiceTier {
  return name === "batch" || name === "flex" || name === "priority" ? name : "standard";
}

/** The rates that begin at a start, else those that hold then. */
function tableAt(periods: readonly PricePeriod[], start: string): ReadonlyMap<string, string> {
  const day = start.split(" ")[0] ?? "";
  const at = day === "" ? -Infinity : Date.parse(day);
  const holds = (period: PricePeriod) =>
    (period.from === undefined || Date.parse(period.from) <= at) &&
    (period.to === undefined || at < Date.parse(period.to));
  const period =
    periods.findLast((one) => startOf(one) === start) ?? periods.findLast((one) => !one.hours && holds(one));
  const table = new Map<string, string>();
  for (const { tier = "standard", above = "", rates } of period?.sheets ?? []) {
    for (const component of COMPONENT_NAMES) {
      const rate = rates[component];
      if (rate !== undefined) table.set(`${component}|${tier}|${above}`, rate);
    }
  }
  return table;
}

function ratesInWords(period: PricePeriod | undefined): string {
  const rates = Object.assign(
    {},
    ...(period?.sheets ?? []).filter(({ tier, above }) => !tier && above === undefined).map((one) => one.rates),
  );
  const { input = "-", cached_input: cached = "-", output = "-" } = rates;
  return `${input} / ${cached} / ${output}`;
}

/** A change in one line, as `runrate prices diff` and `update` show it. */
export function describeChange(change: CatalogueChange): string {
  const name = `${change.provider}/${change.model}`;
  switch (change.kind) {
    case "model-added":
      return `+ ${name}: ${change.rates} (input / cached input / output, USD per 1M tokens)`;
    case "model-removed":
      return `- ${name}`;
    case "rate-changed": {
      const tier = change.tier === "standard" ? "" : ` ${change.tier}`;
      const above = change.above === undefined ? "" : ` above ${change.above} input tokens`;
      const from = change.from === null ? "" : ` from ${change.from}`;
      return `~ ${name}: ${change.component}${tier}${above} ${change.before ?? "none"} -> ${change.after ?? "none"}${from}`;
    }
    case "shutdown-changed":
      return `~ ${name}: shuts down ${change.before ?? "never"} -> ${change.after ?? "never"}`;
  }
}
