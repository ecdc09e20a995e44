import { formatUsd, picoUsd, priceUsage, type PicoUsd } from "@runrate/core";
import type { Answer, AnswerRow } from "./answer.ts";
import type { AskContext } from "./ask-question.ts";
import { notUnderstood } from "./grammar/context.ts";
import { questionText } from "./question-text.ts";
import type { NotUnderstood, QueryOf } from "./query.ts";

/** What calls of the given size cost on each of the models, at today's prices; the first model's is the total. */
export function answerRunCost(query: QueryOf<"run_cost">, context: AskContext): Answer | NotUnderstood {
  const { inputTokens, cachedInputTokens, outputTokens, tier: serviceTier, runs, models } = query;
  const costs: { readonly model: string; readonly usd: PicoUsd }[] = [];
  const warnings: string[] = [];
  for (const model of models) {
    const usage = { inputTokens, cachedInputTokens, outputTokens };
    const request = { model, serviceTier, at: context.now, usage, requests: 1 };
    const priced = priceUsage(context.catalogue, request, context.aliases);
    if (priced.kind === "unpriced") return notUnderstood(priced.message, ...priced.suggestions);
    costs.push({ model, usd: picoUsd(priced.usd * BigInt(runs)) });
    warnings.push(...priced.warnings.map(({ message }) => message));
  }
  const what = `${runs === 1 ? "a run" : `${runs.toLocaleString("en-US")} runs`} of ${inputTokens.toLocaleString("en-US")} in and ${outputTokens.toLocaleString("en-US")} out`;
  const named = costs.map(({ model, usd }) => `${formatUsd(usd)} on ${model}`).join(", ");
  return {
    kind: "run_cost",
    question: questionText(query),
    command: questionText(query),
    headline: `${query.worstCase ? "at most, " : ""}${what}: ${named}`,
    period: null,
    currency: "USD",
    totalUsd: costs[0]?.usd ?? null,
    fields: [],
    columns: [
      { name: "model", label: "model", align: "left" },
      { name: "usd", label: "usd", align: "right" },
    ],
    rows: costs.map(({ model, usd }): AnswerRow => ({
      cells: { model: { type: "text", text: model }, usd: { type: "usd", usd } },
    })),
    series: [],
    drivers: [],
    assumptions: [],
    warnings,
    basis: context.basis,
    coverage: [],
    dataThrough: null,
    priceDate: context.priceDate,
    unpriced: { requests: 0n, models: [] },
    suggestions: [],
  };
}
