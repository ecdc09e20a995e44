import { indexOf } from "./catalogue-index.ts";
import type { Catalogue, CatalogueModel, CatalogueProvider, PricePeriod } from "./catalogue.ts";
import { matchesGlob } from "./glob.ts";
import { normaliseName } from "./model-name.ts";
import { discountPeriods, overridePeriods } from "./override-periods.ts";
import { OVERRIDE_SOURCE, type PriceOverride } from "./price-override.ts";
import { findProvider, ownEntry } from "./resolve-model.ts";

/** The provider that holds overrides of models which no provider lists. */
const CUSTOM = "custom";

/** A model while overrides are applied: discounts are taken off the price without discounts, so that two never compound. */
interface Draft {
  readonly model: CatalogueModel;
  readonly plain: readonly PricePeriod[];
  readonly current: readonly PricePeriod[];
}

interface DraftProvider {
  readonly provider: CatalogueProvider;
  readonly drafts: Map<string, Draft>;
  fees: Pick<Draft, "plain" | "current">;
}

/**
 * A catalogue with negotiated prices in it (SPEC.md, section 3), `basis` "negotiated"; the given one is not changed.
 *
 * An override's rates hold at every input length; what it does not name keeps the catalogue's rate, and batch stays half of it
 * unless the override says otherwise. The later of two overrides that fit wins, and discounts do not add up. An override for a
 * model that nobody lists makes it known, at the provider it names or anywhere.
 */
export function applyOverrides(catalogue: Catalogue, overrides: readonly PriceOverride[]): Catalogue {
  if (overrides.length === 0) return catalogue;
  const named = new Set(
    overrides.flatMap(({ provider }) => (provider === undefined ? [] : [providerId(catalogue, provider)])),
  );
  const providers = new Map(catalogue.providers.map((provider) => [provider.id, draftOf(catalogue, provider, named)]));
  for (const override of overrides) {
    if (override.kind === "rates") applyRates(catalogue, providers, override);
    else applyDiscount(catalogue, providers, override);
  }
  const source = { title: "negotiated price", seen: catalogue.as_of, confidence: "published" as const };
  return {
    ...catalogue,
    basis: "negotiated",
    sources: { ...catalogue.sources, [OVERRIDE_SOURCE]: source },
    providers: [...providers.values()].map(finished),
  };
}

function providerId(catalogue: Catalogue, name: string): string {
  return findProvider(indexOf(catalogue), name.trim().toLowerCase())?.id ?? name.trim().toLowerCase();
}

/**
 * Where an override names a provider, what others sell at its list prices must not follow, and what it sells at another's must
 * not spread: models that are found at another provider become its own.
 */
function draftOf(catalogue: Catalogue, provider: CatalogueProvider, named: ReadonlySet<string>): DraftProvider {
  const others = provider.falls_back_to ?? [];
  const detach = named.has(provider.id) || others.some((id) => named.has(id));
  const models = detach ? withFallbacks(catalogue, provider) : provider.models;
  const { falls_back_to: _, ...rest } = provider;
  return {
    provider: detach ? rest : provider,
    drafts: new Map(
      models.map((model) => [model.id.toLowerCase(), { model, plain: model.prices, current: model.prices }]),
    ),
    fees: { plain: provider.fees ?? [], current: provider.fees ?? [] },
  };
}

function withFallbacks(catalogue: Catalogue, provider: CatalogueProvider): readonly CatalogueModel[] {
  const models = new Map(provider.models.map((model) => [model.id.toLowerCase(), model]));
  for (const id of provider.falls_back_to ?? []) {
    for (const model of indexOf(catalogue).provider(id)?.models ?? []) {
      if (!models.has(model.id.toLowerCase())) models.set(model.id.toLowerCase(), model);
    }
  }
  return [...models.values()];
}

type RatesOverride = Extract<PriceOverride, { kind: "rates" }>;
type DiscountOverride = Extract<PriceOverride, { kind: "discount" }>;

function applyRates(catalogue: Catalogue, providers: Map<string, DraftProvider>, override: RatesOverride): void {
  const name = normaliseName(override.model);
  const id = override.provider === undefined ? undefined : providerId(catalogue, override.provider);
  const scope =
    id === undefined
      ? [...providers.values()]
      : [providers.get(id) ?? addProvider(providers, id, override.provider ?? id)];
  let fits = false;
  for (const one of scope) fits = changeModel(one, name, (draft) => withRates(draft, override)) || fits;
  if (fits) return;
  const home = id === undefined ? (providers.get(CUSTOM) ?? addProvider(providers, CUSTOM, "Custom")) : scope[0];
  const empty: Draft = { model: { id: override.model.trim(), prices: [] }, plain: [], current: [] };
  home?.drafts.set(name, withRates(empty, override));
}

function withRates(draft: Draft, override: RatesOverride): Draft {
  const added = overridePeriods(draft.plain, override);
  return { ...draft, plain: [...draft.plain, ...added], current: [...draft.current, ...added] };
}

function applyDiscount(catalogue: Catalogue, providers: Map<string, DraftProvider>, override: DiscountOverride): void {
  const id = override.provider === undefined ? undefined : providerId(catalogue, override.provider);
  const scope = id === undefined ? [...providers.values()] : [providers.get(id)].filter((one) => one !== undefined);
  const discounted = (draft: Draft): Draft => ({
    ...draft,
    current: [...draft.current, ...discountPeriods(draft.plain, override, override.model === undefined)],
  });
  for (const one of scope) {
    if (override.model === undefined) {
      const fees = discountPeriods(one.fees.plain, override, true);
      one.fees = { plain: one.fees.plain, current: [...one.fees.current, ...fees] };
      for (const [key, draft] of one.drafts) one.drafts.set(key, discounted(draft));
    } else if (override.model.includes("*")) {
      const glob = override.model.trim().toLowerCase();
      for (const [key, draft] of one.drafts) if (matchesGlob(glob, key)) one.drafts.set(key, discounted(draft));
    } else changeModel(one, normaliseName(override.model), discounted);
  }
}

/** Changes the model of a name; a name that stands for another entry (a snapshot of a family) becomes an entry first. */
function changeModel(one: DraftProvider, name: string, change: (draft: Draft) => Draft): boolean {
  const own = one.drafts.get(name);
  if (own) {
    one.drafts.set(name, change(own));
    return true;
  }
  const provider = { ...one.provider, models: [...one.drafts.values()].map(({ model }) => model) };
  const found = ownEntry(indexOf(aloneIn(provider)), provider, name);
  const family = found ? one.drafts.get(found.model.id.toLowerCase()) : undefined;
  if (!family) return false;
  const { aliases: _aliases, match: _match, ...model } = family.model;
  one.drafts.set(name, change({ ...family, model: { ...model, id: name } }));
  return true;
}

function aloneIn(provider: CatalogueProvider): Catalogue {
  return { format: "runrate-catalogue", version: 1, as_of: "", basis: "list", sources: {}, providers: [provider] };
}

function addProvider(providers: Map<string, DraftProvider>, id: string, name: string): DraftProvider {
  const one: DraftProvider = {
    provider: { id, name, models: [] },
    drafts: new Map(),
    fees: { plain: [], current: [] },
  };
  providers.set(id, one);
  return one;
}

function finished({ provider, drafts, fees }: DraftProvider): CatalogueProvider {
  return {
    ...provider,
    ...(fees.current.length > 0 ? { fees: fees.current } : {}),
    models: [...drafts.values()].map(({ model, current }) =>
      current === model.prices ? model : { ...model, prices: current },
    ),
  };
}
