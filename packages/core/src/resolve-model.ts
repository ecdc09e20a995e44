import { indexOf, type CatalogueIndex } from "./catalogue-index.ts";
import type { Catalogue, CatalogueModel, CatalogueProvider } from "./catalogue.ts";
import {
  fineTunedBase,
  MAX_NAME_LENGTH,
  nameLadder,
  normaliseName,
  patternFits,
  patternMatches,
  shownName,
} from "./model-name.ts";
import { suggestNames } from "./suggest-names.ts";

/** Names of a user's own (Azure deployments): from the name as recorded to a model, with or without its provider. */
export type ModelAliases = Readonly<Record<string, string>>;

export interface ModelName {
  /** As recorded ("openai", "vertex_ai", "az.ai.openai"); absent: the model's own maker is meant. */
  readonly provider?: string;
  readonly model: string;
}

export type ModelResolution =
  | {
      readonly kind: "found";
      /** Who sells it, hence whose fees hold. */
      readonly provider: CatalogueProvider;
      readonly model: CatalogueModel;
      /** The name under which the catalogue knows it: an alias may end on another day than its family. */
      readonly name: string;
      readonly via: "exact" | "alias" | "pattern" | "snapshot" | "family" | "fine-tuned" | "user alias";
    }
  | {
      readonly kind: "unresolved";
      readonly code: "unknown_model" | "ambiguous_model";
      readonly message: string;
      readonly suggestions: readonly string[];
    };

type Found = Extract<ModelResolution, { kind: "found" }>;

/** Names of gateways: they pass calls on, so the provider is the one that the model's name starts with. */
const GATEWAYS = new Set(["litellm", "portkey", "helicone", "vercel", "gateway"]);

/**
 * Finds the catalogue's entry for a model's name (SPEC.md, section 3): exact, alias, dated snapshot to its own entry,
 * else its family; provider prefixes and fine-tuned names are understood. A user alias is used when the catalogue does not
 * know the name, or always when it is written with its provider ("azure/gpt-4o").
 *
 * @returns `unresolved` with the nearest names when nothing fits, or with the sellers when several sell it at
 *   different prices and none is its maker. Never a guess.
 */
export function resolveModel(catalogue: Catalogue, wanted: ModelName, aliases: ModelAliases = {}): ModelResolution {
  const index = indexOf(catalogue);
  const name = normaliseName(wanted.model);
  if (name === "" || name.length > MAX_NAME_LENGTH) return unknown(index, wanted, undefined);
  const provider = wanted.provider?.trim().toLowerCase() ?? "";
  const scoped = provider === "" ? undefined : userAlias(aliases, `${provider}/${wanted.model.trim()}`);
  if (scoped !== undefined) return followAlias(catalogue, wanted, scoped);
  const qualified = wanted.model.includes("/") ? userAlias(aliases, wanted.model.trim()) : undefined;
  if (qualified !== undefined) return followAlias(catalogue, wanted, qualified);
  const found = lookUp(index, provider, name) ?? custom(index, name);
  if (found) return found;
  const plain = userAlias(aliases, wanted.model.trim());
  if (plain !== undefined) return followAlias(catalogue, wanted, plain);
  return unknown(index, wanted, provider === "" ? undefined : findProvider(index, provider));
}

function userAlias(aliases: ModelAliases, name: string): string | undefined {
  if (Object.hasOwn(aliases, name)) return aliases[name];
  const lower = name.toLowerCase();
  const key = Object.keys(aliases).find((alias) => alias.toLowerCase() === lower);
  return key === undefined ? undefined : aliases[key];
}

/** An alias may name a provider; without one the record's own holds. One step: no alias of an alias. */
function followAlias(catalogue: Catalogue, wanted: ModelName, target: string): ModelResolution {
  const qualified = withoutPrefix(indexOf(catalogue), normaliseName(target)) !== undefined;
  const own =
    wanted.provider === undefined || qualified
      ? undefined
      : resolveModel(catalogue, { provider: wanted.provider, model: target });
  const resolved = own?.kind === "found" ? own : resolveModel(catalogue, { model: target });
  if (resolved.kind === "found") return { ...resolved, via: "user alias" };
  return {
    ...resolved,
    message: `${shownName(wanted.model)} is configured as an alias of ${shownName(target)}, and ${resolved.message}`,
  };
}

/** Overrides of models that nobody lists are found here, whoever the record says sold it. */
function custom(index: CatalogueIndex, name: string): Found | undefined {
  const provider = index.provider("custom");
  return provider ? ownEntry(index, provider, name) : undefined;
}

/** A provider by its name, an alias, or the part before the first dot ("openai.chat"). */
export function findProvider(index: CatalogueIndex, name: string): CatalogueProvider | undefined {
  return index.provider(name) ?? index.provider(name.replaceAll("_", "-")) ?? index.provider(name.split(".")[0] ?? "");
}

function lookUp(index: CatalogueIndex, provider: string, name: string): ModelResolution | undefined {
  if (provider !== "" && !GATEWAYS.has(provider)) {
    const seller = findProvider(index, provider);
    if (!seller) return undefined;
    const rest = withoutPrefix(index, name);
    return inProvider(index, seller, name) ?? (rest ? inProvider(index, seller, rest.name) : undefined);
  }
  const prefix = withoutPrefix(index, name);
  const prefixed = prefix
    ? (inProvider(index, prefix.provider, prefix.name) ?? inProvider(index, prefix.provider, name))
    : undefined;
  return prefixed ?? fromMaker(index, name) ?? fromSellers(index, name);
}

function withoutPrefix(index: CatalogueIndex, name: string): { provider: CatalogueProvider; name: string } | undefined {
  const at = name.search(/[/]/);
  if (at <= 0) return undefined;
  const provider = findProvider(index, name.slice(0, at));
  return provider && at + 1 < name.length ? { provider, name: name.slice(at + 1) } : undefined;
}

function inProvider(index: CatalogueIndex, provider: CatalogueProvider, name: string): Found | undefined {
  const own = ownEntry(index, provider, name);
  if (own) return own;
  if (provider.local) {
    return { kind: "found", provider, model: { id: name, prices: [] }, name, via: "exact" };
  }
  for (const id of provider.falls_back_to ?? []) {
    const other = index.provider(id);
    const entry = other ? ownEntry(index, other, name) : undefined;
    if (entry) return { ...entry, provider };
  }
  return undefined;
}

/** The entry of a name among a provider's own models. */
export function ownEntry(index: CatalogueIndex, provider: CatalogueProvider, name: string): Found | undefined {
  const { exact, patterns } = index.of(provider);
  const listed = exact.get(name);
  if (listed) return { kind: "found", provider, model: listed.model, name, via: listed.alias ? "alias" : "exact" };
  const tuned = fineTunedBase(name);
  if (tuned !== undefined) {
    for (const rung of nameLadder(tuned)) {
      const entry = exact.get(`ft:${rung.name}`);
      if (entry) return { kind: "found", provider, model: entry.model, name, via: "fine-tuned" };
    }
    return undefined;
  }
  const fits = (candidate: string) => patterns.find(({ pattern }) => patternFits(pattern, candidate))?.model;
  for (const rung of nameLadder(name)) {
    const entry = exact.get(rung.name);
    if (entry)
      return {
        kind: "found",
        provider,
        model: entry.model,
        name: rung.name,
        via: rung.step === "exact" ? "alias" : rung.step,
      };
    const model = rung.step === "family" ? undefined : fits(rung.name);
    if (model) return { kind: "found", provider, model, name, via: "pattern" };
  }
  return undefined;
}

function fromMaker(index: CatalogueIndex, name: string): Found | undefined {
  for (const provider of index.catalogue.providers) {
    if (provider.makes?.some((pattern) => patternMatches(pattern, name))) {
      const found = inProvider(index, provider, name);
      if (found) return found;
    }
  }
  return undefined;
}

/** A bare name whose maker does not list it: sold by one, or by several at one price, else nobody can tell which. */
function fromSellers(index: CatalogueIndex, name: string): ModelResolution | undefined {
  if (fineTunedBase(name) !== undefined) return undefined;
  for (const rung of nameLadder(name)) {
    const [first, ...others] = index.sellers(rung.name);
    if (!first) continue;
    const prices = JSON.stringify(first.model.prices.map(ratesOnly));
    const differ = others.some(({ model }) => JSON.stringify(model.prices.map(ratesOnly)) !== prices);
    if (!differ) return { kind: "found", ...first, name: rung.name, via: rung.step === "exact" ? "alias" : rung.step };
    const sellers = [first, ...others].map(({ provider }) => `${provider.id}/${rung.name}`);
    return {
      kind: "unresolved",
      code: "ambiguous_model",
      message: `${shownName(name)} is sold by several providers at different prices (${sellers.join(", ")}): name the provider`,
      suggestions: sellers,
    };
  }
  return undefined;
}

function ratesOnly(period: CatalogueModel["prices"][number]): unknown {
  return { ...period, sheets: period.sheets.map(({ rates, tier, above }) => ({ rates, tier, above })) };
}

function unknown(index: CatalogueIndex, wanted: ModelName, provider: CatalogueProvider | undefined): ModelResolution {
  const shown = shownName(wanted.model);
  if (
    wanted.provider !== undefined &&
    wanted.provider.trim() !== "" &&
    !provider &&
    !GATEWAYS.has(wanted.provider.trim().toLowerCase())
  ) {
    const ids = index.catalogue.providers.map(({ id }) => id);
    const near = suggestNames(wanted.provider, ids);
    return fail(`provider ${shownName(wanted.provider)} is not in the catalogue, so ${shown} has no price`, near);
  }
  const name = normaliseName(wanted.model).slice(0, MAX_NAME_LENGTH);
  const tuned = fineTunedBase(name);
  if (tuned !== undefined) {
    return fail(
      `${shown} is fine-tuned, and no price of a fine-tuned ${shownName(tuned)} is known: add a price override`,
      [],
    );
  }
  const pool = provider ? [provider] : likelyProviders(index, name);
  const bare = provider ? (withoutPrefix(index, name)?.name ?? name) : name.slice(name.lastIndexOf("/") + 1);
  const near = suggestNames(
    bare,
    pool.flatMap(({ models }) => models.map(({ id }) => id)),
  );
  const where = provider ? ` of ${provider.id}` : "";
  return fail(`${shown} is not a model${where} that the catalogue knows`, near);
}

function likelyProviders(index: CatalogueIndex, name: string): readonly CatalogueProvider[] {
  const prefix = withoutPrefix(index, name);
  if (prefix) return [prefix.provider];
  const makers = index.catalogue.providers.filter((one) => one.makes?.some((pattern) => patternMatches(pattern, name)));
  if (makers.length > 0) return makers;
  const all = index.catalogue.providers.filter(({ makes }) => makes !== undefined);
  return all.length > 0 ? all : index.catalogue.providers;
}

function fail(message: string, suggestions: readonly string[]): ModelResolution {
  const hint = suggestions.length > 0 ? `; did you mean ${suggestions.join(", ")}?` : "";
  return { kind: "unresolved", code: "unknown_model", message: message + hint, suggestions };
}
