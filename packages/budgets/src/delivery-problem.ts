import type { LedgerReader, LedgerTransaction } from "@runrate/ledger";

/** A channel to which messages cannot be delivered. */
export interface DeliveryProblem {
  /** A channel's id or name; "*": Slack takes nothing at all. */
  readonly channel: string;
  /** Slack's error code. */
  readonly code: string;
  readonly since: number;
  /** Where the messages go meanwhile; null: they wait. */
  readonly fallback: string | null;
}

/** The channels that messages cannot be delivered to now, for App Home and `runrate doctor`. */
export async function deliveryProblems(ledger: LedgerReader): Promise<readonly DeliveryProblem[]> {
  const rows = await ledger.db.selectFrom("delivery_problems").selectAll().orderBy("channel").execute();
  return rows.map(({ channel, code, since, fallback }) => ({ channel, code, since: Number(since), fallback }));
}

/** Writes down that a channel takes no messages. @returns true when that is new, and people have to be told */
export async function noteProblem(tx: LedgerTransaction, problem: Omit<DeliveryProblem, "since">): Promise<boolean> {
  const { channel, code, fallback } = problem;
  const known = await tx.db
    .selectFrom("delivery_problems")
    .select("code")
    .where("channel", "=", channel)
    .executeTakeFirst();
  await tx.db
    .insertInto("delivery_problems")
    .values({ channel, code, since: tx.now, last_at: tx.now, fallback })
    .onConflict((conflict) => conflict.column("channel").doUpdateSet({ code, last_at: tx.now, fallback }))
    .execute();
  return known?.code !== code;
}

/** A message has got through: the problem of the channel, by whatever it is called, is over. */
export async function noteDelivered(tx: LedgerTransaction, channels: readonly string[]): Promise<void> {
  await tx.db
    .deleteFrom("delivery_problems")
    .where("channel", "in", [...channels, "*"])
    .execute();
}
