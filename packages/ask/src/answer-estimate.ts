import { formatUsd, monthlyTotal, parseUsd, picoUsd } from "@runrate/core";
import { blankAnswer, leftColumn, rightColumn, text, usd } from "./answer-base.ts";
import type { Answer } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { callText, priceCall } from "./price-call.ts";
import type { NotUnderstood, QueryOf } from "./query.ts";

/** A month of runs and stored threads: threads × runs a day × days × run cost, plus storage at the planning rate. */
export function answerEstimate(query: QueryOf<"estimate">, context: AskContext): Answer | NotUnderstood {
  const { threads, days, tokensPerThread, model } = query;
  const run = priceCall(model, query, context);
  if (run.kind === "not_understood") return run;
  const runsPerDay = Number(query.runsPerDay);
  const rate = parseUsd(context.config.storage.threadRate);
  const cost = monthlyTotal(
    { threads, tokensPerThread, days, ratePerMillionDay: rate },
    { threads, runsPerDay, days, runCost: run.usd },
  );
  const calls = BigInt(threads) * BigInt(runsPerDay) * BigInt(days);
  const stored = tokensPerThread > 0;
  return {
    ...blankAnswer("estimate", query, context),
    headline: `${calls.toLocaleString("en-US")} runs of ${callText(query)} on ${model}${stored ? ` and storage` : ""}: ${formatUsd(cost.total)}${days === 30 ? " a month" : days === 1 ? "" : ` in ${days} days`}`,
    totalUsd: cost.total,
    columns: [leftColumn("part"), leftColumn("how"), rightColumn("usd")],
    rows: [
      {
        cells: {
          part: text("runs"),
          how: text(`${calls.toLocaleString("en-US")} × ${formatUsd(run.usd)}`),
          usd: usd(cost.runs),
        },
      },
      ...(stored
        ? [
            {
              cells: {
                part: text("storage"),
                how: text(
                  `${threads.toLocaleString("en-US")} threads × ${tokensPerThread.toLocaleString("en-US")} tokens × ${formatUsd(rate)} per 1M and day × ${days} days`,
                ),
                usd: usd(cost.storage),
              },
            },
          ]
        : []),
      { cells: { part: text("total"), how: text(""), usd: usd(picoUsd(cost.total)) } },
    ],
    assumptions: stored ? ["thread storage is a planning rate: no provider bills it by the token"] : [],
    warnings: run.warnings,
    suggestions: [
      `growth ${threads} threads 15% a month 12 months ${query.runsPerDay} runs a day ${query.inputTokens} in ${query.outputTokens} out on ${model}`,
    ],
  };
}
