import type { Catalogue } from "./catalogue.ts";
import { chargeUsage, rateFor, type CacheRetention } from "./charge.ts";
import { bandsOf, isRegional, missingRate, unresolved, type PriceRequest, type Unpriced } from "./cost.ts";
import { picoUsd, type PicoUsd } from "./money.ts";
import { priceSchedule, type PriceSchedule } from "./price-in-force.ts";
import type { AppliedRate, BandRates } from "./price-table.ts";
import { amountOf } from "./rate.ts";
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

/** What is known of one name at one tier. The price of the last instant asked for is kept at hand. */
interface Entry {
  readonly kind: "entry";
  readonly provider: string | undefined;
  readonly tier: ServiceTier;
  readonly region: string | undefined;
  readonly schedule: PriceSchedule;
  readonly retention: CacheRetention | undefined;
  readonly missing: (component: Parameters<typeof missingRate>[2]) => Unpriced;
  since: number;
  until: number;
  /** By band, shortest first; undefined where no call of this price is plain. */
  plain: readonly PlainRates[] | undefined;
}

interface DeadEnd {
  readonly kind: "dead-end";
  readonly provider: string | undefined;
  readonly tier: ServiceTier;
  readonly region: string | undefined;
  readonly answer: Unpriced;
}

/** The rates of a call that has input, cached input and output alone. */
interface PlainRates {
  readonly above: number;
  readonly input: AppliedRate;
  readonly cached: AppliedRate;
  readonly output: AppliedRate | undefined;
  /** Whether all three are whole pico-dollars for a token, so that nothing is divided. */
  readonly whole: boolean;
}

/** How many names a pricer remembers before it starts afresh, so that hostile input cannot grow it without bound. */
const MAX_NAMES = 20_000;

/** Makes a pricer for a catalogue (with the overrides of `applyOverrides` in it, if any) and a user's model aliases. */
export function compilePricer(catalogue: Catalogue, aliases: ModelAliases = {}): Pricer {
  const byModel = new Map<string, (Entry | DeadEnd)[]>();
  const remember = (request: PriceRequest): Entry | DeadEnd => {
    if (byModel.size >= MAX_NAMES) byModel.clear();
    const entry = compileEntry(catalogue, request, aliases);
    const entries = byModel.get(request.model);
    if (entries && entries.length < MAX_NAMES) entries.push(entry);
    else byModel.set(request.model, [entry]);
    return entry;
  };
  return {
    catalogue,
    price(request) {
      const entry = entryOf(byModel.get(request.model), request) ?? remember(request);
      return entry.kind === "entry" ? priceEntry(entry, request) : entry.answer;
    },
  };
}

function entryOf(
  entries: readonly (Entry | DeadEnd)[] | undefined,
  request: PriceRequest,
): Entry | DeadEnd | undefined {
  if (entries === undefined) return undefined;
  for (const entry of entries) {
    if (entry.tier === request.serviceTier && entry.provider === request.provider && entry.region === request.region) {
      return entry;
    }
  }
  return undefined;
}

function compileEntry(catalogue: Catalogue, request: PriceRequest, aliases: ModelAliases): Entry | DeadEnd {
  const found = resolveModel(catalogue, request, aliases);
  const key = { provider: request.provider, tier: request.serviceTier, region: request.region };
  if (found.kind === "unresolved") return { kind: "dead-end", ...key, answer: unresolved(found) };
  const { provider, model } = found;
  return {
    kind: "entry",
    ...key,
    schedule: priceSchedule(catalogue, provider, model, request.serviceTier, isRegional(request.region)),
    retention: provider.default_cache_write,
    missing: (component) => missingRate(provider, model, component),
    since: Infinity,
    until: -Infinity,
    plain: undefined,
  };
}

function priceEntry(entry: Entry, request: PriceRequest): PricedAmount | Unpriced {
  const { at, usage } = request;
  if (at >= entry.since && at < entry.until && entry.plain !== undefined && isPlain(usage)) {
    const rates = plainBand(entry.plain, usage.inputTokens, request.requests);
    const usd = rates === undefined ? undefined : plainAmount(rates, usage);
    if (usd !== undefined) return { kind: "priced", usd, low: usd, high: usd };
  }
  const price = entry.schedule.at(at);
  if (price.kind === "no-price") {
    return { kind: "unpriced", code: price.code, message: price.message, suggestions: [] };
  }
  entry.since = price.since;
  entry.until = price.until;
  entry.plain = plainRates(price.bands);
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

/** The rates for plain calls; undefined where there is a fee per request or reasoning has a rate of its own. */
function plainRates(bands: readonly BandRates[]): readonly PlainRates[] | undefined {
  const plain: PlainRates[] = [];
  for (const { above, rates } of bands) {
    const { input, output } = rates;
    if (!input || rates.request || rates.output_reasoning) return undefined;
    const cached = rateFor(rates, "cached_input", undefined)?.rate ?? input;
    const whole = input.denominator === 1n && cached.denominator === 1n && (output?.denominator ?? 1n) === 1n;
    plain.push({ above, input, cached, output, whole });
  }
  return plain;
}

/** The band of a record, or undefined for an aggregate that may lie in several: that one has a range. */
function plainBand(bands: readonly PlainRates[], inputTokens: number, requests: number): PlainRates | undefined {
  let band = bands[0];
  for (let index = 1; index < bands.length; index += 1) {
    const longer = bands[index];
    if (longer === undefined || inputTokens <= longer.above) break;
    if (requests !== 1) return undefined;
    band = longer;
  }
  return band;
}

/** Whether a record counts nothing but input, cached input, output and reasoning. */
function isPlain(usage: UsageCounts): boolean {
  return (
    usage.cacheWriteTokens === undefined &&
    usage.cacheWrite5mTokens === undefined &&
    usage.cacheWrite30mTokens === undefined &&
    usage.cacheWrite1hTokens === undefined &&
    usage.cacheWrite12hTokens === undefined &&
    usage.inputAudioTokens === undefined &&
    usage.outputAudioTokens === undefined &&
    usage.inputImageTokens === undefined &&
    usage.outputImageTokens === undefined &&
    usage.inputVideoTokens === undefined &&
    usage.outputVideoTokens === undefined &&
    usage.citationTokens === undefined &&
    hasNoFees(usage)
  );
}

function hasNoFees(usage: UsageCounts): boolean {
  return (
    usage.webSearches === undefined &&
    usage.fileSearches === undefined &&
    usage.codeSessions === undefined &&
    usage.containerMinutes1gb === undefined &&
    usage.containerMinutes4gb === undefined &&
    usage.containerMinutes64gb === undefined &&
    usage.storageGbDays === undefined &&
    usage.audioSeconds === undefined &&
    usage.documentPages === undefined
  );
}

function plainAmount(rates: PlainRates, usage: UsageCounts): PicoUsd | undefined {
  const { inputTokens, outputTokens } = usage;
  const cached = usage.cachedInputTokens ?? 0;
  if (outputTokens > 0 && rates.output === undefined) return undefined;
  const output = rates.output ?? rates.input;
  if (!rates.whole) {
    return picoUsd(
      amountOf(rates.input, BigInt(inputTokens - cached)) +
        amountOf(rates.cached, BigInt(cached)) +
        amountOf(output, BigInt(outputTokens)),
    );
  }
  const fresh = rates.input.numerator * BigInt(inputTokens - cached) + output.numerator * BigInt(outputTokens);
  return picoUsd(cached === 0 ? fresh : fresh + rates.cached.numerator * BigInt(cached));
}
