import { unitsOf, type Period } from "@runrate/core";
import type { LedgerReader } from "@runrate/ledger";
import type { AlertFacts } from "./alert-facts.ts";
import { scopeText, type Budget } from "./budget.ts";
import { contributors } from "./contributors.ts";
import type { ScopeSpend } from "./spend.ts";

/** What every message about a budget says of the budget and its period, whatever it is sent for. */
type BudgetFacts = Pick<
  AlertFacts,
  "budget" | "measure" | "limit" | "periodFrom" | "periodTo" | "drivers" | "unpriced" | "at"
>;

export async function budgetFacts(
  ledger: LedgerReader & { readonly now: number },
  { id, name, revision, terms }: Pick<Budget, "id" | "name" | "revision" | "terms">,
  period: Period,
  spend: ScopeSpend,
): Promise<BudgetFacts> {
  const { dimension, top } = await contributors(ledger, terms, period, ledger.now);
  return {
    budget: {
      id,
      name,
      revision,
      scope: scopeText(terms.scope),
      period: terms.period,
      zone: terms.zone,
      owner: terms.owner,
    },
    measure: terms.amount.kind,
    limit: unitsOf(terms.amount).toString(),
    periodFrom: period.from,
    periodTo: period.to,
    drivers: {
      dimension,
      top: top.map(({ name: of, units, earlier }) => ({
        name: of,
        units: units.toString(),
        earlier: earlier.toString(),
      })),
    },
    unpriced: { requests: spend.unpricedRequests.toString(), models: [...spend.unpricedModels] },
    at: ledger.now,
  };
}
