import type { Catalogue } from "./catalogue.ts";
import { chargeUsage, rateFor, type CacheRetention } from "./charge.ts";
import { bandsOf, isRegional, missingRate, unresolved, type PriceRequest, type Unpriced } from "./cost.ts";
import { divideHalfEven, picoUsd, type PicoUsd } from "./money.ts";
import { priceSchedule, type PriceInForce, type PriceSchedule } from "./price-in-force.ts";
import type { BandRates } from "./price-table.ts";
import type { AppliedRate } from "./price-table.ts";
import { resolveModel, type ModelAliases } from "./resolve-model.ts";
import type { ServiceTier, UsageCounts } from "./usage.ts";

/** A cost without its lines; `low` and `high` differ from `usd` only for an aggregate across a long-context bound. */
export interface PricedAmount {
  readonly kind: "priced";
  readonly usd: PicoUsd;
  readonly low: PicoUsd;
  readonly high: PicoUsd;
}

/** Prices many records: names are resolved once, prices compiled once per (model, tier, stretch of time). */
export interface Pricer {
  readonly catalogue: Catalogue;
  /** The same amounts as `priceUsage`, without lines and warnings. */
  price(request: PriceRequest): PricedAmount | Unpriced;
}

interface Entry {
  readonly schedule: PriceSchedule;
  readonly retention: CacheRetention | undefined;
  readonly missing: (component: Parameters<typeof missingRate>[2]) => Unpriced;
  price: PriceInForce | undefined;
  plain: PlainRates | undefined;
}

/** The rates of a call that has input, cached input and output alone. */
interface PlainRates {
  readonly input: AppliedRate;
  readonly cached: AppliedRate;
  readonly output: AppliedRate | undefined;
}

const TIERS = ["standard", "batch", "flex", "priority"] as const satisfies readonly ServiceTier[];

/** How many names a pricer remembers before it starts afresh, so that hostile input cannot grow it without bound. */
const MAX_NAMES = 20_000;

/** Makes a pricer for a catalogue (with the overrides of `applyOverrides` in it, if any) and a user's model aliases. */
export function compilePricer(catalogue: Catalogue, aliases: ModelAliases = {}): Pricer {
  const byProvider = new Map<string | undefined, Map<string, (Entry | Unpriced | undefined)[]>>();
  let names = 0;
  const remember = (request: PriceRequest, slot: number): Entry | Unpriced => {
    if (names >= MAX_NAMES) {
      byProvider.clear();
      names = 0;
    }
    let byModel = byProvider.get(request.provider);
    if (!byModel) byProvider.set(request.provider, (byModel = new Map()));
    let slots = byModel.get(request.model);
    if (!slots) {
      byModel.set(request.model, (slots = []));
      names += 1;
    }
    return (slots[slot] ??= compileEntry(catalogue, request, aliases));
  };
  return {
    catalogue,
    price(request) {
      const slot =
        (request.region === undefined ? 0 : isRegional(request.region) ? 4 : 0) + TIERS.indexOf(request.serviceTier);
      const entry = byProvider.get(request.provider)?.get(request.model)?.[slot] ?? remember(request, slot);
      return "schedule" in entry ? priceEntry(entry, request) : entry;
    },
  };
}

function compileEntry(catalogue: Catalogue, request: PriceRequest, aliases: ModelAliases): Entry | Unpriced {
  const found = resolveModel(catalogue, request, aliases);
  if (found.kind === "unresolved") return unresolved(found);
  const { provider, model } = found;
  return {
    schedule: priceSchedule(catalogue, provider, model, request.serviceTier, isRegional(request.region)),
    retention: provider.default_cache_write,
    missing: (component) => missingRate(provider, model, component),
    price: undefined,
    plain: undefined,
  };
}

function priceEntry(entry: Entry, request: PriceRequest): PricedAmount | Unpriced {
  const price = entry.schedule.at(request.at);
  if (price.kind === "no-price") {
    return { kind: "unpriced", code: price.code, message: price.message, suggestions: [] };
  }
  if (price !== entry.price) {
    entry.price = price;
    entry.plain = plainRates(price.bands);
  }
  const { usage } = request;
  if (entry.plain && isPlain(usage)) {
    const usd = plainAmount(entry.plain, usage);
    if (usd !== undefined) return { kind: "priced", usd, low: usd, high: usd };
  }
  return priceFully(entry, price.bands, request);
}

function priceFully(entry: Entry, bands: readonly BandRates[], request: PriceRequest): PricedAmount | Unpriced {
  const { low, likely, high } = bandsOf(bands, request.usage.inputTokens, request.requests);
  const charge = (band: BandRates) => chargeUsage(band.rates, request.usage, request.requests, entry.retention);
  const middle = charge(likely);
  if (middle.kind === "missing") return entry.missing(middle.component);
  const a = low === likely ? middle : charge(low);
  const b = high === likely ? middle : charge(high);
  const lowUsd = a.kind === "charge" ? a.usd : middle.usd;
  const highUsd = b.kind === "charge" ? b.usd : middle.usd;
  return {
    kind: "priced",
    usd: middle.usd,
    low: lowUsd < highUsd ? lowUsd : highUsd,
    high: lowUsd < highUsd ? highUsd : lowUsd,
  };
}

/** A model with one band and no fee per request: nearly all of them. */
function plainRates(bands: readonly BandRates[]): PlainRates | undefined {
  const rates = bands.length === 1 ? bands[0]?.rates : undefined;
  if (!rates?.input || rates.request) return undefined;
  const cached = rateFor(rates, "cached_input", undefined)?.rate ?? rates.input;
  if (rates.output_reasoning) return undefined;
  return { input: rates.input, cached, output: rates.output };
}

function isPlain(usage: UsageCounts): boolean {
  for (const name in usage) {
    if (
      name !== "inputTokens" &&
      name !== "outputTokens" &&
      name !== "cachedInputTokens" &&
      name !== "reasoningTokens"
    ) {
      return false;
    }
  }
  return true;
}

function plainAmount(rates: PlainRates, usage: UsageCounts): PicoUsd | undefined {
  const cached = usage.cachedInputTokens ?? 0;
  let usd = times(rates.input, usage.inputTokens - cached);
  if (cached > 0) usd += times(rates.cached, cached);
  if (usage.outputTokens > 0) {
    if (!rates.output) return undefined;
    usd += times(rates.output, usage.outputTokens);
  }
  return picoUsd(usd);
}

function times(rate: AppliedRate, units: number): bigint {
  const product = rate.numerator * BigInt(units);
  return rate.denominator === 1n ? product : divideHalfEven(product, rate.denominator);
}
