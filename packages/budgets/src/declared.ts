import type { BudgetSettings } from "@runrate/config";
import { DEFAULT_THRESHOLDS, toDecimal } from "@runrate/core";
import type { LedgerReader, LedgerStore } from "@runrate/ledger";
import { stringify } from "yaml";
import type { Budget, BudgetTerms } from "./budget.ts";
import { createBudget, findBudget, listBudgets, setOrigin } from "./budget-store.ts";
import { evaluateBudget } from "./evaluate.ts";
import { changeIn, removeIn, type BudgetOutcome } from "./manage.ts";

/** Who changes the budgets that `runrate.yml` declares. */
const FILE = { actor: "runrate.yml" } as const;

/**
 * Brings the budgets that `runrate.yml` declares into the ledger: new ones are made, changed ones get a revision, those that stand
 * there no more are deleted. A budget of that name that was set in Slack becomes the declared one and keeps what it has told.
 *
 * @param zone of budgets that name none
 */
export async function applyDeclared(
  ledger: LedgerStore,
  declared: readonly BudgetSettings[],
  zone: string,
): Promise<readonly BudgetOutcome[]> {
  if (await isApplied(ledger, declared, zone)) return [];
  return await ledger.transaction(async (tx) => {
    const outcomes: BudgetOutcome[] = [];
    const names = new Set(declared.map(({ name }) => name.toLowerCase()));
    for (const budget of await listBudgets(tx)) {
      if (budget.origin !== "declared" || names.has(budget.name.toLowerCase())) continue;
      await removeIn(tx, budget, FILE);
      outcomes.push({ kind: "deleted", budget });
    }
    for (const settings of declared) {
      const terms = declaredTerms(settings, zone);
      const found = await findBudget(tx, settings.name);
      if (found && found.name.toLowerCase() === settings.name.toLowerCase()) {
        const owned = await setOrigin(tx, found, "declared");
        outcomes.push(await changeIn(tx, owned, terms, FILE));
        continue;
      }
      const budget = await createBudget(tx, { name: settings.name, origin: "declared", terms }, FILE);
      await evaluateBudget(tx, budget);
      outcomes.push({ kind: "created", budget });
    }
    return outcomes;
  });
}

/** So that a start with nothing new writes nothing. */
async function isApplied(ledger: LedgerReader, declared: readonly BudgetSettings[], zone: string): Promise<boolean> {
  const stored = (await listBudgets(ledger)).filter(({ origin }) => origin === "declared");
  const said = (name: string, terms: BudgetTerms) => `${name.toLowerCase()} ${comparable(terms)}`;
  const now = stored.map(({ name, terms }) => said(name, terms)).sort();
  const wanted = declared.map((settings) => said(settings.name, declaredTerms(settings, zone))).sort();
  return JSON.stringify(now) === JSON.stringify(wanted);
}

function comparable(terms: BudgetTerms): string {
  return JSON.stringify(terms, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

function declaredTerms(settings: BudgetSettings, zone: string): BudgetTerms {
  return {
    scope: settings.scope.map(({ dimension, values }) => ({ dimension, values })),
    period: settings.period,
    zone: settings.timezone ?? zone,
    amount: settings.amount,
    thresholds: settings.thresholds,
    channel: settings.channel?.replace(/^#/, "") ?? null,
    owner: settings.owner ?? null,
  };
}

/**
 * The `budgets:` section of a `runrate.yml` that says what these budgets say; what is the default is left out.
 *
 * @param zone the file's `timezone`
 */
export function exportBudgets(budgets: readonly Budget[], zone: string): string {
  return stringify({ budgets: budgets.map((budget) => exported(budget, zone)) }, { lineWidth: 0 });
}

function exported({ name, terms }: Budget, zone: string): Record<string, unknown> {
  const { scope, period, amount, thresholds, channel, owner } = terms;
  const values = (held: readonly (string | null)[]) => {
    const texts = held.map((value) => value ?? "");
    return texts.length === 1 ? texts[0] : texts;
  };
  return {
    name,
    ...(scope.length === 0
      ? {}
      : {
          scope: Object.fromEntries(
            scope.map(({ dimension, values: held }) => [
              dimension.startsWith("tag:") ? `tags.${dimension.slice("tag:".length)}` : dimension,
              values(held),
            ]),
          ),
        }),
    period,
    amount: amount.kind === "usd" ? `$${toDecimal(amount.usd)}` : `${amount.tokens} tokens`,
    ...(terms.zone === zone ? {} : { timezone: terms.zone }),
    ...(JSON.stringify(thresholds) === JSON.stringify(DEFAULT_THRESHOLDS)
      ? {}
      : { thresholds: { actual: thresholds.actual.map(Number), forecast: thresholds.forecast.map(Number) } }),
    ...(channel === null ? {} : { channel }),
    ...(owner === null ? {} : { owner }),
  };
}
