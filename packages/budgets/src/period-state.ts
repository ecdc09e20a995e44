import type { AlertBasis, AlertTold, ForecastWatch, PeriodMemory, Span } from "@runrate/core";
import type { LedgerReader, LedgerTransaction } from "@runrate/ledger";
import { z } from "zod";
import type { Budget } from "./budget.ts";

/** An alert of a budget's period as it is stored. */
export interface StoredAlert {
  readonly revision: number;
  readonly basis: AlertBasis;
  readonly percent: string;
  readonly told: AlertTold;
  readonly channel: string | null;
  /** Of the first record whose running total reached the threshold; null for a forecast. */
  readonly crossedAt: number | null;
  readonly recordId: string | null;
  /** The running total at that record, or the forecast: pico-dollars or tokens. */
  readonly running: bigint;
  readonly createdAt: number;
}

/** What is known of a budget's period: the one message and its state. */
export interface PeriodState {
  readonly period: Span;
  /** Of the last evaluation. */
  readonly revision: number;
  readonly hasMessage: boolean;
  /** Where Slack has put the message; null until it has said so. */
  readonly message: { readonly channel: string; readonly ts: string } | null;
  readonly isResolved: boolean;
  readonly resolution: "raised" | "corrected" | null;
  readonly watches: readonly ForecastWatch[];
  readonly acknowledged: { readonly by: string; readonly at: number } | null;
  readonly snoozed: { readonly by: string; readonly until: number } | null;
}

const storedWatches = z.array(
  z.object({ percent: z.string(), hour: z.number(), streak: z.number(), isAbove: z.boolean() }),
);

/** The state of one period; undefined when nothing has been remembered of it. */
export async function readPeriod(
  ledger: LedgerReader,
  budget: string,
  periodStart: number,
): Promise<PeriodState | undefined> {
  const row = await ledger.db
    .selectFrom("budget_periods")
    .selectAll()
    .where("budget_id", "=", BigInt(budget))
    .where("period_start", "=", BigInt(periodStart))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { message_channel: channel, message_ts: ts } = row;
  return {
    period: { from: Number(row.period_start), to: Number(row.period_end) },
    revision: Number(row.revision),
    hasMessage: row.has_message === 1n,
    message: channel === null || ts === null ? null : { channel, ts },
    isResolved: row.is_resolved === 1n,
    resolution: row.resolution === "raised" || row.resolution === "corrected" ? row.resolution : null,
    watches: storedWatches.parse(JSON.parse(row.watches)),
    acknowledged:
      row.acknowledged_by === null || row.acknowledged_at === null
        ? null
        : { by: row.acknowledged_by, at: Number(row.acknowledged_at) },
    snoozed:
      row.snoozed_by === null || row.snoozed_until === null
        ? null
        : { by: row.snoozed_by, until: Number(row.snoozed_until) },
  };
}

/** The alerts of one period, in the order in which they came. */
export async function periodAlerts(
  ledger: LedgerReader,
  budget: string,
  periodStart: number,
): Promise<readonly StoredAlert[]> {
  const rows = await ledger.db
    .selectFrom("budget_alerts")
    .selectAll()
    .where("budget_id", "=", BigInt(budget))
    .where("period_start", "=", BigInt(periodStart))
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    revision: Number(row.revision),
    basis: row.basis === "forecast" ? "forecast" : "actual",
    percent: row.percent,
    told: row.told === "passed" || row.told === "late" ? row.told : "message",
    channel: row.channel,
    crossedAt: row.crossed_at === null ? null : Number(row.crossed_at),
    recordId: row.record_id,
    running: BigInt(row.running),
    createdAt: Number(row.created_at),
  }));
}

/** What the rules need to remember. A message in another channel than the budget's is not this channel's. */
export function memoryOf(budget: Budget, state: PeriodState | undefined, alerts: readonly StoredAlert[]): PeriodMemory {
  const { channel } = budget.terms;
  return {
    alerts: alerts.map((alert) => ({ ...alert, here: alert.channel === channel })),
    hasMessage: alerts.some((alert) => alert.channel === channel && alert.told === "message"),
    isResolved: state?.isResolved ?? false,
    revision: state?.revision ?? null,
  };
}

/** Writes an evaluation's outcome; what people did with the message (acknowledge, snooze) is left alone. */
export async function writePeriod(
  tx: LedgerTransaction,
  budget: Budget,
  period: Span,
  state: Pick<PeriodState, "hasMessage" | "isResolved" | "resolution" | "watches"> & {
    readonly opens: boolean;
    /** Something new is told: whoever looked after what was told before has not seen it. */
    readonly tells: boolean;
  },
): Promise<void> {
  const values = {
    period_end: period.to,
    revision: budget.revision,
    evaluated_at: tx.now,
    has_message: state.hasMessage ? 1 : 0,
    is_resolved: state.isResolved ? 1 : 0,
    resolution: state.resolution,
    watches: JSON.stringify(state.watches),
    // A message that is opened anew, in another channel, replaces the one that there was.
    ...(state.opens ? { message_channel: null, message_ts: null } : {}),
    ...(state.tells ? { acknowledged_by: null, acknowledged_at: null } : {}),
  };
  await tx.db
    .insertInto("budget_periods")
    .values({ budget_id: BigInt(budget.id), period_start: period.from, ...values })
    .onConflict((conflict) => conflict.columns(["budget_id", "period_start"]).doUpdateSet(values))
    .execute();
}

/** Writes alerts by their identity. */
export async function writeAlerts(
  tx: LedgerTransaction,
  budget: Budget,
  periodStart: number,
  alerts: readonly Omit<StoredAlert, "createdAt" | "channel">[],
  seqOf: (recordId: string) => bigint | null,
): Promise<void> {
  for (const alert of alerts) {
    await tx.db
      .insertInto("budget_alerts")
      .values({
        budget_id: BigInt(budget.id),
        revision: alert.revision,
        period_start: periodStart,
        basis: alert.basis,
        percent: alert.percent,
        told: alert.told,
        channel: budget.terms.channel,
        crossed_at: alert.crossedAt,
        record_id: alert.recordId,
        record_seq: alert.recordId === null ? null : seqOf(alert.recordId),
        running: alert.running.toString(),
        created_at: tx.now,
      })
      .execute();
  }
}

/** Notes that a threshold was reached at another record than was known when it was told. */
export async function moveCrossing(
  tx: LedgerTransaction,
  budget: Budget,
  periodStart: number,
  alert: StoredAlert & { readonly seq: bigint },
): Promise<void> {
  await tx.db
    .updateTable("budget_alerts")
    .set({
      crossed_at: alert.crossedAt,
      record_id: alert.recordId,
      record_seq: alert.seq,
      running: alert.running.toString(),
    })
    .where("budget_id", "=", BigInt(budget.id))
    .where("revision", "=", BigInt(alert.revision))
    .where("period_start", "=", BigInt(periodStart))
    .where("basis", "=", alert.basis)
    .where("percent", "=", alert.percent)
    .execute();
}

/** Messages of periods that have ended since they were last looked at: they are to say so. */
export async function endedPeriods(
  ledger: LedgerReader,
  now: number,
): Promise<readonly { readonly budget: string; readonly periodStart: number }[]> {
  const rows = await ledger.db
    .selectFrom("budget_periods")
    .select(["budget_id", "period_start"])
    .where("has_message", "=", 1n)
    .where("period_end", "<=", BigInt(now))
    .whereRef("evaluated_at", "<", "period_end")
    .execute();
  return rows.map((row) => ({ budget: row.budget_id.toString(), periodStart: Number(row.period_start) }));
}

/** Notes that a period has been looked at after its end. */
export async function markEnded(tx: LedgerTransaction, budget: string, periodStart: number): Promise<void> {
  await tx.db
    .updateTable("budget_periods")
    .set({ evaluated_at: tx.now })
    .where("budget_id", "=", BigInt(budget))
    .where("period_start", "=", BigInt(periodStart))
    .execute();
}
