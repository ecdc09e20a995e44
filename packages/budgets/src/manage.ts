import { DEFAULT_THRESHOLDS, RunrateError, unitsOf, type BudgetAmount } from "@runrate/core";
import type { LedgerReader, LedgerStore, LedgerTransaction } from "@runrate/ledger";
import { scopeText, type Budget, type BudgetTerms } from "./budget.ts";
import {
  createBudget,
  deleteBudget,
  findBudget,
  listBudgets,
  requireBudget,
  requireEditable,
  reviseBudget,
  type BudgetChange,
} from "./budget-store.ts";
import type { BudgetProposal } from "./command/budget-command.ts";
import { describeTermsChange } from "./describe.ts";
import { evaluateBudget } from "./evaluate.ts";
import { periodOf } from "./look.ts";
import { noteInThread } from "./respond.ts";
import { enqueueRefresh } from "./outbox.ts";
import { termsText } from "./terms-json.ts";

/** Where a budget is set, for what its proposal leaves out. */
export interface BudgetPlace {
  /** Where it was typed; null: at a terminal. */
  readonly channel: string | null;
  /** IANA zone of budgets that name none. */
  readonly zone: string;
}

/** What a change of budgets came to. */
export interface BudgetOutcome {
  readonly kind: "created" | "changed" | "unchanged" | "deleted";
  readonly budget: Budget;
  /** What it said before; absent for a new one. */
  readonly before?: BudgetTerms;
}

/**
 * Sets a budget and evaluates it at once: a new one, or the next revision of the one with that name. Without a name it is the one
 * with the same scope, period and channel, so that setting an amount twice does not make two budgets.
 *
 * @throws RunrateError `budget_declared` for one that stands in `runrate.yml`
 */
export async function setBudget(
  ledger: LedgerStore,
  proposal: BudgetProposal,
  place: BudgetPlace,
  change: BudgetChange,
): Promise<BudgetOutcome> {
  return await ledger.transaction(async (tx) => {
    const existing =
      proposal.name === undefined
        ? await sameBudget(tx, proposedTerms(proposal, place))
        : await findBudget(tx, proposal.name);
    if (existing && (proposal.name === undefined || existing.name.toLowerCase() === proposal.name.toLowerCase()))
      return await changeIn(tx, existing, revisedTerms(existing.terms, proposal), change);
    const terms = proposedTerms(proposal, place);
    const name = proposal.name ?? (await freeName(tx, terms));
    const budget = await createBudget(tx, { name, origin: "slack", terms }, change);
    await evaluateBudget(tx, budget);
    return { kind: "created", budget };
  });
}

/** What a proposal says with everything filled in. */
export function proposedTerms(proposal: BudgetProposal, place: BudgetPlace): BudgetTerms {
  return {
    scope: proposal.scope,
    period: proposal.period,
    zone: proposal.zone ?? place.zone,
    amount: proposal.amount,
    thresholds: proposal.thresholds ?? DEFAULT_THRESHOLDS,
    channel: proposal.channel ?? place.channel,
    owner: proposal.owner ?? null,
  };
}

/**
 * Gives a budget new terms and evaluates it at once.
 *
 * @param from the revision that whoever changes it has seen
 * @throws RunrateError `budget_changed` when somebody was faster; `budget_declared`
 */
export async function changeBudget(
  ledger: LedgerStore,
  budget: Budget,
  terms: BudgetTerms,
  change: BudgetChange & { readonly from: number },
): Promise<BudgetOutcome> {
  return await ledger.transaction(async (tx) => {
    const current = await requireBudget(tx, budget.name);
    if (current.revision !== change.from) {
      throw new RunrateError("budget_changed", `the budget "${budget.name}" was changed meanwhile by someone else`, {
        revision: current.revision,
        hint: "Look at it again, then change what it says now.",
      });
    }
    return await changeIn(tx, current, terms, change);
  });
}

/**
 * Raises a budget's amount.
 *
 * @throws RunrateError `not_a_raise` when the amount is not higher, or counts something else
 */
export async function raiseBudget(
  ledger: LedgerStore,
  budget: Budget,
  amount: BudgetAmount,
  change: BudgetChange & { readonly from: number },
): Promise<BudgetOutcome> {
  requireEditable(budget);
  if (amount.kind !== budget.terms.amount.kind || unitsOf(amount) <= unitsOf(budget.terms.amount)) {
    throw new RunrateError("not_a_raise", `the new amount of "${budget.name}" is not higher than the one it has`, {
      hint: `Write a higher amount${amount.kind === budget.terms.amount.kind ? "" : " of the same kind"}, or edit the budget.`,
    });
  }
  return await changeBudget(ledger, budget, { ...budget.terms, amount }, change);
}

/** Deletes a budget; its messages say so. @throws RunrateError `budget_declared` */
export async function removeBudget(ledger: LedgerStore, budget: Budget, change: BudgetChange): Promise<BudgetOutcome> {
  requireEditable(budget);
  return await ledger.transaction(async (tx) => {
    await removeIn(tx, budget, change);
    return { kind: "deleted", budget };
  });
}

export async function removeIn(tx: LedgerTransaction, budget: Budget, change: BudgetChange): Promise<void> {
  const period = periodOf(budget, tx.now);
  await noteInThread(tx, budget, period.from, {
    key: `note/${budget.id}/deleted`,
    text: `deleted by ${mention(change.actor)}${because(change)}`,
  });
  // Its message is to say that nobody watches any more.
  await enqueueRefreshIfOpen(tx, budget, period.from);
  await deleteBudget(tx, budget, change);
}

/** Changes a budget in a transaction that is under way. */
export async function changeIn(
  tx: LedgerTransaction,
  budget: Budget,
  terms: BudgetTerms,
  change: BudgetChange,
): Promise<BudgetOutcome> {
  if (change.actor !== "runrate.yml") requireEditable(budget);
  const before = budget.terms;
  const revised = await reviseBudget(tx, budget, terms, change);
  if (revised.revision === budget.revision) return { kind: "unchanged", budget };
  const period = periodOf(revised, tx.now);
  await evaluateBudget(tx, revised);
  await noteInThread(tx, revised, period.from, {
    key: `note/${revised.id}/${revised.revision}`,
    text: `${describeTermsChange(before, revised.terms)} by ${mention(change.actor)}${because(change)}`,
  });
  await enqueueRefreshIfOpen(tx, revised, period.from);
  return { kind: "changed", budget: revised, before };
}

async function enqueueRefreshIfOpen(tx: LedgerTransaction, budget: Budget, periodStart: number): Promise<void> {
  const row = await tx.db
    .selectFrom("budget_periods")
    .select("has_message")
    .where("budget_id", "=", BigInt(budget.id))
    .where("period_start", "=", BigInt(periodStart))
    .executeTakeFirst();
  if (row?.has_message === 1n) await enqueueRefresh(tx, budget.id, periodStart, budget.terms.channel);
}

function revisedTerms(before: BudgetTerms, proposal: BudgetProposal): BudgetTerms {
  return {
    scope: proposal.scope.length === 0 ? before.scope : proposal.scope,
    period: proposal.period,
    zone: proposal.zone ?? before.zone,
    amount: proposal.amount,
    thresholds: proposal.thresholds ?? before.thresholds,
    channel: proposal.channel ?? before.channel,
    owner: proposal.owner ?? before.owner,
  };
}

async function sameBudget(ledger: LedgerReader, terms: BudgetTerms): Promise<Budget | undefined> {
  const about = ({ scope, period, channel }: BudgetTerms) =>
    termsText({ ...terms, scope, period, channel, owner: null });
  return (await listBudgets(ledger)).find(
    (budget) =>
      budget.origin === "slack" &&
      budget.terms.amount.kind === terms.amount.kind &&
      about(budget.terms) === about({ ...terms, owner: null }),
  );
}

/** A name that says what the budget is about, and is not taken: "month", "project:search month", "month 2". */
async function freeName(ledger: LedgerReader, { scope, period, amount }: BudgetTerms): Promise<string> {
  const taken = new Set((await listBudgets(ledger)).map(({ name }) => name.toLowerCase()));
  const about = scope.length === 0 ? "" : `${scopeText(scope).slice(0, 40).trim()} `;
  const base = `${about}${amount.kind === "tokens" ? "tokens " : ""}${period}`;
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base} ${number}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

function because({ reason }: BudgetChange): string {
  return reason === undefined || reason.trim() === "" ? "" : `: ${reason.trim()}`;
}

/** Slack users as mentions, which the renderer passes through; others by name. */
function mention(actor: string): string {
  return /^[UW][A-Z0-9]+$/.test(actor) ? `<@${actor}>` : actor;
}
