import { COMPONENT_NAMES, formatRate, startOfDay, type QuotedRate } from "@runrate/core";
import { blankAnswer, field, leftColumn, rightColumn, text, tokens } from "./answer-base.ts";
import type { Answer, AnswerRow, AnswerValue } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { notUnderstood } from "./grammar/context.ts";
import { bought, priceSheet, rateOf, type PriceSheet } from "./price-sheet.ts";
import type { NotUnderstood, QueryOf } from "./query.ts";

const DAY_MS = 86_400_000;

/** Every rate of a model at a day, by component and service tier, with its source and what is known to come. */
export function answerPrice(query: QueryOf<"price">, context: AskContext): Answer | NotUnderstood {
  const { catalogue, now, zone } = context;
  // A day's price is the one that holds when the day is over.
  const at = query.on === null ? now : startOfDay(query.on, zone) + DAY_MS - 1;
  const sheet = priceSheet(query.model, at, context);
  if (sheet.kind === "unpriced") {
    return notUnderstood(sheet.message, ...sheet.suggestions.map((name) => `price of ${name}`));
  }
  const { standard } = sheet;
  const { model, shutdown, provider } = standard;
  const source = Object.hasOwn(catalogue.sources, standard.source) ? catalogue.sources[standard.source] : undefined;
  const changes = model.prices.flatMap(({ from, to }) => [from, to]).filter((edge) => edge !== undefined);
  const next = changes.filter((edge) => Date.parse(edge) > at).toSorted()[0];
  return {
    ...blankAnswer("price", query, context),
    headline: headline(sheet, query.on),
    fields: [
      field("provider", text(provider)),
      field("model", text(model.id)),
      field("from", standard.from === null ? { type: "none" } : text(standard.from), "in force since"),
      field("source", text(source?.title ?? standard.source)),
      field("seen", text(standard.seen), "seen there on"),
      ...(["input", "output"] as const).flatMap((component) => {
        const count = bought(standard, component);
        return count === undefined
          ? []
          : [field(`${component}_tokens_per_dollar`, tokens(count), `${component} tokens per dollar`)];
      }),
      ...(model.context_window === undefined ? [] : [field("context_window", tokens(model.context_window))]),
      ...(shutdown === undefined ? [] : [field("shutdown", text(shutdown), "shuts down on")]),
      ...(model.replacement === undefined ? [] : [field("replacement", text(model.replacement), "replaced by")]),
    ],
    columns: [leftColumn("component"), leftColumn("unit"), ...sheet.tiers.map(({ tier }) => rightColumn(tier))],
    rows: rowsOf(sheet),
    warnings: [
      ...(standard.reported
        ? ["this price was only reported by a third party: the maker's own page was not seen"]
        : []),
      ...(shutdown !== undefined && Date.parse(shutdown) <= at
        ? [`${model.id} was shut down on ${shutdown}: these are its last prices`]
        : []),
      ...(next === undefined ? [] : [`another price holds from ${next.slice(0, 10)} on`]),
    ],
    suggestions: [`cost of 2000 in 500 out on ${query.model}`, `what would last month have cost on ${query.model}`],
  };
}

function headline({ standard }: PriceSheet, on: string | null): string {
  const parts = (["input", "cached_input", "output"] as const).flatMap((component) => {
    const rate = rateOf(standard, component);
    return rate === undefined ? [] : [`${formatRate(rate.usd)} ${component.replaceAll("_", " ")}`];
  });
  const when = on === null ? "" : ` on ${on}`;
  const rates = parts.length === 0 ? "no price per text token" : `${parts.join(", ")} per 1M tokens`;
  return `${standard.provider}/${standard.model.id}${when}: ${rates}`;
}

/** A row for each component and input length, a column for each tier; a longer band repeats only what it changes. */
function rowsOf({ tiers }: PriceSheet): AnswerRow[] {
  const bounds = [...new Set(tiers.flatMap(({ rates }) => rates.bands.map(({ above }) => above ?? -1)))];
  return bounds
    .toSorted((a, b) => a - b)
    .flatMap((bound) =>
      COMPONENT_NAMES.flatMap((component): AnswerRow[] => {
        const own = tiers.map(({ tier, rates }) => {
          const band = rates.bands.find(({ above }) => (above ?? -1) === bound);
          const rate = band?.rates.find((one) => one.component === component);
          const repeats = bound >= 0 && rate?.usd === rateOf(rates, component)?.usd;
          return { tier, rate: repeats ? undefined : rate };
        });
        const first = own.find(({ rate }) => rate !== undefined)?.rate;
        if (first === undefined) return [];
        const above = bound < 0 ? "" : ` above ${bound.toLocaleString("en-US")} input tokens`;
        const cells = own.map(({ tier, rate }): [string, AnswerValue] => [
          tier,
          rate ? { type: "rate", usd: rate.usd } : { type: "none" },
        ]);
        const name = `${component.replaceAll("_", " ")}${above}`;
        return [{ cells: { component: text(name), unit: text(unitOf(first)), ...Object.fromEntries(cells) } }];
      }),
    );
}

function unitOf({ per, unit }: QuotedRate): string {
  if (per === 1_000_000) return `1M ${unit}`;
  return per === 1 ? unit.replace(/s$/, "") : `${per.toLocaleString("en-US")} ${unit}`;
}
