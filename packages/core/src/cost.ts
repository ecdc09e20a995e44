import type { Catalogue, CatalogueModel, CatalogueProvider } from "./catalogue.ts";
import { chargeUsage, componentLabel, type Charge, type ChargeLine, type ChargeWarning } from "./charge.ts";
import type { PicoUsd } from "./money.ts";
import { priceSchedule, type PriceInForce } from "./price-in-force.ts";
import type { BandRates } from "./price-table.ts";
import { resolveModel, type ModelAliases, type ModelResolution } from "./resolve-model.ts";
import type { ServiceTier, UsageCounts } from "./usage.ts";

/** What is to be priced; a `UsageRecord` is one. */
export interface PriceRequest {
  readonly provider?: string;
  readonly model: string;
  readonly serviceTier: ServiceTier;
  /** When it happened, in milliseconds since 1970 UTC: the prices of that instant hold. */
  readonly at: number;
  /** Must have passed `checkUsage`. */
  readonly usage: UsageCounts;
  /** How many calls these are the counts of. */
  readonly requests: number;
  /** Where it was processed, if the caller chose a region; absent or "global": anywhere. */
  readonly region?: string;
}

/** Which price was applied, and who says so. */
export interface AppliedPrice {
  readonly provider: string;
  readonly model: string;
  /** Since when it holds; null: for as long as anyone knows. */
  readonly from: string | null;
  /** Key into the catalogue's `sources`. */
  readonly source: string;
  /** The day on which that source was looked at. */
  readonly seen: string;
  readonly basis: Catalogue["basis"];
}

export type UnpricedCode = "unknown_model" | "ambiguous_model" | "no_rate" | "not_yet_effective" | "no_token_price";

export interface Unpriced {
  readonly kind: "unpriced";
  readonly code: UnpricedCode;
  readonly message: string;
  readonly suggestions: readonly string[];
}

export interface Priced {
  readonly kind: "priced";
  /** The likely cost; equal to `low` and `high` unless several requests straddle a long-context bound. */
  readonly usd: PicoUsd;
  /** As if every request were short. */
  readonly low: PicoUsd;
  /** As if every request were long. */
  readonly high: PicoUsd;
  /** They add up to `usd`. */
  readonly lines: readonly ChargeLine[];
  readonly price: AppliedPrice;
  readonly warnings: readonly ChargeWarning[];
}

/**
 * Prices one record at the prices in force at its own instant (SPEC.md, sections 3 and 4).
 *
 * An aggregate of several requests has lost their lengths: where the model has a long-context band its cost is a range, and
 * `usd` is what it costs if every request had the mean length.
 *
 * @returns `unpriced` (never 0) when the model is unknown or has no rate for something that was counted.
 */
export function priceUsage(catalogue: Catalogue, request: PriceRequest, aliases?: ModelAliases): Priced | Unpriced {
  const found = resolveModel(catalogue, request, aliases);
  if (found.kind === "unresolved") return unresolved(found);
  const { provider, model } = found;
  const schedule = priceSchedule(catalogue, provider, model, request.serviceTier, isRegional(request.region));
  const price = schedule.at(request.at);
  if (price.kind === "no-price") return { kind: "unpriced", code: price.code, message: price.message, suggestions: [] };
  const retention = provider.default_cache_write;
  const charge = (band: BandRates): Charge => chargeUsage(band.rates, request.usage, request.requests, retention);
  const bands = bandsOf(price.bands, request.usage.inputTokens, request.requests);
  const likely = charge(bands.likely);
  if (likely.kind === "missing") return missingRate(provider, model, likely.component);
  const low = bands.low === bands.likely ? likely : charge(bands.low);
  const high = bands.high === bands.likely ? likely : charge(bands.high);
  const lowUsd = low.kind === "charge" ? low.usd : likely.usd;
  const highUsd = high.kind === "charge" ? high.usd : likely.usd;
  const warnings = [...likely.warnings, ...priceWarnings(request, found, price)];
  if (lowUsd !== highUsd) warnings.push(rangeWarning(request, bands.high.above));
  return {
    kind: "priced",
    usd: likely.usd,
    low: lowUsd < highUsd ? lowUsd : highUsd,
    high: lowUsd < highUsd ? highUsd : lowUsd,
    lines: likely.lines,
    price: {
      provider: provider.id,
      model: model.id,
      from: price.from,
      source: price.source,
      seen: price.seen,
      basis: catalogue.basis,
    },
    warnings,
  };
}

/** Whether a region stands for processing in a chosen place, which some makers bill more for. */
export function isRegional(region: string | undefined): boolean {
  return region !== undefined && !["", "global", "default", "not_available"].includes(region.trim().toLowerCase());
}

/**
 * The bands that a record may fall in. One request: the one its input is strictly above. Several: the shortest (low), the
 * longest that any of them can have reached (high), and the one of the mean length (likely).
 */
export function bandsOf(
  bands: readonly BandRates[],
  inputTokens: number,
  requests: number,
): { readonly low: BandRates; readonly likely: BandRates; readonly high: BandRates } {
  let high = firstBand(bands);
  let likely = high;
  const low = high;
  for (const band of bands) {
    if (inputTokens > band.above) high = band;
    // requests × bound rather than input / requests: whole numbers, so the comparison is exact.
    if (inputTokens > band.above * Math.max(1, requests)) likely = band;
  }
  // An aggregate that does not count its calls: nobody can tell how long they were, and most are short.
  if (requests === 0) return { low, likely: low, high };
  return requests > 1 ? { low, likely, high } : { low: high, likely: high, high };
}

function firstBand(bands: readonly BandRates[]): BandRates {
  return bands[0] ?? { above: -1, rates: {} };
}

export function unresolved(resolution: Extract<ModelResolution, { kind: "unresolved" }>): Unpriced {
  const { code, message, suggestions } = resolution;
  return { kind: "unpriced", code, message, suggestions };
}

export function missingRate(
  provider: CatalogueProvider,
  model: CatalogueModel,
  component: ChargeLine["component"],
): Unpriced {
  const message = `${provider.id}/${model.id} has no rate for ${componentLabel(component)}: add a price override for it`;
  return { kind: "unpriced", code: "no_rate", message, suggestions: [] };
}

function priceWarnings(
  request: PriceRequest,
  { provider, model, name: known, via }: Extract<ModelResolution, { kind: "found" }>,
  price: PriceInForce,
): ChargeWarning[] {
  const warnings: ChargeWarning[] = [];
  const name = `${provider.id}/${model.id}`;
  const shutdown = shutdownOf(model, known);
  if (shutdown !== undefined && request.at >= Date.parse(shutdown)) {
    const instead = model.replacement === undefined ? "" : `; its maker recommends ${model.replacement}`;
    const message = `${name} was shut down on ${shutdown}: its last price is used${instead}`;
    warnings.push({ code: "model_shut_down", message });
  }
  if (via === "family") {
    warnings.push({ code: "family_price", message: `priced as its family, ${name}: it has no entry of its own` });
  }
  if (price.reported) {
    warnings.push({ code: "reported_price", message: `the price of ${name} was only reported by a third party` });
  }
  return warnings;
}

/** The day on which the maker shuts a model down, under the name by which it was found. */
export function shutdownOf(model: CatalogueModel, name: string): string | undefined {
  const { shutdowns } = model;
  return shutdowns !== undefined && Object.hasOwn(shutdowns, name) ? shutdowns[name] : model.shutdown;
}

function rangeWarning(request: PriceRequest, above: number): ChargeWarning {
  const message =
    `${request.requests} requests were counted together, so it is not known which passed ${above} input tokens: ` +
    "low is none, high is all, and the likely amount takes each to have the mean length";
  return { code: "long_context_range", message };
}
