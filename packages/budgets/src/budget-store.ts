import { comparePercent, RunrateError, toDecimal } from "@runrate/core";
import { writeAudit, type LedgerReader, type LedgerTransaction } from "@runrate/ledger";
import type { Budget, BudgetTerms } from "./budget.ts";
import { readTerms, termsText } from "./terms-json.ts";

/** Who changes a budget, and why. */
export interface BudgetChange {
  /** A Slack user id, "cli:<user>", or "runrate.yml". */
  readonly actor: string;
  readonly reason?: string;
}

/** One revision of a budget, as its history shows it. */
export interface BudgetRevision {
  readonly revision: number;
  readonly at: number;
  readonly actor: string;
  readonly reason: string | null;
  readonly terms: BudgetTerms;
}

/** All budgets that are not deleted, by name. */
export async function listBudgets(ledger: LedgerReader): Promise<readonly Budget[]> {
  const rows = await ledger.db
    .selectFrom("budgets")
    .innerJoin("budget_revisions", (join) =>
      join
        .onRef("budget_revisions.budget_id", "=", "budgets.id")
        .onRef("budget_revisions.revision", "=", "budgets.revision"),
    )
    .where("budgets.deleted_at", "is", null)
    .select(["budgets.id", "name", "origin", "budgets.revision", "created_at", "created_by", "terms"])
    .orderBy("name")
    .execute();
  return rows.map((row) => ({
    id: row.id.toString(),
    name: row.name,
    origin: row.origin === "declared" ? "declared" : "slack",
    revision: Number(row.revision),
    terms: readTerms(row.terms, row.name),
    createdAt: Number(row.created_at),
    createdBy: row.created_by,
  }));
}

/** The budget of that name or number; names go before numbers, and their case does not matter. */
export async function findBudget(ledger: LedgerReader, named: string): Promise<Budget | undefined> {
  const budgets = await listBudgets(ledger);
  const wanted = named.trim().toLowerCase();
  return (
    budgets.find(({ name }) => name.toLowerCase() === wanted) ??
    budgets.find(({ id }) => id === wanted.replace(/^#/, ""))
  );
}

/**
 * As `findBudget`, for a change.
 *
 * @throws RunrateError `unknown_budget` with the names there are
 */
export async function requireBudget(ledger: LedgerReader, named: string): Promise<Budget> {
  const found = await findBudget(ledger, named);
  if (found) return found;
  const names = (await listBudgets(ledger)).map(({ name }) => name);
  throw new RunrateError("unknown_budget", `there is no budget named "${named.slice(0, 80)}"`, {
    hint:
      names.length === 0
        ? "There are no budgets yet: set one with `budget set $1000 month`."
        : `There are: ${names.slice(0, 20).join(", ")}.`,
  });
}

/** A budget's revisions, oldest first. */
export async function budgetHistory(ledger: LedgerReader, budget: Budget): Promise<readonly BudgetRevision[]> {
  const rows = await ledger.db
    .selectFrom("budget_revisions")
    .selectAll()
    .where("budget_id", "=", BigInt(budget.id))
    .orderBy("revision")
    .execute();
  return rows.map((row) => ({
    revision: Number(row.revision),
    at: Number(row.at),
    actor: row.actor,
    reason: row.reason,
    terms: readTerms(row.terms, budget.name),
  }));
}

/**
 * Makes a budget, in the transaction in which it is first evaluated.
 *
 * @throws RunrateError `budget_exists` when the name is taken
 */
export async function createBudget(
  tx: LedgerTransaction,
  given: { readonly name: string; readonly origin: Budget["origin"]; readonly terms: BudgetTerms },
  change: BudgetChange,
): Promise<Budget> {
  const name = given.name.trim();
  const terms = normalTerms(given.terms);
  if (await findByName(tx, name)) {
    throw new RunrateError("budget_exists", `there is a budget named "${name}" already`, {
      hint: "Give the new one another name with `named <name>`, or change the one there is.",
    });
  }
  const row = await tx.db
    .insertInto("budgets")
    .values({ name, origin: given.origin, revision: 1, created_at: tx.now, created_by: change.actor })
    .returning("id")
    .executeTakeFirstOrThrow();
  const budget: Budget = {
    id: row.id.toString(),
    name,
    origin: given.origin,
    revision: 1,
    terms,
    createdAt: tx.now,
    createdBy: change.actor,
  };
  await writeRevision(tx, budget, change, "budget_set");
  return budget;
}

/** Gives a budget new terms: its next revision. Terms that say the same change nothing. */
export async function reviseBudget(
  tx: LedgerTransaction,
  budget: Budget,
  given: BudgetTerms,
  change: BudgetChange,
): Promise<Budget> {
  const terms = normalTerms(given);
  const current = await requireCurrent(tx, budget);
  if (termsText(terms) === termsText(current.terms)) return current;
  const revised = { ...current, terms, revision: current.revision + 1 };
  await tx.db.updateTable("budgets").set({ revision: revised.revision }).where("id", "=", BigInt(budget.id)).execute();
  await writeRevision(tx, revised, change, "budget_change", current.terms);
  return revised;
}

/** Deletes a budget: it is evaluated no more, what it has told stays known. */
export async function deleteBudget(tx: LedgerTransaction, budget: Budget, change: BudgetChange): Promise<void> {
  await requireCurrent(tx, budget);
  await tx.db.updateTable("budgets").set({ deleted_at: tx.now }).where("id", "=", BigInt(budget.id)).execute();
  await writeAudit(tx, {
    actor: change.actor,
    action: "budget_delete",
    details: { budget: budget.id, name: budget.name, reason: change.reason ?? null },
  });
}

/** A budget that stands in `runrate.yml` from now on, or no longer does. */
export async function setOrigin(tx: LedgerTransaction, budget: Budget, origin: Budget["origin"]): Promise<Budget> {
  if (budget.origin === origin) return budget;
  await tx.db.updateTable("budgets").set({ origin }).where("id", "=", BigInt(budget.id)).execute();
  return { ...budget, origin };
}

/** @throws RunrateError `budget_declared` for one that stands in `runrate.yml`: people change it there. */
export function requireEditable(budget: Budget): void {
  if (budget.origin === "slack") return;
  throw new RunrateError("budget_declared", `the budget "${budget.name}" stands in runrate.yml and is changed there`, {
    hint: "Edit runrate.yml, then run `budget apply`; or take it out there and set it here.",
  });
}

async function findByName(ledger: LedgerReader, name: string): Promise<Budget | undefined> {
  return (await listBudgets(ledger)).find((budget) => budget.name.toLowerCase() === name.toLowerCase());
}

/** Two people may change a budget at once: each change is made on what the other left. */
async function requireCurrent(tx: LedgerTransaction, budget: Budget): Promise<Budget> {
  const current = (await listBudgets(tx)).find(({ id }) => id === budget.id);
  if (current) return current;
  throw new RunrateError("unknown_budget", `the budget "${budget.name}" has been deleted meanwhile`, {
    hint: "List the budgets with `budget`.",
  });
}

async function writeRevision(
  tx: LedgerTransaction,
  budget: Budget,
  change: BudgetChange,
  action: string,
  before?: BudgetTerms,
): Promise<void> {
  await tx.db
    .insertInto("budget_revisions")
    .values({
      budget_id: BigInt(budget.id),
      revision: budget.revision,
      at: tx.now,
      actor: change.actor,
      reason: change.reason ?? null,
      terms: termsText(budget.terms),
    })
    .execute();
  await writeAudit(tx, {
    actor: change.actor,
    action,
    details: {
      budget: budget.id,
      name: budget.name,
      revision: budget.revision,
      amount: amountDetail(budget.terms),
      ...(before ? { amount_before: amountDetail(before) } : {}),
      reason: change.reason ?? null,
    },
  });
}

function amountDetail({ amount }: BudgetTerms): string {
  return amount.kind === "usd" ? `${toDecimal(amount.usd)} USD` : `${amount.tokens} tokens`;
}

function normalTerms(terms: BudgetTerms): BudgetTerms {
  const ordered = (percents: readonly string[]) =>
    percents
      .filter((one, index) => percents.findIndex((other) => comparePercent(one, other) === 0) === index)
      .toSorted(comparePercent);
  const { actual, forecast } = terms.thresholds;
  return { ...terms, thresholds: { actual: ordered(actual), forecast: ordered(forecast) } };
}
