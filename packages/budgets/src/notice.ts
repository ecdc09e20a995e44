import type { LedgerReader, LedgerTransaction } from "@runrate/ledger";
import { z } from "zod";
import { isEvent, snoozesOf, topicOf } from "./notice-topic.ts";
import { enqueue } from "./outbox.ts";
import { storedScope } from "./terms-json.ts";

/** The kinds of alerts that are not about a budget (SPEC.md, section 6). */
export const NOTICE_KINDS = [
  "new-model",
  "unpriced",
  "price-change",
  "shutdown",
  "stale-source",
  "drift",
  "estimate",
  "anomaly",
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What a notice says; plain text, names from outside included as they are. */
export const noticeSchema = z.object({
  kind: z.enum(NOTICE_KINDS),
  title: z.string(),
  /** Each one fact. */
  lines: z.array(z.string()),
  /** Why it was sent. */
  why: z.string(),
  /** What somebody may say is expected: a scope as `expected_spend` keeps it. */
  expects: z.string().optional(),
  /** Whose spend it is about; absent: everything. */
  where: storedScope.optional(),
});

export type NoticeFacts = z.infer<typeof noticeSchema>;

/** A notice with what makes it the same notice: each key is told once. Several keys in one notice are told together. */
export interface Notice extends NoticeFacts {
  readonly keys: readonly string[];
  /** A channel's id or name; null: the admins. */
  readonly channel: string | null;
}

/** A key that is to be told now. */
interface KeyNews {
  readonly key: string;
  /** When it was told before it was snoozed; null: never. */
  readonly toldAt: number | null;
  /** A snooze of its topic holds it back until then; 0: nothing does. */
  readonly notBefore: number;
}

/** So many keys are looked up at once. */
const CHUNK = 500;

/**
 * Of a notice's keys, those that are to be told now: what has not been told, and what is still so when a snooze is over. What happens
 * once and is snoozed is told afterwards; what is a state is looked at again then.
 */
export async function newsOf(
  ledger: LedgerReader,
  { kind, keys }: Pick<Notice, "kind" | "keys">,
  now: number,
): Promise<readonly KeyNews[]> {
  const news: KeyNews[] = [];
  for (let start = 0; start < keys.length; start += CHUNK) {
    const chunk = keys.slice(start, start + CHUNK);
    const rows = await ledger.db
      .selectFrom("notices")
      .select(["key", "at", "acknowledged_by"])
      .where("key", "in", chunk)
      .execute();
    const told = new Map(rows.map((row) => [row.key, row]));
    const snoozes = await snoozesOf(ledger, chunk.map(topicOf));
    for (const key of chunk) {
      const [before, snooze] = [told.get(key), snoozes.get(topicOf(key))];
      const isHeld = snooze !== undefined && snooze.until > now;
      if (before === undefined) {
        if (!isHeld || isEvent(kind)) news.push({ key, toldAt: null, notBefore: isHeld ? snooze.until : 0 });
        continue;
      }
      const toldAt = Number(before.at);
      const isAgain = snooze !== undefined && !isHeld && toldAt <= snooze.at && before.acknowledged_by === null;
      if (isAgain && !isEvent(kind)) news.push({ key, toldAt, notBefore: 0 });
    }
  }
  return news;
}

/** Writes notices into the outbox; what has been told already is left out, and a notice with nothing new is not sent. */
export async function tellNotices(tx: LedgerTransaction, notices: readonly Notice[]): Promise<number> {
  let told = 0;
  for (const { keys, channel, ...facts } of notices) {
    const fresh: KeyNews[] = [];
    for (const news of await newsOf(tx, { kind: facts.kind, keys }, tx.now)) {
      if (await isTaken(tx, facts, news)) fresh.push(news);
    }
    const [first] = fresh;
    if (first === undefined) continue;
    await enqueue(tx, {
      key: first.toldAt === null ? `notice/${first.key}` : `notice/${first.key}/${tx.now}`,
      kind: "post",
      channel,
      payload: JSON.stringify({ notice: facts, key: await buttonKey(tx, first.key) }),
      notBefore: Math.min(...fresh.map(({ notBefore }) => notBefore)),
    });
    told += 1;
  }
  return told;
}

/** A block's id, by which buttons know their notice: docs.slack.dev/reference/block-kit/blocks/actions-block. */
const MOST_BUTTON_KEY = 255;

/** What the buttons of a notice carry: its key, or where that is too long for them its number, which `noticeKey` reads. */
async function buttonKey(ledger: LedgerReader, key: string): Promise<string> {
  if (key.length <= MOST_BUTTON_KEY) return key;
  const { id } = await ledger.db.selectFrom("notices").select("id").where("key", "=", key).executeTakeFirstOrThrow();
  return `#${id}`;
}

/** The key of a notice by what its buttons carry. No key begins with "#". */
export async function noticeKey(ledger: LedgerReader, carried: string): Promise<string> {
  const [, number] = /^#(\d{1,15})$/.exec(carried) ?? [];
  if (number === undefined) return carried;
  const row = await ledger.db.selectFrom("notices").select("key").where("id", "=", BigInt(number)).executeTakeFirst();
  return row?.key ?? carried;
}

/** Writes down that a key is told; false when another replica has done so meanwhile. */
async function isTaken(tx: LedgerTransaction, facts: NoticeFacts, { key, toldAt }: KeyNews): Promise<boolean> {
  const said = { at: tx.now, facts: JSON.stringify(facts) };
  if (toldAt === null) {
    const { numInsertedOrUpdatedRows } = await tx.db
      .insertInto("notices")
      .values({ kind: facts.kind, key, ...said })
      .onConflict((conflict) => conflict.column("key").doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }
  const { numUpdatedRows } = await tx.db
    .updateTable("notices")
    .set(said)
    .where("key", "=", key)
    .where("at", "=", BigInt(toldAt))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The newest notices, one of each message, for App Home. */
export async function recentNotices(
  ledger: LedgerReader,
  since: number,
  most = 5,
): Promise<readonly { readonly at: number; readonly notice: NoticeFacts }[]> {
  const rows = await ledger.db
    .selectFrom("notices")
    .select(["at", "facts"])
    .where("at", ">=", BigInt(since))
    .orderBy("id", "desc")
    .limit(200)
    .execute();
  const seen = new Map(rows.map(({ at, facts }) => [facts, Number(at)]));
  return [...seen].slice(0, most).map(([facts, at]) => ({ at, notice: noticeSchema.parse(JSON.parse(facts)) }));
}
