import { RunrateError } from "@runrate/core";
import { writeAudit, type LedgerReader, type LedgerTransaction } from "@runrate/ledger";
import type { Budget } from "./budget.ts";
import { listBudgets } from "./budget-store.ts";
import { enqueue, enqueueRefresh } from "./outbox.ts";
import { readPeriod, type PeriodState } from "./period-state.ts";

/** Which message somebody answered to. */
export interface AlertPlace {
  readonly budget: string;
  readonly periodStart: number;
}

/** How somebody's press went: of two at once one wins, and the other learns who was first. */
export type Response =
  | { readonly kind: "done"; readonly until?: number }
  | { readonly kind: "already"; readonly by: string; readonly at: number };

/** How long a snooze lasts. */
export type SnoozeLength = "hour" | "day" | "period";

const HOUR_MS = 3_600_000;

/** Says that somebody looks after it. The first one counts. */
export async function acknowledge(tx: LedgerTransaction, place: AlertPlace, actor: string): Promise<Response> {
  const { budget, state } = await answered(tx, place);
  if (state.acknowledged) return { kind: "already", ...state.acknowledged };
  await update(tx, place, { acknowledged_by: actor, acknowledged_at: tx.now });
  await note(tx, budget, place, "alert_acknowledge", actor, {});
  return { kind: "done" };
}

/**
 * Holds further replies of this budget and period back. What comes meanwhile is written into the message, and told afterwards in one
 * reply; nothing is lost.
 */
export async function snooze(
  tx: LedgerTransaction,
  place: AlertPlace,
  length: SnoozeLength,
  actor: string,
): Promise<Response> {
  const { budget, state } = await answered(tx, place);
  if (state.snoozed && state.snoozed.until > tx.now)
    return { kind: "already", by: state.snoozed.by, at: state.snoozed.until };
  const until = length === "period" ? state.period.to : tx.now + (length === "hour" ? 1 : 24) * HOUR_MS;
  await update(tx, place, { snoozed_by: actor, snoozed_until: until });
  await tx.db
    .updateTable("outbox")
    .set({ not_before: until })
    .where("budget_id", "=", BigInt(place.budget))
    .where("period_start", "=", BigInt(place.periodStart))
    .where("kind", "=", "reply")
    .where("state", "=", "pending")
    .execute();
  await note(tx, budget, place, "alert_snooze", actor, { until: new Date(until).toISOString() });
  return { kind: "done", until };
}

/** Says that higher spend of a scope is expected until an instant: anomalies are not told before it. */
export async function expectSpend(
  tx: LedgerTransaction,
  expected: { readonly scope: string; readonly until: number },
  actor: string,
): Promise<Response> {
  const standing = await expectedUntil(tx, expected.scope, tx.now);
  if (standing && standing.until >= expected.until) return { kind: "already", by: standing.by, at: standing.until };
  await tx.db
    .insertInto("expected_spend")
    .values({ scope: expected.scope, until: expected.until, actor, at: tx.now })
    .execute();
  await writeAudit(tx, {
    actor,
    action: "spend_expected",
    details: { scope: expected.scope, until: new Date(expected.until).toISOString() },
  });
  return { kind: "done", until: expected.until };
}

/** Until when higher spend of a scope is expected; undefined: it is not. */
export async function expectedUntil(
  ledger: LedgerReader,
  scope: string,
  now: number,
): Promise<{ readonly by: string; readonly until: number } | undefined> {
  const row = await ledger.db
    .selectFrom("expected_spend")
    .selectAll()
    .where("scope", "=", scope)
    .where("until", ">", BigInt(now))
    .orderBy("until", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && { by: row.actor, until: Number(row.until) };
}

/** Puts a line into the thread of a budget's period, if it has a message: what changed, by whom, why. */
export async function noteInThread(
  tx: LedgerTransaction,
  budget: Budget,
  periodStart: number,
  line: { readonly key: string; readonly text: string },
): Promise<void> {
  const state = await readPeriod(tx, budget.id, periodStart);
  if (!state?.hasMessage) return;
  await enqueue(tx, {
    key: line.key,
    kind: "note",
    channel: budget.terms.channel,
    budget: budget.id,
    periodStart,
    payload: JSON.stringify({ text: line.text }),
  });
}

async function answered(
  tx: LedgerTransaction,
  { budget: id, periodStart }: AlertPlace,
): Promise<{ readonly budget: Budget; readonly state: PeriodState }> {
  const budget = (await listBudgets(tx)).find((one) => one.id === id);
  const state = await readPeriod(tx, id, periodStart);
  if (budget && state) return { budget, state };
  throw new RunrateError("unknown_alert", "the budget that this alert is about is there no more", {
    hint: "List the budgets with `/cost budget`.",
  });
}

async function update(
  tx: LedgerTransaction,
  { budget, periodStart }: AlertPlace,
  values: {
    readonly acknowledged_by?: string;
    readonly acknowledged_at?: number;
    readonly snoozed_by?: string;
    readonly snoozed_until?: number;
  },
): Promise<void> {
  await tx.db
    .updateTable("budget_periods")
    .set(values)
    .where("budget_id", "=", BigInt(budget))
    .where("period_start", "=", BigInt(periodStart))
    .execute();
}

async function note(
  tx: LedgerTransaction,
  budget: Budget,
  place: AlertPlace,
  action: string,
  actor: string,
  details: Readonly<Record<string, string>>,
): Promise<void> {
  await writeAudit(tx, {
    actor,
    action,
    details: { budget: budget.id, name: budget.name, period: new Date(place.periodStart).toISOString(), ...details },
  });
  await enqueueRefresh(tx, budget.id, place.periodStart, budget.terms.channel);
}
