import { budgetStatus, unitsOf, type BudgetStatus, type Span } from "@runrate/core";
import type { LedgerReader } from "@runrate/ledger";
import { alertFactsSchema, type AlertFacts } from "./alert-facts.ts";
import type { Budget } from "./budget.ts";
import { listBudgets } from "./budget-store.ts";
import { periodOf } from "./look.ts";
import { periodAlerts, readPeriod, type PeriodState, type StoredAlert } from "./period-state.ts";
import { scopeSpend, type ScopeSpend } from "./spend.ts";

/** What the one message of a budget's period says now. */
export interface MessageView {
  readonly budget: Budget;
  readonly period: Span;
  readonly status: BudgetStatus;
  readonly spend: ScopeSpend;
  readonly alerts: readonly StoredAlert[];
  readonly state: PeriodState;
  /** What the newest alert said, with the record that is known to have reached it now; null before there is one. */
  readonly facts: AlertFacts | null;
  /** The alert that opened the message; null until it has been sent. */
  readonly opening: { readonly key: string; readonly facts: AlertFacts } | null;
  /** The message may stand in the channel twice. */
  readonly isRepeat: boolean;
  /** The period is over: the figures are its last ones, apart from late usage. */
  readonly isOver: boolean;
}

/** The message of a budget's period as it should stand; undefined when the budget or its message is there no more. */
export async function messageView(
  ledger: LedgerReader,
  budgetId: string,
  periodStart: number,
  now: number,
): Promise<MessageView | undefined> {
  const budget = (await listBudgets(ledger)).find(({ id }) => id === budgetId);
  const state = await readPeriod(ledger, budgetId, periodStart);
  if (budget === undefined || state === undefined) return undefined;
  const spend = await scopeSpend(ledger, budget.terms, state.period);
  const alerts = await periodAlerts(ledger, budgetId, periodStart);
  const facts = await latestFacts(ledger, budgetId, periodStart);
  const opening = await openingOf(ledger, budgetId, periodStart);
  return {
    budget,
    period: state.period,
    status: budgetStatus(spend.units, unitsOf(budget.terms.amount)),
    spend,
    alerts,
    state,
    facts: facts && asKnownNow(facts, alerts),
    opening: opening && { key: opening.key, facts: asKnownNow(opening.facts, alerts) },
    isOver: state.period.to <= now,
    isRepeat: opening?.isRepeat ?? false,
  };
}

/** What an alert said, with the record that is known now to have reached its threshold: earlier usage may have come later. */
export function asKnownNow(facts: AlertFacts, alerts: readonly StoredAlert[]): AlertFacts {
  if (facts.crossed === null) return facts;
  const alert = alerts.find(
    ({ basis, percent, revision }) =>
      basis === facts.basis && percent === facts.percent && revision === facts.budget.revision,
  );
  if (alert === undefined || alert.crossedAt === null || alert.recordId === null) return facts;
  return { ...facts, crossed: { at: alert.crossedAt, record: alert.recordId, running: alert.running.toString() } };
}

async function openingOf(ledger: LedgerReader, budget: string, periodStart: number) {
  const row = await ledger.db
    .selectFrom("outbox")
    .select(["key", "payload", "is_uncertain"])
    .where("budget_id", "=", BigInt(budget))
    .where("period_start", "=", BigInt(periodStart))
    .where("kind", "=", "open")
    .where("state", "=", "sent")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { key: row.key, facts: alertFactsSchema.parse(JSON.parse(row.payload)), isRepeat: row.is_uncertain === 1n };
}

/** What the newest alert of a budget's period said, of one that has been deleted too; null before there is one. */
export async function latestFacts(
  ledger: LedgerReader,
  budget: string,
  periodStart: number,
): Promise<AlertFacts | null> {
  const row = await ledger.db
    .selectFrom("outbox")
    .select("payload")
    .where("budget_id", "=", BigInt(budget))
    .where("period_start", "=", BigInt(periodStart))
    .where("kind", "in", ["open", "reply"])
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : alertFactsSchema.parse(JSON.parse(row.payload));
}

/** The messages that stand open now: budgets whose current period has one that is not resolved. */
export async function openAlerts(ledger: LedgerReader, now: number): Promise<readonly MessageView[]> {
  const views: MessageView[] = [];
  for (const budget of await listBudgets(ledger)) {
    const view = await messageView(ledger, budget.id, periodOf(budget, now).from, now);
    if (view?.state.hasMessage === true && !view.state.isResolved) views.push(view);
  }
  return views;
}
