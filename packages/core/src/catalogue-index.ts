import type { Catalogue, CatalogueModel, CatalogueProvider, NamePattern } from "./catalogue.ts";

/** A provider with its names made quick to look up. */
export interface ProviderIndex {
  readonly provider: CatalogueProvider;
  readonly exact: ReadonlyMap<string, { readonly model: CatalogueModel; readonly alias: boolean }>;
  readonly patterns: readonly { readonly pattern: NamePattern; readonly model: CatalogueModel }[];
}

export interface CatalogueIndex {
  readonly catalogue: Catalogue;
  /** By id or alias, lower case. */
  provider(name: string): CatalogueProvider | undefined;
  of(provider: CatalogueProvider): ProviderIndex;
  /** All models that carry this exact name, in whichever provider. */
  sellers(name: string): readonly { readonly provider: CatalogueProvider; readonly model: CatalogueModel }[];
}

/** Indexes made so far: a memo of a pure function, gone with its catalogue. */
const indexes = new WeakMap<Catalogue, CatalogueIndex>();

/** The index of a catalogue; each provider's names are indexed when first asked for. */
export function indexOf(catalogue: Catalogue): CatalogueIndex {
  const known = indexes.get(catalogue);
  if (known) return known;
  const index = buildIndex(catalogue);
  indexes.set(catalogue, index);
  return index;
}

function buildIndex(catalogue: Catalogue): CatalogueIndex {
  const byName = new Map<string, CatalogueProvider>();
  for (const provider of catalogue.providers) {
    for (const alias of provider.aliases ?? []) byName.set(alias, provider);
  }
  for (const provider of catalogue.providers) byName.set(provider.id.toLowerCase(), provider);
  const providers = new Map<CatalogueProvider, ProviderIndex>();
  const of = (provider: CatalogueProvider): ProviderIndex => {
    let index = providers.get(provider);
    if (!index) {
      index = indexProvider(provider);
      providers.set(provider, index);
    }
    return index;
  };
  return {
    catalogue,
    provider: (name) => byName.get(name),
    of,
    sellers: (name) =>
      catalogue.providers.flatMap((provider) => {
        const hit = of(provider).exact.get(name);
        return hit ? [{ provider, model: hit.model }] : [];
      }),
  };
}

function indexProvider(provider: CatalogueProvider): ProviderIndex {
  const exact = new Map<string, { model: CatalogueModel; alias: boolean }>();
  const patterns: { pattern: NamePattern; model: CatalogueModel }[] = [];
  for (const model of provider.models) exact.set(model.id.toLowerCase(), { model, alias: false });
  for (const model of provider.models) {
    for (const alias of model.aliases ?? []) if (!exact.has(alias)) exact.set(alias, { model, alias: true });
    for (const pattern of model.match ?? []) patterns.push({ pattern, model });
  }
  // The longest pattern is the most particular: "claude-opus-4-5" before "claude-opus-4".
  patterns.sort((a, b) => patternLength(b.pattern) - patternLength(a.pattern));
  return { provider, exact, patterns };
}

function patternLength(pattern: NamePattern): number {
  if ("starts_with" in pattern) return pattern.starts_with.length;
  return "contains" in pattern ? pattern.contains.length : pattern.ends_with.length;
}
