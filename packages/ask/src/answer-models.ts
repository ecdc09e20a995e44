import { formatTokens, type PicoUsd } from "@runrate/core";
import { blankAnswer, leftColumn, rightColumn, text, tokens } from "./answer-base.ts";
import type { Answer, AnswerRow, AnswerValue } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { notUnderstood } from "./grammar/context.ts";
import { bought, perMillion, priceSheet, rateOf, type PriceSheet } from "./price-sheet.ts";
import type { NotUnderstood, QueryOf } from "./query.ts";

/** A list longer than this helps nobody: a provider or a name narrows it. */
const MOST_LISTED = 40;

/** Models side by side, or a list of what can be bought: prices per 1M tokens, tokens per dollar, context, last day. */
export function answerModels(query: QueryOf<"models">, context: AskContext): Answer | NotUnderstood {
  return query.models.length > 0 ? sideBySide(query, context) : listed(query, context);
}

function sideBySide(query: QueryOf<"models">, context: AskContext): Answer | NotUnderstood {
  const sheets: PriceSheet[] = [];
  const local: string[] = [];
  for (const model of query.models) {
    const sheet = priceSheet(model, context.now, context);
    if (sheet.kind === "sheet") sheets.push(sheet);
    // A model on one's own machine has no price per token: shown as such.
    else if (sheet.code === "no_token_price") local.push(model);
    else return notUnderstood(sheet.message, ...sheet.suggestions.map((name) => `price of ${name}`));
  }
  const parts = sheets.map(({ standard }) => {
    const [input, output] = [bought(standard, "input"), bought(standard, "output")];
    const counts = [input, output].map((count) => (count === undefined ? "n/a" : formatTokens(count)));
    return `${standard.model.id} ${counts[0]} in, ${counts[1]} out`;
  });
  return {
    ...blankAnswer("models", query, context),
    headline: `a dollar buys: ${[...parts, ...local.map((name) => `${name}: no price per token`)].join("; ")}`,
    columns: COLUMNS,
    rows: [...sheets.map(rowOf), ...local.map(localRow)],
    warnings: sheets.flatMap((sheet) => shutdownWarning(sheet, context.now)),
    suggestions: [
      `cost of 2000 in 500 out on ${query.models.join(" ")}`,
      ...query.models.map((name) => `price of ${name}`),
    ],
  };
}

function listed(query: QueryOf<"models">, context: AskContext): Answer | NotUnderstood {
  const { catalogue, now } = context;
  const providers = catalogue.providers.filter(({ id, makes }) =>
    query.provider === null ? makes !== undefined : id === query.provider,
  );
  const sheets = providers
    .flatMap(({ id, models }) => models.map((model) => priceSheet(`${id}/${model.id}`, now, context)))
    .filter((sheet) => sheet.kind === "sheet")
    .filter(({ standard: { shutdown } }) => shutdown === undefined || Date.parse(shutdown) > now)
    .filter(
      ({ standard }) => (perMillion(standard, "input") ?? 0n) > 0n && (perMillion(standard, "output") ?? 0n) > 0n,
    );
  if (sheets.length === 0) {
    return notUnderstood(
      `no model of ${query.provider ?? "any provider"} has a price per token`,
      "list models of openai",
    );
  }
  const whole = (sheet: PriceSheet): PicoUsd | bigint =>
    (perMillion(sheet.standard, "input") ?? 0n) + (perMillion(sheet.standard, "output") ?? 0n);
  const nameOf = ({ standard }: PriceSheet) => `${standard.provider}/${standard.model.id}`;
  const byName = (a: PriceSheet, b: PriceSheet) => (nameOf(a) < nameOf(b) ? -1 : 1);
  const ordered = sheets.toSorted((a, b) => {
    const [left, right] = query.order === "cheapest" ? [whole(a), whole(b)] : [0n, 0n];
    return left < right ? -1 : left > right ? 1 : byName(a, b);
  });
  const shown = ordered.slice(0, query.top ?? MOST_LISTED);
  const of = query.provider === null ? "the model makers" : query.provider;
  const count = `${sheets.length.toLocaleString("en-US")} models of ${of}`;
  const order = query.order === "cheapest" ? ", cheapest first (input plus output price)" : "";
  return {
    ...blankAnswer("models", query, context),
    headline: `${count}${order}${shown.length < sheets.length ? `; the first ${shown.length}` : ""}`,
    columns: COLUMNS,
    rows: shown.map(rowOf),
    assumptions: ["models that have been shut down or have no price per text token are left out"],
    suggestions: ["cheapest models of openai", "price of gpt-4o", "compare gpt-4o and gpt-4o-mini"],
  };
}

const COLUMNS = [
  leftColumn("model"),
  leftColumn("provider"),
  rightColumn("input_usd", "in/1M"),
  rightColumn("cached_input_usd", "cached/1M"),
  rightColumn("output_usd", "out/1M"),
  rightColumn("input_tokens_per_dollar", "in per $"),
  rightColumn("output_tokens_per_dollar", "out per $"),
  rightColumn("context_window", "context"),
  leftColumn("shutdown", "shuts down"),
];

function rowOf({ standard }: PriceSheet): AnswerRow {
  const rate = (component: "input" | "cached_input" | "output"): AnswerValue => {
    const found = rateOf(standard, component);
    return found ? { type: "rate", usd: found.usd } : { type: "none" };
  };
  const count = (found: bigint | number | undefined): AnswerValue =>
    found === undefined ? { type: "none" } : tokens(found);
  return {
    cells: {
      model: text(standard.model.id),
      provider: text(standard.provider),
      input_usd: rate("input"),
      cached_input_usd: rate("cached_input"),
      output_usd: rate("output"),
      input_tokens_per_dollar: count(bought(standard, "input")),
      output_tokens_per_dollar: count(bought(standard, "output")),
      context_window: count(standard.model.context_window),
      shutdown: standard.shutdown === undefined ? { type: "none" } : text(standard.shutdown),
    },
  };
}

function localRow(model: string): AnswerRow {
  const none: AnswerValue = { type: "none" };
  return {
    cells: {
      ...Object.fromEntries(COLUMNS.map(({ name }) => [name, none])),
      model: text(model),
      provider: text("no price per token"),
    },
  };
}

function shutdownWarning({ standard: { model, shutdown } }: PriceSheet, now: number): string[] {
  if (shutdown === undefined) return [];
  const instead = model.replacement === undefined ? "" : `; its maker recommends ${model.replacement}`;
  const verb = Date.parse(shutdown) <= now ? "was shut down" : "shuts down";
  return [`${model.id} ${verb} on ${shutdown}${instead}`];
}
