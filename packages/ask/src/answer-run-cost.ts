import { formatUsd, picoUsd, type PicoUsd } from "@runrate/core";
import { blankAnswer, leftColumn, rightColumn, text, tokens, usd } from "./answer-base.ts";
import type { Answer, AnswerRow } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { callText, priceCall } from "./price-call.ts";
import type { NotUnderstood, QueryOf } from "./query.ts";

/** What calls of the given size cost on each of the models, at today's prices; the first model's is the total. */
export function answerRunCost(query: QueryOf<"run_cost">, context: AskContext): Answer | NotUnderstood {
  const costs: { readonly model: string; readonly usd: PicoUsd; readonly each: PicoUsd }[] = [];
  const warnings: string[] = [];
  for (const model of query.models) {
    const cost = priceCall(model, query, context);
    if (cost.kind === "not_understood") return cost;
    costs.push({ model, usd: picoUsd(cost.usd * BigInt(query.runs)), each: cost.usd });
    warnings.push(...cost.warnings);
  }
  const runs = query.runs === 1 ? "a run" : `${query.runs.toLocaleString("en-US")} runs`;
  const named = costs.map(({ model, usd: amount }) => `${formatUsd(amount)} on ${model}`).join(", ");
  const [first] = costs;
  return {
    ...blankAnswer("run_cost", query, context),
    headline: `${query.worstCase ? "at most, " : ""}${runs} of ${callText(query)}: ${named}`,
    totalUsd: first?.usd ?? null,
    columns: [
      leftColumn("model"),
      ...(query.runs === 1 ? [] : [rightColumn("run_usd", "a run")]),
      rightColumn("usd"),
      ...(costs.length > 1 ? [rightColumn("ratio", "times")] : []),
    ],
    rows: costs.map((cost): AnswerRow => ({
      cells: {
        model: text(cost.model),
        input_tokens: tokens(query.inputTokens),
        cached_input_tokens: tokens(query.cachedInputTokens),
        output_tokens: tokens(query.outputTokens),
        run_usd: usd(cost.each),
        usd: usd(cost.usd),
        ...(first && costs.length > 1 ? { ratio: text(ratio(cost.usd, first.usd)) } : {}),
      },
    })),
    assumptions: query.worstCase ? ["nothing is cached, and every token that the caps allow is used"] : [],
    warnings,
    suggestions: [
      `estimate 1000 threads 3 runs a day ${query.inputTokens} in ${query.outputTokens} out on ${query.models[0] ?? ""}`,
      `compare ${[...new Set([...query.models, "gpt-4o-mini", "gpt-4o"])].slice(0, 2).join(" and ")}`,
    ],
  };
}

/** How many times the first model's cost: "16.67×"; no ratio to something that costs nothing. */
function ratio(amount: PicoUsd, first: PicoUsd): string {
  if (first === 0n) return "n/a";
  const hundredths = (amount * 100n * 2n + first) / (first * 2n);
  const fraction = (hundredths % 100n).toString().padStart(2, "0");
  return `${(hundredths / 100n).toLocaleString("en-US")}.${fraction}×`;
}
