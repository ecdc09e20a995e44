import { picoUsd, toDecimal, ZERO_USD, type PicoUsd } from "@runrate/core";
import { writeAudit } from "./audit.ts";
import { closedMonths } from "./close-month.ts";
import { hasNoCounts } from "./other-counts.ts";
import { ledgerRecord, type RecordPricer } from "./record.ts";
import { applyRevisions, findRevisions, type Reviser, type Revision } from "./revise.ts";
import type { LedgerReader, LedgerRecord, LedgerStore } from "./store.ts";

/** Which records to price anew, in [from, to) milliseconds since 1970 UTC. */
export interface RepriceScope {
  readonly from: number;
  readonly to: number;
  /** Only usage that has no price yet. */
  readonly unpricedOnly?: boolean;
}

/** What repricing makes of one month (in UTC). */
export interface RepriceMonth {
  /** "2026-10" */
  readonly month: string;
  /** Of the records that change. */
  readonly before: PicoUsd;
  readonly after: PicoUsd;
  readonly difference: PicoUsd;
  readonly records: number;
  readonly newlyPriced: number;
  readonly newlyUnpriced: number;
  /** True when the month has been closed: the difference is a restatement. */
  readonly closed: boolean;
}

/** The difference that repricing makes, by month, oldest first. */
export interface RepriceResult {
  readonly months: readonly RepriceMonth[];
  readonly records: number;
  readonly difference: PicoUsd;
}

/** What `reprice` would change, without changing anything. */
export async function previewReprice(
  ledger: LedgerReader,
  price: RecordPricer,
  scope: RepriceScope,
): Promise<RepriceResult> {
  const months = new MonthlyDifference();
  for await (const revision of findRevisions(ledger, reviserOf(price, scope))) months.add(revision);
  return months.result(await closedMonths(ledger));
}

/**
 * Prices stored usage anew and leaves an audit entry with the difference by month for every transaction's part of it. Closed
 * months are changed as well: the entry says `restatement`, and `restatements` shows them from then on.
 */
export async function reprice(
  store: LedgerStore,
  price: RecordPricer,
  scope: RepriceScope,
  actor: string,
): Promise<RepriceResult> {
  const months = new MonthlyDifference();
  const closed = await closedMonths(store);
  await applyRevisions(store, "reprice", reviserOf(price, scope), async (tx, revisions) => {
    const part = new MonthlyDifference();
    for (const revision of revisions) {
      months.add(revision);
      part.add(revision);
    }
    const { months: changed, records, difference } = part.result(closed);
    await writeAudit(tx, {
      actor,
      action: changed.some((month) => month.closed) ? "reprice_restatement" : "reprice",
      details: {
        records,
        difference_usd: toDecimal(difference),
        months: changed.map((month) => ({
          month: month.month,
          before_usd: toDecimal(month.before),
          after_usd: toDecimal(month.after),
          records: month.records,
          closed: month.closed,
        })),
      },
    });
  });
  return months.result(closed);
}

function reviserOf(price: RecordPricer, { from, to, unpricedOnly = false }: RepriceScope): Reviser {
  return {
    from,
    to,
    revise(entry: LedgerRecord) {
      if (unpricedOnly && entry.charge.kind === "priced") return entry;
      // What its source did not count has no price, whatever the catalogue says: never $0.
      if (entry.charge.kind === "unpriced" && hasNoCounts(entry.record.usage)) return entry;
      const { workload } = entry;
      return ledgerRecord(entry.record, price, () => workload);
    },
  };
}

class MonthlyDifference {
  readonly #months = new Map<
    string,
    { before: bigint; after: bigint; records: number; newlyPriced: number; newlyUnpriced: number }
  >();

  add({ before, after }: Revision): void {
    const name = new Date(before.record.at).toISOString().slice(0, 7);
    let month = this.#months.get(name);
    if (month === undefined) {
      month = { before: 0n, after: 0n, records: 0, newlyPriced: 0, newlyUnpriced: 0 };
      this.#months.set(name, month);
    }
    month.before += amount(before);
    month.after += amount(after);
    month.records += 1;
    if (before.charge.kind === "unpriced" && after.charge.kind === "priced") month.newlyPriced += 1;
    if (before.charge.kind === "priced" && after.charge.kind === "unpriced") month.newlyUnpriced += 1;
  }

  result(closed: ReadonlyMap<string, unknown>): RepriceResult {
    const months = [...this.#months]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([month, { before, after, ...counts }]) => ({
        month,
        before: picoUsd(before),
        after: picoUsd(after),
        difference: picoUsd(after - before),
        ...counts,
        closed: closed.has(month),
      }));
    return {
      months,
      records: months.reduce((sum, month) => sum + month.records, 0),
      difference: picoUsd(months.reduce((sum, month) => sum + month.difference, 0n)),
    };
  }
}

function amount({ charge }: LedgerRecord): PicoUsd {
  return charge.kind === "priced" ? charge.usd : ZERO_USD;
}
