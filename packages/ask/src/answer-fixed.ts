import { dayName, formatUsd, scaleUsd, sumUsd } from "@runrate/core";
import { blankAnswer, leftColumn, rightColumn, text, usd } from "./answer-base.ts";
import type { Answer } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import type { QueryOf } from "./query.ts";

const MONTHS = { month: 1n, quarter: 3n, year: 12n } as const;

/** Seats and subscriptions as they stand in `runrate.yml`: a month of them, apart from usage. */
export function answerFixed(query: QueryOf<"fixed">, context: AskContext): Answer {
  const costs = fixedCosts(context);
  const total = sumUsd(costs.map(({ monthly }) => monthly));
  return {
    ...blankAnswer("breakdown", query, context),
    headline:
      costs.length === 0
        ? "no fixed costs: list seats and subscriptions under fixed_costs in runrate.yml"
        : `fixed costs: ${formatUsd(total)} a month, apart from usage`,
    totalUsd: total,
    columns:
      costs.length === 0
        ? []
        : [leftColumn("name"), leftColumn("team"), rightColumn("usd", "a month"), leftColumn("billed")],
    rows: costs.map(({ cost, monthly }) => ({
      cells: {
        name: text(cost.name),
        team: cost.team === undefined ? { type: "none" } : text(cost.team),
        usd: usd(monthly),
        billed: text(`${formatUsd(cost.usd)} a ${cost.per}${cost.quantity === 1 ? "" : ` for ${cost.quantity}`}`),
      },
    })),
    basis: null,
    priceDate: null,
    suggestions: ["this month", "forecast"],
  };
}

/** The fixed costs that are paid today, each as a month of it. */
export function fixedCosts({ config, now, zone }: Pick<AskContext, "config" | "now" | "zone">) {
  const today = dayName(now, zone);
  return config.fixedCosts
    .filter(({ from, to }) => (from === undefined || from <= today) && (to === undefined || today < to))
    .map((cost) => ({ cost, monthly: scaleUsd(cost.usd, 1n, MONTHS[cost.per]) }));
}
