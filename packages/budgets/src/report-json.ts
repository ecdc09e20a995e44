import { picoUsd, toDecimal } from "@runrate/core";
import { scopeText } from "./budget.ts";
import type { BudgetReport } from "./report.ts";

/**
 * A budget's report in the agreed form (SPEC.md, section 6): `spent_usd`, `budget_usd`, `remaining_usd` as decimal text and
 * `percent_used` as a number, beside what a reader needs to trust them. A budget of tokens has `spent_tokens` and so on.
 */
export function reportJson(report: BudgetReport, name?: string): Readonly<Record<string, unknown>> {
  const { terms, period, status, thresholds, spend, forecast } = report;
  const measure = terms.amount.kind;
  const amount = (units: bigint) => (measure === "usd" ? toDecimal(picoUsd(units)) : Number(units));
  return {
    ...(name === undefined ? {} : { name }),
    [`spent_${measure}`]: amount(status.spent),
    [`budget_${measure}`]: amount(status.limit),
    [`remaining_${measure}`]: amount(status.remaining),
    // A share of two amounts, not an amount: a number of four decimals.
    percent_used: Number(status.percentUsed) / 10_000,
    scope: scopeText(terms.scope),
    period: {
      unit: terms.period,
      from: new Date(period.from).toISOString(),
      to: new Date(period.to).toISOString(),
      zone: period.zone,
    },
    thresholds: thresholds.map(({ percent, units, crossed }) => ({
      percent: Number(percent),
      [`at_${measure}`]: amount(units),
      reached: crossed !== undefined,
      crossed_at: crossed === undefined ? null : new Date(crossed.at).toISOString(),
      record: crossed?.id ?? null,
    })),
    [`forecast_${measure}`]: forecast.kind === "no-data" ? null : amount(forecast.total),
    channel: terms.channel,
    owner: terms.owner,
    unpriced: { requests: Number(spend.unpricedRequests), models: spend.unpricedModels },
  };
}
