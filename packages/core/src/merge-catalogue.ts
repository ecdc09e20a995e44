import type { Catalogue, CatalogueModel, CatalogueProvider, PricePeriod, PriceSource, RateSheet } from "./catalogue.ts";
import { COMPONENT_NAMES, type Component } from "./component.ts";

interface Snapshot {
  readonly key: string;
  readonly source: PriceSource;
  /** The day on which the snapshot's prices are known to hold. */
  readonly seen: string;
}

/**
 * Merges a snapshot of list prices into a catalogue: unknown models and providers are added; a known model whose price on the
 * snapshot's day differs gets a period from that day on, and prices that the snapshot dates in the future are kept. What a
 * snapshot does not say (tiers, retentions, fees, dates of the past) stays.
 */
export function mergeCatalogue(
  current: Catalogue,
  incoming: readonly CatalogueProvider[],
  snapshot: Snapshot,
): Catalogue {
  const providers = new Map(current.providers.map((provider) => [provider.id, provider]));
  for (const provider of incoming) {
    const known = providers.get(provider.id);
    providers.set(
      provider.id,
      known ? { ...known, models: mergeModels(known.models, provider.models, snapshot) } : provider,
    );
  }
  return {
    ...current,
    as_of: snapshot.seen > current.as_of ? snapshot.seen : current.as_of,
    sources: { ...current.sources, [snapshot.key]: snapshot.source },
    providers: [...providers.values()],
  };
}

function mergeModels(
  known: readonly CatalogueModel[],
  incoming: readonly CatalogueModel[],
  snapshot: Snapshot,
): readonly CatalogueModel[] {
  const models = new Map(known.map((model) => [model.id.toLowerCase(), model]));
  const owners = new Map(
    known.flatMap((model) => (model.aliases ?? []).map((alias) => [alias, model.id.toLowerCase()])),
  );
  for (const model of incoming) {
    const id = model.id.toLowerCase();
    const own = models.get(id);
    const family = own ? undefined : models.get(owners.get(id) ?? "");
    if (own) models.set(id, mergeModel(own, model, snapshot));
    else if (!family || mergeModel(family, model, snapshot) !== family) models.set(id, model);
  }
  return [...models.values()];
}

function mergeModel(known: CatalogueModel, incoming: CatalogueModel, snapshot: Snapshot): CatalogueModel {
  const at = Date.parse(snapshot.seen);
  const now = known.prices.findLast((period) => covers(period, at));
  const added: PricePeriod[] = [];
  for (const period of incoming.prices) {
    const from = period.from !== undefined && Date.parse(period.from) > at ? period.from : undefined;
    if (period.to !== undefined && Date.parse(period.to) <= at) continue;
    if (from === undefined && period !== incoming.prices.findLast((one) => covers(one, at))) continue;
    const before = from === undefined ? now : known.prices.findLast((one) => covers(one, Date.parse(from)));
    // A price by the hour is a table of its own, which a snapshot of one moment cannot correct.
    if (before?.hours || period.hours || (before && saysTheSame(before, period))) continue;
    added.push({
      ...period,
      ...(before ? kept(before) : {}),
      from: from ?? snapshot.seen,
      sheets: mergeSheets(before, period),
    });
  }
  const first = known.prices.length === 0 ? incoming.prices : added;
  const shutdown =
    incoming.shutdown !== undefined && known.shutdown === undefined ? { shutdown: incoming.shutdown } : {};
  if (first.length === 0 && !("shutdown" in shutdown)) return known;
  return { ...known, ...shutdown, prices: [...known.prices, ...first] };
}

function kept({ regional }: PricePeriod): Pick<PricePeriod, "regional"> {
  return regional ? { regional } : {};
}

function covers(period: PricePeriod, at: number): boolean {
  const from = period.from === undefined ? -Infinity : Date.parse(period.from);
  const to = period.to === undefined ? Infinity : Date.parse(period.to);
  return at >= from && at < to && !period.hours;
}

/** Whether every rate that the snapshot states is the one already in force. */
function saysTheSame(known: PricePeriod, incoming: PricePeriod): boolean {
  return incoming.sheets.every((sheet) =>
    COMPONENT_NAMES.every((component) => {
      const rate = sheet.rates[component];
      return rate === undefined || rate === rateIn(known.sheets, sheet, component);
    }),
  );
}

function rateIn(sheets: readonly RateSheet[], like: RateSheet, component: Component): string | undefined {
  return sheets.findLast(
    ({ tier, above, rates }) => tier === like.tier && above === like.above && rates[component] !== undefined,
  )?.rates[component];
}

/** The known sheets under the new ones. Long-context sheets are replaced whole where the snapshot has its own. */
function mergeSheets(before: PricePeriod | undefined, period: PricePeriod): readonly RateSheet[] {
  const bands = period.sheets.some(({ above, tier }) => above !== undefined && tier === undefined);
  const under = (before?.sheets ?? []).filter(
    ({ above, tier }) => !(bands && above !== undefined && tier === undefined),
  );
  return [...under, ...period.sheets];
}
