import { DEFAULT_THRESHOLDS, parseUsd, periodAt, UTC } from "@runrate/core";
import type { LedgerReader } from "@runrate/ledger";
import { randomUUID } from "node:crypto";
import type { AlertFacts } from "./alert-facts.ts";
import { budgetFacts } from "./budget-facts.ts";
import type { Budget, BudgetTerms } from "./budget.ts";
import { scopeSpend } from "./spend.ts";

/** What a test alert is about when there is no budget yet. */
const EXAMPLE: BudgetTerms = {
  scope: [],
  period: "month",
  zone: UTC,
  amount: { kind: "usd", usd: parseUsd("100") },
  thresholds: DEFAULT_THRESHOLDS,
  channel: null,
  owner: null,
};

/** The facts of a test alert: the budget as it stands, marked so that nobody takes it for a real one. */
export async function alertFactsOfTest(
  ledger: LedgerReader & { readonly now: number },
  budget: Budget | undefined,
): Promise<AlertFacts> {
  const shown = budget ?? { id: "0", name: "example", revision: 1, terms: EXAMPLE };
  const { terms } = shown;
  const period = periodAt(terms.period, ledger.now, terms.zone);
  const spend = await scopeSpend(ledger, terms, period);
  return {
    ...(await budgetFacts(ledger, shown, period, spend)),
    key: `test/${budget?.id ?? "none"}/${randomUUID()}`,
    kind: "open",
    basis: "actual",
    percent: terms.thresholds.actual.at(-1) ?? "100",
    passed: [],
    broadcast: false,
    wasForetold: false,
    isTest: true,
    spent: spend.units.toString(),
    crossed: null,
    forecast: null,
    help: [],
  };
}
