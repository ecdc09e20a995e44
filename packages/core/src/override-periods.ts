import type { PricePeriod, RateSheet, RateTable } from "./catalogue.ts";
import { COMPONENT_NAMES, isTokenComponent, type Component } from "./component.ts";
import { decimalText, multiplyDecimal, parseDecimal } from "./decimal.ts";
import { OVERRIDE_SOURCE, type PriceOverride } from "./price-override.ts";

type RatesOverride = Extract<PriceOverride, { kind: "rates" }>;
type DiscountOverride = Extract<PriceOverride, { kind: "discount" }>;
interface Window {
  readonly from?: string;
  readonly to?: string;
}

/** The periods that an override of rates adds behind a model's own: the same stretches within its dates, with its rates. */
export function overridePeriods(periods: readonly PricePeriod[], override: RatesOverride): PricePeriod[] {
  const sheets = overrideSheets(override);
  const windows = within(periods, override);
  if (windows.length === 0) return [{ ...windowOf(override), sheets }];
  const replaced = new Set<string>(Object.keys(override.rates));
  return windows.map((period) => ({
    ...period,
    sheets: [...withoutRates(period.sheets, replaced, override.batch !== undefined), ...sheets],
  }));
}

/** The periods that a discount adds: the same stretches within its dates, every rate (or every token rate) lowered. */
export function discountPeriods(
  periods: readonly PricePeriod[],
  override: DiscountOverride,
  fees: boolean,
): PricePeriod[] {
  const percent = parseDecimal(override.discountPercent);
  const rest = { digits: 100n * 10n ** BigInt(percent.scale) - percent.digits, scale: percent.scale + 2 };
  return within(periods, override).map((period) => ({
    ...period,
    sheets: period.sheets.map((sheet) => ({
      ...sheet,
      source: OVERRIDE_SOURCE,
      rates: lowered(sheet.rates, rest, fees),
    })),
  }));
}

/**
 * The stretches of periods that lie within a window. Kept in their order behind the others, the last that covers an instant
 * still wins among them. Without a start the window reaches back before the first known price.
 */
function within(periods: readonly PricePeriod[], window: Window): PricePeriod[] {
  return periods.flatMap((period, index) => {
    const start = index === 0 && window.from === undefined ? undefined : later(period.from, window.from);
    const from = index === 0 && window.from !== undefined ? window.from : start;
    const to = earlier(period.to, window.to);
    if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to)) return [];
    const { from: _from, to: _to, ...rest } = period;
    return [{ ...rest, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Date.parse(a) >= Date.parse(b) ? a : b;
}

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Date.parse(a) <= Date.parse(b) ? a : b;
}

function windowOf({ from, to }: Window): Window {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function overrideSheets(override: RatesOverride): RateSheet[] {
  const base: RateSheet = { source: OVERRIDE_SOURCE, rates: override.rates };
  const { batch } = override;
  if (batch === undefined) return [base];
  const rates = batch.kind === "rates" ? batch.rates : multiplied(override.rates, parseDecimal(batch.factor));
  return [base, { source: OVERRIDE_SOURCE, tier: "batch", rates }];
}

/** An override's rates hold at any input length, so the long-context sheets lose them; batch sheets give way to its own. */
function withoutRates(sheets: readonly RateSheet[], replaced: ReadonlySet<string>, batch: boolean): RateSheet[] {
  return sheets.flatMap((sheet) => {
    if (sheet.tier === "batch" && batch) return [];
    if (sheet.above === undefined || sheet.tier !== undefined) return [sheet];
    const rates = Object.fromEntries(Object.entries(sheet.rates).filter(([name]) => !replaced.has(name)));
    return Object.keys(rates).length > 0 ? [{ ...sheet, rates }] : [];
  });
}

function lowered(rates: RateTable, factor: { digits: bigint; scale: number }, fees: boolean): RateTable {
  return mapRates(rates, (component, usd) =>
    fees || isTokenComponent(component) ? decimalText(multiplyDecimal(parseDecimal(usd), factor)) : usd,
  );
}

function multiplied(rates: RateTable, factor: { digits: bigint; scale: number }): RateTable {
  return mapRates(rates, (_component, usd) => decimalText(multiplyDecimal(parseDecimal(usd), factor)));
}

function mapRates(rates: RateTable, change: (component: Component, usd: string) => string): RateTable {
  const changed: { [component in Component]?: string } = {};
  for (const component of COMPONENT_NAMES) {
    const usd = rates[component];
    if (usd !== undefined) changed[component] = change(component, usd);
  }
  return changed;
}
