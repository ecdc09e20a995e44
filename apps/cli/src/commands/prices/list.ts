import { ratesInForce, RunrateError, suggestNames, type Component, type RatesInForce } from "@runrate/core";
import { instantOption } from "../../arguments.ts";
import { renderColumns, type Column } from "../../columns.ts";
import type { CommandContext } from "../../context.ts";
import { printable } from "../../failure.ts";
import { pricesOf } from "../../prices.ts";
import type { CommandResult } from "../../terminal.ts";
import { tierOption } from "../../tier.ts";

interface ListOptions {
  readonly provider?: string;
  readonly tier?: string;
  readonly at?: string;
}

const COLUMNS: readonly Column[] = [
  { heading: "provider", align: "left" },
  { heading: "model", align: "left" },
  ...["input", "cached", "output"].map((heading): Column => ({ heading, align: "right" })),
  { heading: "since", align: "left" },
  { heading: "shut down", align: "left" },
];

/** `runrate prices list`: the prices in force, USD per 1M tokens. */
export function listPrices([text]: readonly string[], options: ListOptions, context: CommandContext): CommandResult {
  const { catalogue } = pricesOf(context);
  const serviceTier = tierOption(options.tier);
  const at = instantOption(options.at, "--at", context.now);
  const wanted = options.provider?.toLowerCase();
  const providers = catalogue.providers.filter(
    ({ id, aliases = [] }) => wanted === undefined || id === wanted || aliases.includes(wanted),
  );
  if (providers.length === 0) {
    const near = suggestNames(
      options.provider ?? "",
      catalogue.providers.map(({ id }) => id),
    );
    throw new RunrateError("unknown_provider", `no provider is called "${options.provider}"`, {
      hint: near.length > 0 ? `Did you mean ${near.join(", ")}?` : "`runrate prices list` shows them all.",
    });
  }
  const rows = providers.flatMap(({ id, models }) =>
    models
      .filter((model) => text === undefined || model.id.toLowerCase().includes(text.toLowerCase()))
      .map((model) => ratesInForce(catalogue, { provider: id, model: model.id, serviceTier, at }))
      .filter((rates) => rates.kind === "rates"),
  );
  const lines = rows.map((rates) => [
    rates.provider,
    rates.model.id,
    ...(["input", "cached_input", "output"] as const).map((component) => quoted(rates, component) ?? "-"),
    rates.from ?? "",
    rates.shutdown ?? "",
  ]);
  const table = renderColumns(
    COLUMNS,
    lines.map((line) => line.map(printable)),
  );
  return {
    isNo: rows.length === 0,
    text:
      rows.length === 0
        ? "no model fits"
        : `${table}\n${rows.length.toLocaleString("en-US")} ${rows.length === 1 ? "model" : "models"}, USD per 1M tokens, prices of ${catalogue.as_of}`,
    json: {
      as_of: catalogue.as_of,
      basis: catalogue.basis,
      service_tier: serviceTier,
      models: rows.map((rates) => ({
        provider: rates.provider,
        model: rates.model.id,
        input: quoted(rates, "input") ?? null,
        cached_input: quoted(rates, "cached_input") ?? null,
        output: quoted(rates, "output") ?? null,
        from: rates.from,
        source: rates.source,
        shutdown: rates.shutdown ?? null,
        replacement: rates.model.replacement ?? null,
      })),
    },
  };
}

/** A component's price in the shortest band. */
export function quoted(rates: RatesInForce, component: Component): string | undefined {
  return rates.bands[0]?.rates.find((rate) => rate.component === component)?.usd;
}
