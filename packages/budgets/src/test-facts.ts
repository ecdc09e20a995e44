import { DEFAULT_THRESHOLDS, parseUsd, periodAt, unitsOf, UTC } from "@runrate/core";
import type { LedgerReader } from "@runrate/ledger";
import { randomUUID } from "node:crypto";
import type { AlertFacts } from "./alert-facts.ts";
import { scopeText, type Budget, type BudgetTerms } from "./budget.ts";
import { contributors } from "./contributors.ts";
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
  const terms = budget?.terms ?? EXAMPLE;
  const period = periodAt(terms.period, ledger.now, terms.zone);
  const spend = await scopeSpend(ledger, terms, period);
  const drivers = await contributors(ledger, terms, period, ledger.now);
  return {
    key: `test/${budget?.id ?? "none"}/${randomUUID()}`,
    kind: "open",
    basis: "actual",
    percent: terms.thresholds.actual.at(-1) ?? "100",
    passed: [],
    broadcast: false,
    wasForetold: false,
    isTest: true,
    budget: {
      id: budget?.id ?? "0",
      name: budget?.name ?? "example",
      revision: budget?.revision ?? 1,
      scope: scopeText(terms.scope),
      period: terms.period,
      zone: terms.zone,
      owner: terms.owner,
    },
    measure: terms.amount.kind,
    limit: unitsOf(terms.amount).toString(),
    spent: spend.units.toString(),
    periodFrom: period.from,
    periodTo: period.to,
    crossed: null,
    forecast: null,
    drivers: {
      dimension: drivers.dimension,
      top: drivers.top.map(({ name, units, earlier }) => ({
        name,
        units: units.toString(),
        earlier: earlier.toString(),
      })),
    },
    help: [],
    unpriced: { requests: spend.unpricedRequests.toString(), models: [...spend.unpricedModels] },
    at: ledger.now,
  };
}
