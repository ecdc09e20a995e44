import { RunrateError } from "@runrate/core";
import { sql } from "kysely";
import type { LedgerReader, LedgerStore, LedgerTransaction } from "./store.ts";

/** A limit that code keeps to: so much in a period, of money or of tokens. */
export interface SpendLimit {
  readonly name: string;
  readonly unit: "usd" | "tokens";
  /** Pico-dollars or tokens. */
  readonly limit: bigint;
  /** The period, half-open, in milliseconds since 1970 UTC. */
  readonly from: number;
  readonly to: number;
}

/** How a limit stands. Amounts in its unit. */
export interface LimitStatus {
  /** Settled, and what reservations that were never settled stood for. */
  readonly spent: bigint;
  /** Of calls that are under way. */
  readonly reserved: bigint;
  /** Never below 0. */
  readonly remaining: bigint;
}

export type Reserving = ({ readonly kind: "reserved" } | { readonly kind: "exceeded" }) & LimitStatus;

/**
 * Takes an amount out of a limit before it is spent, unless it no longer fits. One transaction, one writer at a time: however many
 * processes share the ledger, what they have reserved together never passes the limit.
 *
 * @param expiresAt when the reservation counts as spent although nobody settled it: whoever made it is gone
 * @throws RunrateError `limit_changed_unit` for a limit of this name that counted something else in this period
 */
export async function reserveSpend(
  ledger: LedgerStore,
  limit: SpendLimit,
  reservation: { readonly id: string; readonly amount: bigint; readonly expiresAt: number },
): Promise<Reserving> {
  return await ledger.transaction(async (tx) => {
    await requireUnit(tx, limit);
    await spendExpired(tx, limit);
    const before = await limitStatus(tx, limit);
    if (before.spent + before.reserved + reservation.amount > limit.limit) return { kind: "exceeded", ...before };
    await tx.db
      .insertInto("reservations")
      .values({
        id: reservation.id,
        name: limit.name,
        period_start: limit.from,
        ...stored(reservation.amount),
        expires_at: reservation.expiresAt,
      })
      .execute();
    return { kind: "reserved", ...(await limitStatus(tx, limit)) };
  });
}

/**
 * Replaces a reservation by what the call really came to; 0 gives it back. What had counted as spent because it was late is
 * corrected.
 */
export async function settleSpend(
  ledger: LedgerStore,
  limit: SpendLimit,
  reservation: { readonly id: string; readonly amount: bigint },
  actual: bigint,
): Promise<void> {
  await ledger.transaction(async (tx) => {
    const open = await tx.db
      .deleteFrom("reservations")
      .where("id", "=", reservation.id)
      .returning("id")
      .executeTakeFirst();
    // Settled late: it had been counted at its estimate.
    await addSpent(tx, limit, open === undefined ? actual - reservation.amount : actual);
  });
}

/** How a limit stands now. */
export async function limitStatus(ledger: LedgerReader, limit: SpendLimit): Promise<LimitStatus> {
  const { rows } = await sql<{ high: bigint | null; low: bigint | null; spent: bigint }>`
    select sum(high) as high, sum(low) as low, 1 as spent from limit_spend
    where name = ${limit.name} and period_start = ${limit.from}
    union all
    select sum(high) as high, sum(low) as low, 0 as spent from reservations
    where name = ${limit.name} and period_start = ${limit.from}`.execute(ledger.db);
  let spent = 0n;
  let reserved = 0n;
  for (const row of rows) {
    const amount = amountOf(row.high ?? 0n, row.low ?? 0n);
    if (BigInt(row.spent) === 1n) spent = amount;
    else reserved = amount;
  }
  const left = limit.limit - spent - reserved;
  return { spent, reserved, remaining: left > 0n ? left : 0n };
}

async function requireUnit(tx: LedgerTransaction, limit: SpendLimit): Promise<void> {
  const row = await tx.db
    .selectFrom("limit_spend")
    .select("unit")
    .where("name", "=", limit.name)
    .where("period_start", "=", BigInt(limit.from))
    .executeTakeFirst();
  if (row === undefined || row.unit === limit.unit) return;
  throw new RunrateError(
    "limit_changed_unit",
    `the limit "${limit.name}" counts ${row.unit} in this period, not ${limit.unit}`,
    {
      name: limit.name,
      hint: "Give a limit of another unit another name.",
    },
  );
}

async function spendExpired(tx: LedgerTransaction, limit: SpendLimit): Promise<void> {
  const expired = await tx.db
    .deleteFrom("reservations")
    .where("name", "=", limit.name)
    .where("period_start", "=", BigInt(limit.from))
    .where("expires_at", "<=", BigInt(tx.now))
    .returning(["high", "low"])
    .execute();
  const sum = expired.reduce((total, row) => total + amountOf(row.high, row.low), 0n);
  if (expired.length > 0) await addSpent(tx, limit, sum);
}

async function addSpent(tx: LedgerTransaction, limit: SpendLimit, amount: bigint): Promise<void> {
  const before = await tx.db
    .selectFrom("limit_spend")
    .select(["high", "low"])
    .where("name", "=", limit.name)
    .where("period_start", "=", BigInt(limit.from))
    .executeTakeFirst();
  const sum = (before === undefined ? 0n : amountOf(before.high, before.low)) + amount;
  const values = stored(sum > 0n ? sum : 0n);
  await tx.db
    .insertInto("limit_spend")
    .values({ name: limit.name, period_start: limit.from, period_end: limit.to, unit: limit.unit, ...values })
    .onConflict((conflict) => conflict.columns(["name", "period_start"]).doUpdateSet(values))
    .execute();
}

const LOW = 1_000_000n;

/** Two columns, so that a sum does not overflow: millions and what is left over. */
function stored(amount: bigint): { readonly high: bigint; readonly low: bigint } {
  return { high: amount / LOW, low: amount % LOW };
}

function amountOf(high: bigint, low: bigint): bigint {
  return high * LOW + low;
}
