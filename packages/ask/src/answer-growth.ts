import { forecastGrowth, formatUsd, parseUsd, truncate, type GrowthMonth } from "@runrate/core";
import { blankAnswer, field, rightColumn, usd } from "./answer-base.ts";
import type { Answer, AnswerRow } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { callText, priceCall } from "./price-call.ts";
import type { NotUnderstood, QueryOf } from "./query.ts";

/** What threads that grow by a percentage every month will cost, month by month. */
export function answerGrowth(query: QueryOf<"growth">, context: AskContext): Answer | NotUnderstood {
  const { model, threads, percentPerMonth, months, tokensPerThread } = query;
  const run = priceCall(model, query, context);
  if (run.kind === "not_understood") return run;
  const growth = forecastGrowth({
    startThreads: threads,
    percentPerMonth,
    months,
    storage: { tokensPerThread, ratePerMillionDay: parseUsd(context.config.storage.threadRate) },
    runs: { runsPerDay: Number(query.runsPerDay), runCost: run.usd },
  });
  const last = growth.months.at(-1);
  const grown = last
    ? `, ${truncate(last.threads).toLocaleString("en-US")} threads and ${formatUsd(last.total)} in the last`
    : "";
  return {
    ...blankAnswer("growth", query, context),
    headline: `${threads.toLocaleString("en-US")} threads growing ${percentPerMonth}% a month: ${formatUsd(growth.total)} in ${months} months${grown}`,
    totalUsd: growth.total,
    fields: [field("run_usd", usd(run.usd), `a run of ${callText(query)} on ${model}`)],
    columns: [
      rightColumn("month"),
      rightColumn("threads"),
      rightColumn("storage_usd", "storage"),
      rightColumn("runs_usd", "runs"),
      rightColumn("usd", "total"),
    ],
    rows: growth.months.map(rowOf),
    series: [
      {
        name: "total",
        of: "forecast",
        points: growth.months.map(({ month, total }) => ({ label: `month ${month}`, usd: total })),
      },
    ],
    assumptions: [
      "growth is applied before the first month; threads stay fractional and are shown whole",
      ...(tokensPerThread > 0 ? ["thread storage is a planning rate: no provider bills it by the token"] : []),
    ],
    warnings: run.warnings,
    suggestions: [`cost of ${query.inputTokens} in ${query.outputTokens} out on ${model}`],
  };
}

function rowOf({ month, threads, storage, runs, total }: GrowthMonth): AnswerRow {
  return {
    cells: {
      month: { type: "count", count: BigInt(month), unit: "months" },
      threads: { type: "count", count: truncate(threads), unit: "threads" },
      storage_usd: usd(storage),
      runs_usd: usd(runs),
      usd: usd(total),
    },
  };
}
