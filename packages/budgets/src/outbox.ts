import type { LedgerReader, LedgerTransaction } from "@runrate/ledger";

/**
 * What a row of the outbox asks for: `open` the one message of a budget's period, `reply` in its thread, `refresh` the message in
 * place, `note` a line in the thread, `post` a message of its own (notices, digests, tests).
 */
export type OutboxKind = "open" | "reply" | "refresh" | "note" | "post";

/** Something that is to be sent. */
export interface OutboxEntry {
  /** Identity of the message, carried in its metadata: the same key is never sent twice on purpose. */
  readonly key: string;
  readonly kind: OutboxKind;
  /** A channel's id or name; null: the installation's admins. */
  readonly channel: string | null;
  readonly budget?: string;
  readonly periodStart?: number;
  /** JSON. */
  readonly payload: string;
  readonly notBefore?: number;
}

/** Writes a message into the outbox in the transaction of what causes it. A key that is there already is left alone. */
export async function enqueue(tx: LedgerTransaction, entry: OutboxEntry): Promise<void> {
  await tx.db
    .insertInto("outbox")
    .values({ ...rowOf(tx, entry) })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
}

/** Asks for the message of a period to be written anew in place; several requests before it is done are one. */
export async function enqueueRefresh(
  tx: LedgerTransaction,
  budget: string,
  periodStart: number,
  channel: string | null,
): Promise<void> {
  const key = `refresh/${budget}/${new Date(periodStart).toISOString()}`;
  const entry = { key, kind: "refresh", channel, budget, periodStart, payload: "{}" } as const;
  // Deleted and written anew, so that it takes its place behind what it is to show.
  await tx.db.deleteFrom("outbox").where("key", "=", key).where("state", "<>", "sending").execute();
  await tx.db
    .insertInto("outbox")
    .values(rowOf(tx, entry))
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet({ state: "pending", claimed_by: null, claimed_until: null }),
    )
    .execute();
}

function rowOf(tx: LedgerTransaction, entry: OutboxEntry) {
  return {
    key: entry.key,
    kind: entry.kind,
    channel: entry.channel,
    budget_id: entry.budget === undefined ? null : BigInt(entry.budget),
    period_start: entry.periodStart ?? null,
    payload: entry.payload,
    created_at: tx.now,
    not_before: entry.notBefore ?? 0,
    state: "pending",
    claimed_by: null,
    claimed_until: null,
    attempts: 0,
    is_uncertain: 0,
    last_error: null,
    sent_at: null,
    sent_channel: null,
    sent_ts: null,
  };
}

/** A row that a worker has taken to deliver. */
export interface ClaimedEntry extends OutboxEntry {
  readonly id: bigint;
  readonly attempts: number;
  /** An earlier attempt may have reached Slack: its answer was lost. */
  readonly isUncertain: boolean;
  readonly createdAt: number;
  /** By the machine's clock: after it another worker may have taken the row, so nothing is sent any more. */
  readonly heldUntil: number;
}

/** How long a worker keeps a row to itself. Longer than Slack's longest answer; after it the row's outcome counts as unknown. */
const LEASE_MS = 60_000;

/** What an entry says of where it goes: a channel's id or name, or the admins. Several may mean one channel. */
export type OutboxLane = string | null;

/** The lanes that have something to send now. */
export async function waitingLanes(ledger: LedgerReader, now: number): Promise<readonly OutboxLane[]> {
  const rows = await ledger.db
    .selectFrom("outbox")
    .select("channel")
    .distinct()
    .where("state", "in", ["pending", "sending"])
    .where("not_before", "<=", BigInt(now))
    .execute();
  return rows.map(({ channel }) => channel);
}

/** Who delivers. */
export interface OutboxWorker {
  /** Unlike any other worker's, also after a restart. */
  readonly name: string;
  /** By the ledger's clock, for what is held back until an instant. */
  readonly now: number;
  /** By the machine's clock, for leases: an injected clock may stand still. */
  readonly machineNow: number;
  /** Whether another worker runs no more, so that its row need not wait for the lease's end. */
  isGone(worker: string): boolean;
}

/**
 * Takes the oldest row that is due, of the lanes that lead to one place, and holds it for a minute. A row that another worker has begun and not finished within
 * its lease is taken over: whether it was sent is then uncertain. Undefined: nothing is due, or another worker is at it.
 */
export async function claimNext(
  tx: LedgerTransaction,
  lanes: readonly OutboxLane[],
  worker: OutboxWorker,
): Promise<ClaimedEntry | undefined> {
  let query = tx.db
    .selectFrom("outbox")
    .selectAll()
    .where("state", "in", ["pending", "sending"])
    .where("not_before", "<=", BigInt(worker.now))
    .orderBy("id")
    .limit(1);
  const named = lanes.filter((lane) => lane !== null);
  query = query.where((build) =>
    build.or([
      ...(named.length === 0 ? [] : [build("channel", "in", named)]),
      ...(named.length === lanes.length ? [] : [build("channel", "is", null)]),
    ]),
  );
  // The first of its lane or none: another replica that holds it keeps the order.
  if (tx.dialect === "postgres") query = query.forUpdate().skipLocked();
  const row = await query.executeTakeFirst();
  if (row === undefined) return undefined;
  const isTaken = row.state === "sending";
  if (isTaken && row.claimed_by !== null) {
    const isHeld = Number(row.claimed_until ?? 0n) > worker.machineNow;
    if (isHeld && row.claimed_by !== worker.name && !worker.isGone(row.claimed_by)) return undefined;
  }
  const isUncertain = isTaken || row.is_uncertain === 1n;
  await tx.db
    .updateTable("outbox")
    .set({
      state: "sending",
      claimed_by: worker.name,
      claimed_until: worker.machineNow + LEASE_MS,
      attempts: Number(row.attempts) + 1,
      is_uncertain: isUncertain ? 1 : 0,
    })
    .where("id", "=", row.id)
    .execute();
  return {
    id: row.id,
    key: row.key,
    kind: kindOf(row.kind),
    channel: row.channel,
    ...(row.budget_id === null ? {} : { budget: row.budget_id.toString() }),
    ...(row.period_start === null ? {} : { periodStart: Number(row.period_start) }),
    payload: row.payload,
    notBefore: Number(row.not_before),
    attempts: Number(row.attempts) + 1,
    isUncertain,
    createdAt: Number(row.created_at),
    heldUntil: worker.machineNow + LEASE_MS,
  };
}

/** What became of a claimed row. */
export type Delivery =
  /** `isRepeat`: an earlier attempt may have arrived too. */
  | { readonly kind: "sent"; readonly channel: string; readonly ts: string; readonly isRepeat: boolean }
  /** There was nothing to do: the message that it was to change does not exist, or a later one says it. */
  | { readonly kind: "superseded" }
  /** There is nowhere to send it: no channel, no owner, no admin channel. It waits for the next start. */
  | { readonly kind: "held"; readonly error: string }
  /** Not now. `uncertain`: Slack may have taken it, its answer was lost. `notBefore`: what stands behind it goes first until then. */
  | { readonly kind: "failed"; readonly error: string; readonly uncertain: boolean; readonly notBefore?: number };

/** Writes down what became of a claimed row; a row that was asked for anew meanwhile stays to be sent. */
export async function settle(
  tx: LedgerTransaction,
  entry: ClaimedEntry,
  worker: string,
  delivery: Delivery,
): Promise<void> {
  const values =
    delivery.kind === "sent"
      ? {
          state: "sent",
          sent_at: tx.now,
          sent_channel: delivery.channel,
          sent_ts: delivery.ts,
          is_uncertain: delivery.isRepeat ? 1 : 0,
          last_error: null,
        }
      : delivery.kind === "superseded"
        ? { state: "superseded" }
        : delivery.kind === "held"
          ? { state: "held", last_error: delivery.error }
          : {
              state: "pending",
              last_error: delivery.error,
              is_uncertain: delivery.uncertain || entry.isUncertain ? 1 : 0,
              ...(delivery.notBefore === undefined ? {} : { not_before: delivery.notBefore }),
            };
  await tx.db
    .updateTable("outbox")
    .set({ ...values, claimed_by: null, claimed_until: null })
    .where("id", "=", entry.id)
    .where("claimed_by", "=", worker)
    .execute();
  if (delivery.kind === "sent" && entry.kind === "open" && entry.budget !== undefined) {
    await tx.db
      .updateTable("budget_periods")
      .set({ message_channel: delivery.channel, message_ts: delivery.ts })
      .where("budget_id", "=", BigInt(entry.budget))
      .where("period_start", "=", BigInt(entry.periodStart ?? 0))
      .execute();
  }
}

/** Lets what had nowhere to go try again, as after a change of configuration. */
export async function releaseHeld(tx: LedgerTransaction): Promise<void> {
  await tx.db.updateTable("outbox").set({ state: "pending" }).where("state", "=", "held").execute();
}

/** Whether a reply that a snooze held back is made superfluous by a later one: after a snooze one message tells the highest. */
export async function isOvertaken(ledger: LedgerReader, entry: ClaimedEntry, now: number): Promise<boolean> {
  if (entry.kind !== "reply" || (entry.notBefore ?? 0) === 0 || entry.budget === undefined) return false;
  const later = await ledger.db
    .selectFrom("outbox")
    .select("id")
    .where("budget_id", "=", BigInt(entry.budget))
    .where("period_start", "=", BigInt(entry.periodStart ?? 0))
    .where("kind", "=", "reply")
    .where("state", "=", "pending")
    .where("not_before", ">", 0n)
    .where("not_before", "<=", BigInt(now))
    .where("id", ">", entry.id)
    .executeTakeFirst();
  return later !== undefined;
}

/** The newest message that is known to stand in a channel: reading the channel's history must show it, or it cannot be trusted. */
export async function lastSent(ledger: LedgerReader, channel: string): Promise<string | null> {
  const row = await ledger.db
    .selectFrom("outbox")
    .select((build) => build.fn.max("sent_ts").as("ts"))
    .where("sent_channel", "=", channel)
    .where("kind", "in", ["open", "post"])
    .executeTakeFirst();
  return row?.ts ?? null;
}

const KINDS: readonly OutboxKind[] = ["open", "reply", "refresh", "note", "post"];

function kindOf(stored: string): OutboxKind {
  return KINDS.find((kind) => kind === stored) ?? "post";
}
