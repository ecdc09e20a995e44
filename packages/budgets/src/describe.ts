import { formatTokens, formatUsd, picoUsd, type BudgetAmount } from "@runrate/core";
import { scopeText, type BudgetTerms } from "./budget.ts";
import type { Measure } from "./spend.ts";

/** An amount in a budget's unit as people read it: "$1,500.00", "500K tokens". */
export function unitsText(measure: Measure, units: bigint): string {
  return measure === "usd" ? formatUsd(picoUsd(units)) : `${formatTokens(units)} tokens`;
}

/** "$1,500.00" or "500K tokens". */
export function amountText(amount: BudgetAmount): string {
  return amount.kind === "usd" ? formatUsd(amount.usd) : `${formatTokens(amount.tokens)} tokens`;
}

/** "$1,500.00 a month for project:search, alerts at 50, 80, 100 % (forecast 100 %)". */
export function termsSentence({ amount, period, scope, thresholds }: BudgetTerms): string {
  const forecast = thresholds.forecast.length === 0 ? "" : ` (forecast ${thresholds.forecast.join(", ")} %)`;
  const alerts = thresholds.actual.length === 0 ? "no alerts on spend" : `alerts at ${thresholds.actual.join(", ")} %`;
  return `${amountText(amount)} a ${period} for ${scopeText(scope)}, ${alerts}${forecast}`;
}

/** What a change did, as a line: "raised from $100.00 to $200.00", "alerts changed to 50, 90 %". */
export function describeTermsChange(before: BudgetTerms, after: BudgetTerms): string {
  const parts: string[] = [];
  const [was, is] = [amountText(before.amount), amountText(after.amount)];
  if (was !== is) {
    const verb =
      before.amount.kind !== after.amount.kind
        ? "changed"
        : isHigher(before.amount, after.amount)
          ? "raised"
          : "lowered";
    parts.push(`${verb} from ${was} to ${is}`);
  }
  if (before.period !== after.period || before.zone !== after.zone)
    parts.push(`period changed to a ${after.period} (${after.zone})`);
  if (scopeText(before.scope) !== scopeText(after.scope)) parts.push(`scope changed to ${scopeText(after.scope)}`);
  if (JSON.stringify(before.thresholds) !== JSON.stringify(after.thresholds)) {
    const { actual, forecast } = after.thresholds;
    parts.push(
      `alerts changed to ${actual.join(", ") || "none"} %${forecast.length === 0 ? "" : `, forecast ${forecast.join(", ")} %`}`,
    );
  }
  if (before.channel !== after.channel) parts.push("moved to another channel");
  if (before.owner !== after.owner) parts.push("owner changed");
  return parts.length === 0 ? "changed" : parts.join(", ");
}

function isHigher(before: BudgetAmount, after: BudgetAmount): boolean {
  const size = (amount: BudgetAmount) => (amount.kind === "usd" ? amount.usd : amount.tokens);
  return size(after) > size(before);
}
