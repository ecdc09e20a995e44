import type { Catalogue, CatalogueModel, CatalogueProvider, PricePeriod } from "./catalogue.ts";
import { compileBands, mainSource, type BandRates } from "./price-table.ts";
import type { ServiceTier } from "./usage.ts";

/** The prices that hold for a model at an instant and tier, ready to be multiplied. */
export interface PriceInForce {
  readonly kind: "price";
  /** Shortest input first; the first one's bound is -1. */
  readonly bands: readonly BandRates[];
  /** Since when it holds, as the catalogue says it; null: for as long as anyone knows. */
  readonly from: string | null;
  readonly source: string;
  readonly seen: string;
  /** Only a third party reported it. */
  readonly reported: boolean;
  /** Until when nothing about it changes, from `since` on, in milliseconds; an empty span where it changes by the hour. */
  readonly since: number;
  readonly until: number;
}

export interface NoPrice {
  readonly kind: "no-price";
  readonly code: "no_rate" | "not_yet_effective" | "no_token_price";
  readonly message: string;
}

/** The prices of one model at one tier, over time: each stretch is compiled once, when first asked for. */
export interface PriceSchedule {
  at(instant: number): PriceInForce | NoPrice;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly hours?: { readonly from: number; readonly to: number };
}

const DAY = 86_400_000;

/** Makes the schedule of a model at a tier; `regional` asks for the uplift of processing in a chosen region. */
export function priceSchedule(
  catalogue: Catalogue,
  provider: CatalogueProvider,
  model: CatalogueModel,
  tier: ServiceTier,
  regional: boolean,
): PriceSchedule {
  const name = `${provider.id}/${model.id}`;
  const periods = model.prices.map(stretchOf);
  const feePeriods = (provider.fees ?? []).map(stretchOf);
  const compiled: (PriceInForce | NoPrice | undefined)[] = [];
  const missing = noPrice(provider, model, name);
  const steady = steadySpan([...periods, ...feePeriods]);
  return {
    at(instant) {
      const period = covering(periods, instant);
      if (period < 0) return missing(instant);
      const fees = covering(feePeriods, instant);
      const slot = period * (feePeriods.length + 1) + fees + 1;
      return (compiled[slot] ??= compile(
        catalogue,
        name,
        model.prices[period],
        provider.fees?.[fees],
        tier,
        regional,
        steady(instant),
      ));
    },
  };
}

function compile(
  catalogue: Catalogue,
  name: string,
  period: PricePeriod | undefined,
  fees: PricePeriod | undefined,
  tier: ServiceTier,
  regional: boolean,
  steady: { readonly since: number; readonly until: number },
): PriceInForce | NoPrice {
  const bands = period ? compileBands(period, fees, tier, regional) : undefined;
  const base = bands?.[0]?.rates;
  if (!period || !bands || !base) {
    const message = `${name} has no ${tier} price in the catalogue: use another tier, or add a price override for it`;
    return { kind: "no-price", code: "no_rate", message };
  }
  const { key, seen, reported } = mainSource(catalogue, base);
  return { kind: "price", bands, from: period.from ?? null, source: key, seen, reported, ...steady };
}

/** The span around an instant in which no stretch begins or ends; none where prices go by the hour. */
function steadySpan(stretches: readonly Stretch[]): (instant: number) => { since: number; until: number } {
  if (stretches.some(({ hours }) => hours)) return () => ({ since: Infinity, until: -Infinity });
  const edges = stretches.flatMap(({ from, to }) => [from, to]);
  return (instant) => ({
    since: Math.max(-Infinity, ...edges.filter((edge) => edge <= instant)),
    until: Math.min(Infinity, ...edges.filter((edge) => edge > instant)),
  });
}

function noPrice(provider: CatalogueProvider, model: CatalogueModel, name: string): (instant: number) => NoPrice {
  return (instant) => {
    if (provider.local) {
      const message = `${name} runs on your own machine: it has no price per token`;
      return { kind: "no-price", code: "no_token_price", message };
    }
    const starts = model.prices.flatMap(({ from }) => (from === undefined ? [] : [from])).sort();
    const [first] = starts;
    if (first !== undefined && instant < Date.parse(first)) {
      const message = `${name} has no price before ${first}, and the usage is from ${new Date(instant).toISOString().slice(0, 10)}`;
      return { kind: "no-price", code: "not_yet_effective", message };
    }
    return { kind: "no-price", code: "no_rate", message: `${name} is in the catalogue without a price for that time` };
  };
}

function stretchOf(period: PricePeriod): Stretch {
  return {
    from: period.from === undefined ? -Infinity : Date.parse(period.from),
    to: period.to === undefined ? Infinity : Date.parse(period.to),
    ...(period.hours ? { hours: { from: timeOfDay(period.hours.from), to: timeOfDay(period.hours.to) } } : {}),
  };
}

function timeOfDay(text: string): number {
  return Date.parse(`1970-01-01T${text}:00Z`);
}

/** The last stretch that covers an instant, or -1. */
function covering(stretches: readonly Stretch[], instant: number): number {
  for (let index = stretches.length - 1; index >= 0; index -= 1) {
    const stretch = stretches[index];
    if (!stretch || instant < stretch.from || instant >= stretch.to) continue;
    if (!stretch.hours || withinHours(stretch.hours, ((instant % DAY) + DAY) % DAY)) return index;
  }
  return -1;
}

function withinHours(hours: { readonly from: number; readonly to: number }, time: number): boolean {
  return hours.from <= hours.to ? time >= hours.from && time < hours.to : time >= hours.from || time < hours.to;
}
