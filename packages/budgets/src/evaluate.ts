import { RunrateError } from "@runrate/core";
import {
  changeCounter,
  readCursor,
  sourceStates,
  writeCursor,
  type LedgerReader,
  type LedgerStore,
  type LedgerTransaction,
} from "@runrate/ledger";
import type { Budget } from "./budget.ts";
import { listBudgets } from "./budget-store.ts";
import { crossingsOf, hasNews, judge, lookAt, movedCrossings, periodOf, type Judged, type Look } from "./look.ts";
import { enqueueRefresh } from "./outbox.ts";
import { endedPeriods, markEnded, moveCrossing, writeAlerts, writePeriod } from "./period-state.ts";
import { changesAfter, periodsToLookAt } from "./periods-to-look-at.ts";
import { tell } from "./tell.ts";

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
  const touched = await changesAfter(ledger, cursor ?? 0n);
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
