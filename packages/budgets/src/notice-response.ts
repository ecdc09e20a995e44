import { writeAudit, type LedgerReader, type LedgerTransaction } from "@runrate/ledger";
import { noticeSchema, type NoticeFacts } from "./notice.ts";
import { snoozesOf, topicOf } from "./notice-topic.ts";
import { expectedUntil, type Response } from "./respond.ts";

/** A notice that was told, and what people have done about it. */
export interface NoticeView {
  readonly key: string;
  readonly facts: NoticeFacts;
  readonly acknowledged: { readonly by: string; readonly at: number } | null;
  /** While what is told of it is held back. */
  readonly snoozed: { readonly by: string; readonly until: number } | null;
  /** While higher spend of its scope is expected. */
  readonly expected: { readonly by: string; readonly until: number } | null;
}

/** A notice by one of its keys; undefined for a key that no notice has. */
export async function noticeView(ledger: LedgerReader, key: string, now: number): Promise<NoticeView | undefined> {
  const row = await ledger.db
    .selectFrom("notices")
    .select(["facts", "acknowledged_by", "acknowledged_at"])
    .where("key", "=", key)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const snooze = (await snoozesOf(ledger, [topicOf(key)])).get(topicOf(key));
  const facts = noticeSchema.parse(JSON.parse(row.facts));
  const expected = facts.expects === undefined ? undefined : await expectedUntil(ledger, facts.expects, now);
  return {
    key,
    facts,
    acknowledged: row.acknowledged_by === null ? null : { by: row.acknowledged_by, at: Number(row.acknowledged_at) },
    snoozed: snooze !== undefined && snooze.until > now ? { by: snooze.by, until: snooze.until } : null,
    expected: expected ?? null,
  };
}

/** Says that somebody looks after what a notice tells. The first one counts. @returns undefined for a key that no notice has */
export async function acknowledgeNotice(
  tx: LedgerTransaction,
  key: string,
  actor: string,
): Promise<Response | undefined> {
  const { numUpdatedRows } = await tx.db
    .updateTable("notices")
    .set({ acknowledged_by: actor, acknowledged_at: tx.now })
    .where("key", "=", key)
    .where("acknowledged_by", "is", null)
    .executeTakeFirst();
  const view = await noticeView(tx, key, tx.now);
  if (view === undefined) return undefined;
  if (numUpdatedRows === 0n) return { kind: "already", ...(view.acknowledged ?? { by: "", at: 0 }) };
  await writeAudit(tx, { actor, action: "notice_acknowledge", details: { key, title: view.facts.title } });
  return { kind: "done" };
}

/**
 * Holds back what is told of a notice's topics; of two who press at once one wins. When it is over, what is still so is told again.
 *
 * @returns undefined for a key that no notice has
 */
export async function snoozeNotice(
  tx: LedgerTransaction,
  key: string,
  until: number,
  actor: string,
): Promise<Response | undefined> {
  const view = await noticeView(tx, key, tx.now);
  if (view === undefined) return undefined;
  for (const topic of await topicsWith(tx, key)) {
    const { numInsertedOrUpdatedRows } = await tx.db
      .insertInto("notice_snoozes")
      .values({ topic, until, actor, at: tx.now })
      .onConflict((conflict) =>
        conflict
          .column("topic")
          .doUpdateSet({ until, actor, at: tx.now })
          .where("notice_snoozes.until", "<=", BigInt(tx.now)),
      )
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n || topic !== topicOf(key)) continue;
    const standing = (await snoozesOf(tx, [topic])).get(topic);
    return { kind: "already", by: standing?.by ?? "", at: standing?.until ?? until };
  }
  await writeAudit(tx, {
    actor,
    action: "notice_snooze",
    details: { key, title: view.facts.title, until: new Date(until).toISOString() },
  });
  return { kind: "done", until };
}

/** The topics of all that was told in one message with a key, its own first. */
async function topicsWith(tx: LedgerTransaction, key: string): Promise<readonly string[]> {
  const own = await tx.db.selectFrom("notices").select(["at", "facts"]).where("key", "=", key).executeTakeFirst();
  if (own === undefined) return [];
  const rows = await tx.db
    .selectFrom("notices")
    .select("key")
    .where("at", "=", own.at)
    .where("facts", "=", own.facts)
    .execute();
  return [...new Set([topicOf(key), ...rows.map((row) => topicOf(row.key))])];
}
