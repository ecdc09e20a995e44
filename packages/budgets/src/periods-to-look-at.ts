import { changesSince, type LedgerChange, type LedgerReader } from "@runrate/ledger";
import type { Budget } from "./budget.ts";
import { periodOf } from "./look.ts";

const PAGE = 1_000;

/** All changes after a change of the ledger, oldest first. */
export async function changesAfter(ledger: LedgerReader, cursor: bigint): Promise<readonly LedgerChange[]> {
  const touched: LedgerChange[] = [];
  let after = cursor;
  for (;;) {
    const changes = await changesSince(ledger, after, PAGE);
    touched.push(...changes);
    const last = changes.at(-1);
    if (last === undefined || changes.length < PAGE) return touched;
    after = last.seq;
  }
}

/** A period of a budget, by an instant in it. */
export interface PeriodToLookAt {
  readonly at: number;
  /** It has closed, and what comes in is late usage. */
  readonly isLate: boolean;
}

/**
 * The current period; closed ones with an open message that changed usage falls into; and the one that has just closed, when its
 * last usage was stored before it closed and nobody was there to look. Other closed periods are history: nothing is told of them.
 */
export async function periodsToLookAt(
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
