import { alertKey, type StepMessage } from "@runrate/core";
import type { LedgerTransaction } from "@runrate/ledger";
import type { AlertFacts } from "./alert-facts.ts";
import { budgetFacts } from "./budget-facts.ts";
import type { Judged } from "./look.ts";
import { enqueue } from "./outbox.ts";

/** A threshold that is reached, with the record that reached it; null for a forecast. */
export interface FoundAlert {
  readonly basis: StepMessage["basis"];
  readonly percent: string;
  readonly crossedAt: number | null;
  readonly recordId: string | null;
  readonly running: bigint;
}

/** Puts a message into the outbox, with all that it will say; the reply of a snoozed period waits. */
export async function tell(
  tx: LedgerTransaction,
  judged: Judged,
  message: StepMessage,
  alerts: readonly FoundAlert[],
  help: readonly string[],
): Promise<void> {
  const { budget, period, state } = judged;
  const facts = await alertFacts(tx, judged, message, alerts, help);
  const snoozedUntil = state?.snoozed?.until ?? 0;
  await enqueue(tx, {
    key: facts.key,
    kind: message.kind === "open" ? "open" : "reply",
    channel: budget.terms.channel,
    budget: budget.id,
    periodStart: period.from,
    payload: JSON.stringify(facts),
    ...(message.kind !== "open" && snoozedUntil > tx.now ? { notBefore: snoozedUntil } : {}),
  });
}

async function alertFacts(
  tx: LedgerTransaction,
  { budget, period, spend, facts, forecast }: Judged,
  message: StepMessage,
  alerts: readonly FoundAlert[],
  help: readonly string[],
): Promise<AlertFacts> {
  const same = alerts.filter(({ basis }) => basis === message.basis);
  const own = same.find(({ percent }) => percent === message.percent);
  const identity = {
    budget: budget.id,
    revision: budget.revision,
    periodStart: period.from,
    basis: message.basis,
    percent: message.percent,
  };
  return {
    ...(await budgetFacts(tx, budget, period, spend)),
    key: alertKey(identity),
    kind: message.kind,
    basis: message.basis,
    percent: message.percent,
    passed: same.map(({ percent }) => percent).filter((percent) => percent !== message.percent),
    broadcast: message.broadcast,
    wasForetold: message.wasForetold,
    isTest: false,
    spent: facts.spent.toString(),
    crossed:
      own === undefined || own.crossedAt === null || own.recordId === null
        ? null
        : { at: own.crossedAt, record: own.recordId, running: own.running.toString() },
    forecast:
      forecast === null
        ? null
        : {
            total: forecast.total.toString(),
            low: forecast.low?.toString() ?? null,
            high: forecast.high?.toString() ?? null,
          },
    help: [...help],
  };
}
