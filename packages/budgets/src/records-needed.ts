import { needsRecords, type LedgerReader } from "@runrate/ledger";
import { listBudgets } from "./budget-store.ts";
import { periodOf } from "./look.ts";

const HOUR_MS = 3_600_000;

/** The budget whose running period reaches back furthest among those that roll-ups cannot answer. */
export interface RecordsNeeded {
  readonly budget: string;
  /** Since when its single calls are needed, in milliseconds since 1970 UTC. */
  readonly from: number;
}

/**
 * Since when budgets need single calls: those with a tag, a conversation or a team of tags in their scope, and those whose periods
 * begin within an hour of UTC. Undefined when none does.
 */
export async function recordsNeeded(ledger: LedgerReader, now: number): Promise<RecordsNeeded | undefined> {
  let earliest: RecordsNeeded | undefined;
  for (const budget of await listBudgets(ledger)) {
    const { from } = periodOf(budget, now);
    const isNeedy = from % HOUR_MS !== 0 || budget.terms.scope.some(({ dimension }) => needsRecords(ledger, dimension));
    if (isNeedy && (earliest === undefined || from < earliest.from)) earliest = { budget: budget.name, from };
  }
  return earliest;
}
