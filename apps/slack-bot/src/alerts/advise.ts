import { answerOptimise, askContext } from "@runrate/ask";
import type { Advise } from "@runrate/budgets";
import { formatUsd } from "@runrate/core";
import type { Bot } from "../bot.ts";

/** An alert does not wait longer for advice. */
const PATIENCE_MS = 1_500;

/** What would bring a budget's spend down, from measured usage of its period (SPEC.md, section 5); nothing for tokens. */
export function adviser(bot: Bot): Advise {
  return async (ledger, { budget, period }) => {
    if (budget.terms.amount.kind !== "usd") return [];
    const { catalogue, aliases } = bot.prices();
    const context = askContext({ ledger, catalogue, aliases, now: bot.clock(), config: bot.config });
    const query = {
      kind: "optimise",
      period: { kind: "unit", unit: period.unit, back: 0 },
      where: budget.terms.scope.map(({ dimension, values }) => ({ dimension, values: [...values] })),
      zone: budget.terms.zone,
    } as const;
    const { promise: late, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
    try {
      const answer = await Promise.race([answerOptimise(query, context), late]);
      return (answer?.rows ?? []).slice(0, 2).flatMap(({ cells }) => {
        const { lever, usd, how } = cells;
        if (lever?.type !== "text" || usd?.type !== "usd" || how?.type !== "text") return [];
        return [`${lever.text}: about ${formatUsd(usd.usd)} a month; ${how.text}`];
      });
    } catch (error) {
      bot.log.warn({ err: error }, "what would help could not be computed");
      return [];
    } finally {
      clearTimeout(timer);
    }
  };
}
