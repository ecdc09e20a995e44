import { monthPeriod, picoUsd, RunrateError, toDecimal, type PicoUsd, type Span } from "@runrate/core";
import { amountOf, storedAmount } from "./amount.ts";
import { writeAudit } from "./audit.ts";
import { querySpend } from "./query.ts";
import type { LedgerReader, LedgerStore } from "./store.ts";

/** A month (in UTC, as providers bill) whose figure has been handed on. */
export interface ClosedMonth {
  /** "2026-10" */
  readonly month: string;
  readonly closedAt: number;
  readonly closedBy: string;
  /** What the month had come to when it was closed. */
  readonly usd: PicoUsd;
  readonly requests: bigint;
}

/** A closed month that no longer says what it said: late usage came, or prices were corrected. */
export interface Restatement extends ClosedMonth {
  readonly now: PicoUsd;
  readonly difference: PicoUsd;
  readonly requestsNow: bigint;
}

export async function closedMonths(ledger: LedgerReader): Promise<ReadonlyMap<string, ClosedMonth>> {
  const rows = await ledger.db.selectFrom("closed_months").selectAll().orderBy("month").execute();
  return new Map(
    rows.map((row) => [
      row.month,
      {
        month: row.month,
        closedAt: Number(row.closed_at),
        closedBy: row.closed_by,
        usd: amountOf(row.usd_micro, row.usd_pico),
        requests: row.requests,
      },
    ]),
  );
}

/**
 * Closes a month: its figure is kept, and whatever changes it later is a restatement, shown by `restatements`.
 *
 * @param month "2026-10", cut in UTC
 * @throws RunrateError `bad_month`; `month_not_over` at a clock inside or before it; `month_closed` when it already is.
 */
export async function closeMonth(store: LedgerStore, month: string, actor: string): Promise<ClosedMonth> {
  const { from, to } = monthSpan(month);
  return await store.transaction(async (tx) => {
    if (tx.now < to) {
      throw new RunrateError("month_not_over", `${month} is not over yet`, {
        month,
        hint: "Close it after its last day (UTC).",
      });
    }
    const before = (await closedMonths(tx)).get(month);
    if (before) {
      throw new RunrateError(
        "month_closed",
        `${month} was closed on ${new Date(before.closedAt).toISOString()} by ${before.closedBy}`,
        {
          month,
          hint: "What changed since then is listed as a restatement.",
        },
      );
    }
    const { total } = await querySpend(tx, { from, to, zone: "UTC", by: [], where: [] });
    const stored = storedAmount(total.usd);
    await tx.db
      .insertInto("closed_months")
      .values({
        month,
        closed_at: tx.now,
        closed_by: actor,
        usd_micro: stored.micro,
        usd_pico: stored.pico,
        requests: total.counts.requests,
      })
      .execute();
    await writeAudit(tx, { actor, action: "close_month", details: { month, usd: toDecimal(total.usd) } });
    return { month, closedAt: tx.now, closedBy: actor, usd: total.usd, requests: total.counts.requests };
  });
}

/** The closed months that differ from what they were closed at, oldest first. */
export async function restatements(ledger: LedgerReader): Promise<readonly Restatement[]> {
  const changed: Restatement[] = [];
  for (const closed of (await closedMonths(ledger)).values()) {
    const { total } = await querySpend(ledger, { ...monthSpan(closed.month), zone: "UTC", by: [], where: [] });
    if (total.usd === closed.usd && total.counts.requests === closed.requests) continue;
    changed.push({
      ...closed,
      now: total.usd,
      difference: picoUsd(total.usd - closed.usd),
      requestsNow: total.counts.requests,
    });
  }
  return changed;
}

function monthSpan(month: string): Span {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  if (year === undefined || number === undefined) {
    throw new RunrateError("bad_month", `"${month}" is not a month`, {
      month,
      hint: 'Write it as year and month, such as "2026-10".',
    });
  }
  return monthPeriod(Number(year), Number(number), "UTC");
}
