import {
  compilePricer,
  formatPercentDelta,
  formatUsd,
  picoUsd,
  whatIf,
  type MeasuredUsage,
  type WhatIfChange,
} from "@runrate/core";
import { blankAnswer, field, leftColumn, rightColumn, text, usd } from "./answer-base.ts";
import type { Answer, AnswerRow } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { notUnderstood } from "./grammar/context.ts";
import { measuredUsage } from "./measured-usage.ts";
import { priceSheet } from "./price-sheet.ts";
import type { NotUnderstood, QueryOf } from "./query.ts";
import { framedAnswer, periodLabel, scopeText, spendFrame } from "./spend-frame.ts";

/** Recorded usage as if it had run on another model, at another tier, or with another cached share. */
export async function answerWhatIf(query: QueryOf<"what_if">, context: AskContext): Promise<Answer | NotUnderstood> {
  const { from, to, tier, cachedPercent } = query;
  const frame = await spendFrame(query, context);
  if (to !== null) {
    const sheet = priceSheet(to, context.now, context);
    if (sheet.kind === "unpriced")
      return notUnderstood(sheet.message, ...sheet.suggestions.map((name) => `what if everything ran on ${name}`));
  }
  const all = await measuredUsage(context.ledger, frame.span, query.where);
  const usages = from === null ? all : all.filter(({ model }) => sameModel(model, from));
  if (usages.length === 0) {
    return notUnderstood(
      from === null
        ? `there is no such usage in ${periodLabel(frame)}`
        : `${from} was not used in ${periodLabel(frame)}`,
      ...[...new Set(all.map(({ model }) => model))]
        .slice(0, 3)
        .map((name) => `what if ${name} ran on ${to ?? "gpt-4o-mini"}`),
      "this month by model",
    );
  }
  const pricer = compilePricer(context.catalogue, context.aliases);
  const change: WhatIfChange = {
    ...(to === null ? {} : { model: to }),
    ...(tier === null ? {} : { serviceTier: tier }),
    ...(cachedPercent === null ? {} : { cachedPercent }),
  };
  const result = whatIf(pricer, usages, change);
  const models = [...new Set(usages.map(({ model }) => model))];
  const delta = picoUsd(-result.saving);
  const unpriced = usages.filter(({ usd: amount }) => amount === null);
  return {
    ...blankAnswer("what_if", query, context),
    ...framedAnswer(frame, context),
    headline: `${periodLabel(frame)}, ${changeText(query)}: ${formatUsd(result.after)} instead of ${formatUsd(result.before)}, ${savedText(result.saving)} (${formatPercentDelta(delta, result.before)})`,
    totalUsd: result.after,
    ...(result.low === result.high ? {} : { totalLow: result.low, totalHigh: result.high }),
    fields: [
      field("before_usd", usd(result.before), "as recorded"),
      field("saving_usd", usd(result.saving), "saved"),
      field("requests", { type: "count", count: result.requests, unit: "requests" }),
      ...(result.unmoved.requests === 0n
        ? []
        : [field("unmoved_usd", usd(result.unmoved.usd), "as it was: cannot be priced so")]),
    ],
    columns: [
      leftColumn("model"),
      rightColumn("requests"),
      rightColumn("before_usd", "as recorded"),
      rightColumn("usd", "would be"),
      rightColumn("delta_usd", "difference"),
    ],
    rows: models.map((model): AnswerRow =>
      rowOf(
        model,
        usages.filter((one) => one.model === model),
        (part) => whatIf(pricer, part, change),
      ),
    ),
    assumptions: assumptionsOf(query, result.kept > 0n),
    warnings: [...framedAnswer(frame, context).warnings, ...result.unmoved.reasons],
    unpriced: {
      requests: result.unpricedRequests,
      models: [...new Set(unpriced.map(({ model }) => model))].toSorted(),
    },
    suggestions: ["savings", ...(to === null ? [] : [`price of ${to}`])],
  };
}

function rowOf(
  model: string,
  usages: readonly MeasuredUsage[],
  judge: (usages: readonly MeasuredUsage[]) => ReturnType<typeof whatIf>,
): AnswerRow {
  const { requests, before, after, low, high, saving } = judge(usages);
  return {
    cells: {
      model: text(model),
      requests: { type: "count", count: requests, unit: "requests" },
      before_usd: usd(before),
      usd: usd(after, low, high),
      delta_usd: { type: "delta", usd: picoUsd(-saving), base: before },
    },
  };
}

/** A recorded name is the one asked, or a dated snapshot of it ("gpt-4o-2024-08-06" of gpt-4o). */
function sameModel(recorded: string, asked: string): boolean {
  const [name, wanted] = [recorded.toLowerCase(), asked.toLowerCase()];
  return name === wanted || name.replace(/-\d{4}-?\d{2}-?\d{2}$/, "") === wanted;
}

function changeText({ from, to, tier, cachedPercent, where }: QueryOf<"what_if">): string {
  const scope = scopeText(where);
  const what = from === null ? scope || "everything" : [from, scope].filter((words) => words !== "").join(" of ");
  const parts = [
    ...(to === null ? [] : [`on ${to}`]),
    ...(tier === null ? [] : [`at the ${tier} tier`]),
    ...(cachedPercent === null ? [] : [`with ${cachedPercent}% of the input cached`]),
  ];
  return `${what} ${parts.join(" ")}`;
}

function savedText(saving: ReturnType<typeof picoUsd>): string {
  return saving < 0n ? `${formatUsd(picoUsd(-saving))} more` : `${formatUsd(saving)} less`;
}

function assumptionsOf({ to, cachedPercent, tier }: QueryOf<"what_if">, keptFees: boolean): string[] {
  return [
    "recorded usage at the prices of its own time",
    ...(to === null ? [] : [`${to} would have taken as many tokens for the same answers`]),
    ...(cachedPercent === null ? [] : ["writing to the cache costs no more than it did"]),
    ...(tier === "batch" ? ["all of it could have waited up to 24 hours"] : []),
    ...(keptFees ? ["what the token counts do not explain (tool fees) stays as it was"] : []),
  ];
}
