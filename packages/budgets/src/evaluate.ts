import { alertKey, RunrateError, unitsOf, type StepMessage } from "@runrate/core";
import {
  changeCounter,
  changesSince,
  readCursor,
  sourceStates,
  writeCursor,
  type LedgerChange,
  type LedgerReader,
  type LedgerStore,
  type LedgerTransaction,
} from "@runrate/ledger";
import type { AlertFacts } from "./alert-facts.ts";
import { scopeText, type Budget } from "./budget.ts";
import { listBudgets } from "./budget-store.ts";
import { contributors } from "./contributors.ts";
import { crossingsOf, hasNews, judge, lookAt, movedCrossings, periodOf, type Judged, type Look } from "./look.ts";
import { enqueue, enqueueRefresh } from "./outbox.ts";
import { endedPeriods, markEnded, moveCrossing, writeAlerts, writePeriod } from "./period-state.ts";

/** What an evaluation found. */
export interface Evaluation {
  /** Messages written to the outbox. */
  readonly messages: number;
  /** The ledger's change up to which everything has been looked at. */
  readonly change: bigint;
}

/** What would bring a budget's spend down, each one sentence; the longest lever first. */
export type Advise = (ledger: LedgerReader, look: Look) => Promise<readonly string[]>;

export interface EvaluationOptions {
  /** Asked only when something is told. */
  readonly advise?: Advise;
}

/** A source that is being read for the first time is news if it has got on within this time. */
const BACKFILL_NEWS_MS = 120_000;

type Moved = Awaited<ReturnType<typeof movedCrossings>>;

/** The name under which the evaluation keeps how far it has come. */
const CURSOR = "alerts";

/**
 * Looks at every budget whose spend may have changed, and at what the clock has brought, and writes what is to be told to the
 * outbox: alerts, messages and the cursor in one transaction. It knows nothing but the ledger, so it may run on any replica, twice,
 * or again after a crash: identities keep it from telling anything twice.
 */
export async function evaluateBudgets(ledger: LedgerStore, options: EvaluationOptions = {}): Promise<Evaluation> {
  const now = ledger.clock();
  const change = await changeCounter(ledger);
  const cursor = await evaluatedChange(ledger);
  // What a first backfill brings is told as a whole, once it is over.
  if (await isBackfilling(ledger, now)) return { messages: 0, change: cursor ?? 0n };
  const touched = await touchedSpans(ledger, cursor ?? 0n);
  const looks: { readonly look: Look; readonly help: readonly string[] }[] = [];
  const moves: { readonly budget: Budget; readonly from: number; readonly moved: Moved }[] = [];
  const budgets = await listBudgets(ledger);
  for (const budget of budgets) {
    for (const { at, isLate } of await periodsToLookAt(ledger, budget, now, touched)) {
      const look = await lookUnlessGone(ledger, budget, periodOf(budget, at), now, isLate);
      if (look === undefined) continue;
      const judged = await judge(ledger, look);
      const isTold = judged.step.messages.length > 0;
      const help = isTold && options.advise ? await options.advise(ledger, look) : [];
      if (hasNews(judged)) looks.push({ look, help });
      const { from, to } = look.period;
      const inside = touched.filter((span) => span.from < to && span.to > from).map((span) => span.from);
      const moved = inside.length === 0 ? [] : await movedCrossings(ledger, judged, Math.min(...inside));
      if (moved.length > 0) moves.push({ budget, from, moved });
    }
  }
  const ended = await endedPeriods(ledger, now);
  if (looks.length === 0 && ended.length === 0 && cursor === change) return { messages: 0, change };
  return await ledger.transaction(async (tx) => {
    // First, so that two replicas that saw the same write one after the other.
    await writeCursor(tx, CURSOR, change.toString());
    let messages = 0;
    for (const { look, help } of looks) messages += await record(tx, look, help);
    for (const { budget, from, moved } of moves) {
      for (const alert of moved) await moveCrossing(tx, budget, from, alert);
      await enqueueRefresh(tx, budget.id, from, budget.terms.channel);
    }
    for (const { budget: id, periodStart } of ended) {
      await markEnded(tx, id, periodStart);
      const budget = budgets.find((one) => one.id === id);
      if (budget) await enqueueRefresh(tx, id, periodStart, budget.terms.channel);
    }
    return { messages, change };
  });
}

/**
 * Undefined for a period that needs single calls which were taken away: what it came to cannot be said, and the other budgets are
 * looked at all the same. Of a running period `prune` takes none that a budget needs (`recordsNeeded`).
 */
async function lookUnlessGone(...args: Parameters<typeof lookAt>): Promise<Look | undefined> {
  try {
    return await lookAt(...args);
  } catch (error) {
    if (error instanceof RunrateError && error.code === "records_pruned") return undefined;
    throw error;
  }
}

/** Looks at one budget in the transaction that made or changed it. */
export async function evaluateBudget(tx: LedgerTransaction, budget: Budget): Promise<void> {
  await record(tx, await lookAt(tx, budget, periodOf(budget, tx.now), tx.now, false), []);
}

/** The change up to which budgets have been evaluated; undefined before the first evaluation. */
export async function evaluatedChange(ledger: LedgerReader): Promise<bigint | undefined> {
  const stored = await readCursor(ledger, CURSOR);
  return stored === undefined ? undefined : BigInt(stored.cursor);
}

async function isBackfilling(ledger: LedgerReader, now: number): Promise<boolean> {
  return (await sourceStates(ledger, now)).some(
    ({ backfill, heardAt }) => backfill !== undefined && now - heardAt < BACKFILL_NEWS_MS,
  );
}

/** All changes after a cursor as one list of spans with the time of their newest commit; spans that touch are merged. */
async function touchedSpans(ledger: LedgerReader, cursor: bigint): Promise<readonly LedgerChange[]> {
  const touched: LedgerChange[] = [];
  let after = cursor;
  for (;;) {
    const changes = await changesSince(ledger, after);
    touched.push(...changes);
    const last = changes.at(-1);
    if (last === undefined || changes.length < 1_000) return touched;
    after = last.seq;
  }
}

interface PeriodToLookAt {
  readonly at: number;
  readonly isLate: boolean;
}

/**
 * The current period; closed ones with an open message that changed usage falls into; and the one that has just closed, when its
 * last usage was stored before it closed and nobody was there to look. Other closed periods are history: nothing is told of them.
 */
async function periodsToLookAt(
  ledger: LedgerReader,
  budget: Budget,
  now: number,
  touched: readonly LedgerChange[],
): Promise<readonly PeriodToLookAt[]> {
  const current = periodOf(budget, now);
  const found: PeriodToLookAt[] = [{ at: now, isLate: false }];
  const past = touched.filter(({ from }) => from < current.from);
  if (past.length === 0) return found;
  const before = periodOf(budget, current.from - 1);
  const inBefore = past.filter(({ from, to }) => from < before.to && to > before.from);
  const isMissed = inBefore.length > 0 && inBefore.every(({ at }) => at < before.to) && budget.createdAt < before.to;
  if (isMissed) found.unshift({ at: before.from, isLate: false });
  const open = await ledger.db
    .selectFrom("budget_periods")
    .select(["period_start", "period_end"])
    .where("budget_id", "=", BigInt(budget.id))
    .where("has_message", "=", 1n)
    .where("period_end", "<=", BigInt(current.from))
    .orderBy("period_start")
    .execute();
  for (const row of open) {
    const [from, to] = [Number(row.period_start), Number(row.period_end)];
    if (isMissed && from === before.from) continue;
    if (past.some((change) => change.from < to && change.to > from)) found.unshift({ at: from, isLate: true });
  }
  return found;
}

async function record(tx: LedgerTransaction, look: Look, help: readonly string[]): Promise<number> {
  const judged = await judge(tx, look);
  if (!hasNews(judged)) return 0;
  const { budget, period, step, facts } = judged;
  const actual = step.alerts.filter(({ basis }) => basis === "actual").map(({ percent }) => percent);
  const crossings = new Map((await crossingsOf(tx, look, actual)).map((crossing, index) => [actual[index], crossing]));
  const seqs = new Map<string, bigint>();
  const alerts = step.alerts.map((alert) => {
    const crossing = alert.basis === "actual" ? crossings.get(alert.percent) : undefined;
    if (crossing?.kind !== "crossed") {
      const running = alert.basis === "forecast" ? (judged.forecast?.total ?? facts.spent) : facts.spent;
      return { ...alert, crossedAt: null, recordId: null, running };
    }
    seqs.set(crossing.id, crossing.seq);
    return { ...alert, crossedAt: crossing.at, recordId: crossing.id, running: crossing.running };
  });
  await writeAlerts(tx, budget, period.from, alerts, (id) => seqs.get(id) ?? null);
  const opens = step.messages.some(({ kind }) => kind === "open");
  await writePeriod(tx, budget, period, {
    hasMessage: judged.memory.hasMessage || opens,
    isResolved: step.isResolved,
    resolution: resolutionOf(judged),
    watches: facts.watches,
    opens,
    tells: step.messages.length > 0,
  });
  for (const message of step.messages) await tell(tx, judged, message, alerts, help);
  const isSeen = judged.memory.hasMessage || opens;
  if (isSeen && (step.change !== null || step.messages.some(({ kind }) => kind !== "open")))
    await enqueueRefresh(tx, budget.id, period.from, budget.terms.channel);
  return step.messages.length;
}

function resolutionOf({ step, state }: Judged): "raised" | "corrected" | null {
  if (!step.isResolved) return null;
  return step.change === "raised" || step.change === "corrected" ? step.change : (state?.resolution ?? null);
}

interface FoundAlert {
  readonly basis: StepMessage["basis"];
  readonly percent: string;
  readonly crossedAt: number | null;
  readonly recordId: string | null;
  readonly running: bigint;
}

async function tell(
  tx: LedgerTransaction,
  judged: Judged,
  message: StepMessage,
  alerts: readonly FoundAlert[],
  help: readonly string[],
): Promise<void> {
  const { budget, period, state } = judged;
  const facts: AlertFacts = {
    ...(await alertFacts(tx, judged, message, alerts)),
    help: [...help],
  };
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
    help: [],
    unpriced: { requests: spend.unpricedRequests.toString(), models: [...spend.unpricedModels] },
    at: tx.now,
  };
}
