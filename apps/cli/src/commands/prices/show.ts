import {
  ratesInForce,
  RunrateError,
  type CatalogueModel,
  type PricePeriod,
  type PriceSource,
  type QuotedBand,
  type RatesInForce,
  type ServiceTier,
} from "@runrate/core";
import { instantOption } from "../../arguments.ts";
import { renderColumns, type Column } from "../../columns.ts";
import type { CommandContext } from "../../context.ts";
import { printable } from "../../failure.ts";
import { pricesOf } from "../../prices.ts";
import type { CommandResult } from "../../terminal.ts";
import { unpricedError } from "../../unpriced.ts";

interface ShowOptions {
  readonly at?: string;
  readonly provider?: string;
  readonly region?: string;
}

const TIERS: readonly ServiceTier[] = ["standard", "batch", "flex", "priority"];

/** `runrate prices show`: everything that is known of a model's prices: tiers, length bands, dates, sources, the end of its life. */
export function showPrices(
  [name = ""]: readonly string[],
  options: ShowOptions,
  context: CommandContext,
): CommandResult {
  const { catalogue, aliases } = pricesOf(context);
  const at = instantOption(options.at, "--at", context.now);
  const question = {
    model: name,
    at,
    ...(options.provider === undefined ? {} : { provider: options.provider }),
    ...(options.region === undefined ? {} : { region: options.region }),
  };
  const found = TIERS.map((serviceTier) => ({
    tier: serviceTier,
    rates: ratesInForce(catalogue, { ...question, serviceTier }, aliases),
  }));
  const tiers = found.flatMap(({ tier, rates }) => (rates.kind === "rates" ? [{ tier, rates }] : []));
  const [first] = tiers;
  if (first === undefined) {
    const [standard] = found;
    throw standard?.rates.kind === "unpriced"
      ? unpricedError(standard.rates)
      : new RunrateError("no_rate", `${name} has no price`);
  }
  const sources = usedSources(
    first.rates.model,
    tiers.map(({ rates }) => rates),
    catalogue.sources,
  );
  return {
    text: [
      heading(first.rates, catalogue.as_of),
      ...lifeOf(first.rates),
      "",
      ratesTable(tiers),
      ...historyOf(first.rates.model),
      "",
      ...sources.map(([key, source]) => `${key}: ${source.title}, seen ${source.seen} (${source.confidence})`),
    ]
      .map((line) => line.split("\n").map(printable).join("\n"))
      .join("\n"),
    json: {
      provider: first.rates.provider,
      model: first.rates.model.id,
      aliases: first.rates.model.aliases ?? [],
      from: first.rates.from,
      as_of: catalogue.as_of,
      basis: catalogue.basis,
      context_window: first.rates.model.context_window ?? null,
      deprecated: first.rates.model.deprecated === true || first.rates.shutdown !== undefined,
      shutdown: first.rates.shutdown ?? null,
      replacement: first.rates.model.replacement ?? null,
      tiers: Object.fromEntries(tiers.map(({ tier, rates }) => [tier, rates.bands.map(bandJson)])),
      periods: first.rates.model.prices.map(({ from = null, to = null, hours = null }) => ({ from, to, hours })),
      sources: Object.fromEntries(sources),
    },
  };
}

function heading({ provider, model, from, seen, reported }: RatesInForce, asOf: string): string {
  const since = from === null ? "" : ` since ${from}`;
  const doubt = reported ? ", only reported by a third party" : "";
  return `${provider}/${model.id}: prices in force${since} (seen ${seen}${doubt}; catalogue of ${asOf})`;
}

function lifeOf({ shutdown, model }: RatesInForce): string[] {
  const window =
    model.context_window === undefined ? [] : [`context window ${model.context_window.toLocaleString("en-US")} tokens`];
  const end = shutdown === undefined ? [] : [`shut down on ${shutdown}`];
  const instead = model.replacement === undefined ? [] : [`replacement ${model.replacement}`];
  const facts = [...window, ...end, ...instead];
  return facts.length === 0 ? [] : [facts.join(", ")];
}

const RIGHT = (heading: string): Column => ({ heading, align: "right" });

function ratesTable(tiers: readonly { readonly tier: ServiceTier; readonly rates: RatesInForce }[]): string {
  const columns = tiers.flatMap(({ tier, rates }) =>
    rates.bands.map((band) => ({
      heading: band.above === null ? tier : `${tier} >${band.above.toLocaleString("en-US")}`,
      band,
    })),
  );
  const components = new Map(columns.flatMap(({ band }) => band.rates.map((rate) => [rate.component, rate] as const)));
  const rows = [...components.values()].map(({ component, per, unit }) => [
    component.replaceAll("_", " "),
    ...columns.map(({ band }) => band.rates.find((rate) => rate.component === component)?.usd ?? "-"),
    `per ${per === 1 ? unit.replace(/s$/, "") : `${per === 1_000_000 ? "1M" : per.toLocaleString("en-US")} ${unit}`}`,
  ]);
  return renderColumns(
    [
      { heading: "USD", align: "left" },
      ...columns.map(({ heading: name }) => RIGHT(name)),
      { heading: "", align: "left" },
    ],
    rows,
  );
}

function historyOf({ prices }: CatalogueModel): string[] {
  if (prices.length < 2) return [];
  return ["", ...prices.map(periodLine)];
}

function periodLine(period: PricePeriod): string {
  const sheet = period.sheets.find(({ tier, above }) => tier === undefined && above === undefined);
  const { input = "-", cached_input: cached = "-", output = "-" } = sheet?.rates ?? {};
  const hours = period.hours === undefined ? "" : `, ${period.hours.from} to ${period.hours.to} UTC`;
  const to = period.to === undefined ? "" : ` to ${period.to}`;
  return `${period.from === undefined ? "at first" : `from ${period.from}`}${to}${hours}: ${input} / ${cached} / ${output} (input / cached / output)`;
}

function usedSources(
  model: CatalogueModel,
  tiers: readonly RatesInForce[],
  sources: Readonly<Record<string, PriceSource>>,
): [string, PriceSource][] {
  const keys = new Set([
    ...tiers.flatMap(({ bands }) => bands.flatMap(({ rates }) => rates.map(({ source }) => source))),
    ...(model.lifecycle_source === undefined ? [] : [model.lifecycle_source]),
  ]);
  return Object.entries(sources).filter(([key]) => keys.has(key));
}

function bandJson({ above, rates }: QuotedBand) {
  return {
    above,
    rates: Object.fromEntries(
      rates.map(({ component, usd, per, unit, source }) => [component, { usd, per, unit, source }]),
    ),
  };
}
