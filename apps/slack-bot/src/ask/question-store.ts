import { randomBytes } from "node:crypto";
import { querySchema, type Query } from "@runrate/ask";
import type { LedgerStore } from "@runrate/ledger";

/** A question as it was answered in Slack. */
export interface StoredQuestion {
  readonly id: string;
  readonly query: Query;
  readonly channelId: string;
  readonly threadTs: string | null;
}

/** A name that nobody can guess, so that nobody can press the buttons of an answer that was never shown to them. */
export function newQuestionId(): string {
  return randomBytes(9).toString("base64url");
}

/** Keeps a question for its buttons, and for what is asked next in its thread. */
export async function storeQuestion(
  ledger: LedgerStore,
  { id, query, channelId, threadTs, userId }: StoredQuestion & { readonly userId: string },
): Promise<void> {
  await ledger.db
    .insertInto("slack_questions")
    .values({
      id,
      query: JSON.stringify(query),
      user_id: userId,
      channel: channelId,
      thread_ts: threadTs,
      at: Date.now(),
    })
    .execute();
}

/** The question of a button; undefined when it is too old or was never asked. */
export async function findQuestion(ledger: LedgerStore, id: string): Promise<StoredQuestion | undefined> {
  const row = await ledger.db.selectFrom("slack_questions").selectAll().where("id", "=", id).executeTakeFirst();
  return row && read(row);
}

/** The latest question of a thread. */
export async function lastQuestion(
  ledger: LedgerStore,
  channelId: string,
  threadTs: string,
): Promise<StoredQuestion | undefined> {
  const row = await ledger.db
    .selectFrom("slack_questions")
    .selectAll()
    .where("channel", "=", channelId)
    .where("thread_ts", "=", threadTs)
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && read(row);
}

/** A query that another release wrote and this one does not know is as good as none. */
function read(row: {
  readonly id: string;
  readonly query: string;
  readonly channel: string;
  readonly thread_ts: string | null;
}): StoredQuestion | undefined {
  const { success, data } = querySchema.safeParse(JSON.parse(row.query));
  return success ? { id: row.id, query: data, channelId: row.channel, threadTs: row.thread_ts } : undefined;
}
