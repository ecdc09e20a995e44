import type { Catalogue, PricePeriod, RateSheet } from "./catalogue.ts";
import { COMPONENT_NAMES, isTokenComponent, type Component } from "./component.ts";
import { parseDecimal } from "./decimal.ts";
import { rateOf, scaleRate, type Rate } from "./rate.ts";
import type { ServiceTier } from "./usage.ts";

/** A rate with where it comes from: a source's key, which a derived rate has from what it was derived from. */
export interface AppliedRate extends Rate {
  readonly source: string;
}

export type RateMap = { [component in Component]?: AppliedRate };

/** The rates of requests whose input is strictly above a bound; -1 for the shortest. */
export interface BandRates {
  readonly above: number;
  readonly rates: RateMap;
}

/** Batch is half of standard unless the catalogue says otherwise (SPEC.md, section 3). */
const BATCH = { numerator: 1n, denominator: 2n } as const;

/**
 * The rates of one period at one tier, by input-length band, shortest first, or undefined when there is no such tier.
 *
 * Batch without sheets of its own is half of standard. Flex and priority need sheets; what these leave out (cache writes, the
 * long-context band) stands in the same proportion to their input or output as it does at standard.
 */
export function compileBands(
  period: PricePeriod,
  fees: PricePeriod | undefined,
  tier: ServiceTier,
  regional: boolean,
): readonly BandRates[] | undefined {
  const feeRates = mergeSheets({}, fees?.sheets ?? []);
  const standard = (above: number) => mergeSheets(feeRates, sheetsAt(period.sheets, undefined, above));
  const bounds = new Set<number>([-1]);
  for (const sheet of period.sheets) {
    if (sheet.above !== undefined && (sheet.tier === undefined || sheet.tier === tier)) bounds.add(sheet.above);
  }
  const own = tier === "standard" ? [] : period.sheets.filter((sheet) => sheet.tier === tier);
  if ((tier === "flex" || tier === "priority") && own.length === 0) return undefined;
  const factor = regional && period.regional ? parseDecimal(period.regional.factor) : undefined;
  return [...bounds]
    .sort((a, b) => a - b)
    .map((above) => {
      const rates = tier === "standard" ? standard(above) : tierRates(standard, own, tier, above);
      return { above, rates: factor ? scaleTokens(rates, factor.digits, 10n ** BigInt(factor.scale)) : rates };
    });
}

function tierRates(
  standard: (above: number) => RateMap,
  own: readonly RateSheet[],
  tier: Exclude<ServiceTier, "standard">,
  above: number,
): RateMap {
  const list = standard(above);
  const explicit = mergeSheets({}, sheetsAt(own, tier, -1));
  const atBand = mergeSheets(
    {},
    own.filter((sheet) => sheet.above !== undefined && sheet.above === above),
  );
  const rates: RateMap = tier === "batch" ? scaleTokens(list, BATCH.numerator, BATCH.denominator) : {};
  const base = standard(-1);
  for (const component of COMPONENT_NAMES) {
    const listed = list[component];
    if (!isTokenComponent(component)) {
      const fee = atBand[component] ?? explicit[component] ?? listed;
      if (fee) rates[component] = fee;
      continue;
    }
    const anchor: Component = component.startsWith("output") ? "output" : "input";
    const rate =
      atBand[component] ??
      inProportion(explicit[component], listed, base[component]) ??
      explicit[component] ??
      inProportion(explicit[anchor], listed, base[anchor]);
    if (rate) rates[component] = rate;
  }
  return rates;
}

/** rate × to / from: what stands to `rate` as `to` stands to `from`. */
function inProportion(
  rate: AppliedRate | undefined,
  to: AppliedRate | undefined,
  from: AppliedRate | undefined,
): AppliedRate | undefined {
  if (!rate || !to || !from || from.numerator === 0n) return undefined;
  const scaled = scaleRate(rate, to.numerator * from.denominator, to.denominator * from.numerator);
  return { ...scaled, source: rate.source };
}

function sheetsAt(sheets: readonly RateSheet[], tier: RateSheet["tier"], above: number): readonly RateSheet[] {
  return sheets
    .filter((sheet) => sheet.tier === tier && (sheet.above ?? -1) <= above)
    .sort((a, b) => (a.above ?? -1) - (b.above ?? -1));
}

function mergeSheets(under: RateMap, sheets: readonly RateSheet[]): RateMap {
  const rates: RateMap = { ...under };
  for (const sheet of sheets) {
    for (const component of COMPONENT_NAMES) {
      const usd = sheet.rates[component];
      if (usd !== undefined) rates[component] = { ...rateOf(component, usd), source: sheet.source };
    }
  }
  return rates;
}

function scaleTokens(rates: RateMap, numerator: bigint, denominator: bigint): RateMap {
  const scaled: RateMap = { ...rates };
  for (const component of COMPONENT_NAMES) {
    const rate = rates[component];
    if (rate && isTokenComponent(component)) {
      scaled[component] = { ...scaleRate(rate, numerator, denominator), source: rate.source };
    }
  }
  return scaled;
}

/** The source behind a set of rates: that of the input, else of the output, else of any. */
export function mainSource(catalogue: Catalogue, rates: RateMap): { key: string; seen: string; reported: boolean } {
  const first = rates.input ?? rates.output ?? Object.values(rates)[0];
  const key = first?.source ?? "unknown";
  const source = Object.hasOwn(catalogue.sources, key) ? catalogue.sources[key] : undefined;
  return { key, seen: source?.seen ?? catalogue.as_of, reported: source?.confidence === "reported" };
}
