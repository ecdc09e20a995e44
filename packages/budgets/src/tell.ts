import { alertKey, unitsOf, type StepMessage } from "@runrate/core";
import type { LedgerTransaction } from "@runrate/ledger";
import type { AlertFacts } from "./alert-facts.ts";
import { scopeText } from "./budget.ts";
import { contributors } from "./contributors.ts";
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
  const { terms, revision } = budget;
  const same = alerts.filter(({ basis }) => basis === message.basis);
  const own = same.find(({ percent }) => percent === message.percent);
  const drivers = await contributors(tx, terms, period, tx.now);
  const identity = {
    budget: budget.id,
    revision,
    periodStart: period.from,
    basis: message.basis,
    percent: message.percent,
  };
  return {
    key: alertKey(identity),
    kind: message.kind,
    basis: message.basis,
    percent: message.percent,
    passed: same.map(({ percent }) => percent).filter((percent) => percent !== message.percent),
    broadcast: message.broadcast,
    wasForetold: message.wasForetold,
    isTest: false,
    budget: {
      id: budget.id,
      name: budget.name,
      revision,
      scope: scopeText(terms.scope),
      period: terms.period,
      zone: terms.zone,
      owner: terms.owner,
    },
    measure: terms.amount.kind,
    limit: unitsOf(terms.amount).toString(),
    spent: facts.spent.toString(),
    periodFrom: period.from,
    periodTo: period.to,
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
    drivers: {
      dimension: drivers.dimension,
      top: drivers.top.map(({ name, units, earlier }) => ({
        name,
        units: units.toString(),
        earlier: earlier.toString(),
      })),
    },
    help: [...help],
    unpriced: { requests: spend.unpricedRequests.toString(), models: [...spend.unpricedModels] },
    at: tx.now,
  };
}
