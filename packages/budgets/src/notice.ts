import { writeAudit, type LedgerReader, type LedgerTransaction } from "@runrate/ledger";
import { z } from "zod";
import { enqueue } from "./outbox.ts";
import type { Response } from "./respond.ts";

/** The kinds of alerts that are not about a budget (SPEC.md section 6). */
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
});

export type NoticeFacts = z.infer<typeof noticeSchema>;

/** A notice with what makes it the same notice: each key is told once. Several keys in one notice are told together. */
export interface Notice extends NoticeFacts {
  readonly keys: readonly string[];
  /** A channel's id or name; null: the admins. */
  readonly channel: string | null;
}

/** Writes notices into the outbox; what has been told already is left out, and a notice with nothing new is not sent. */
export async function tellNotices(tx: LedgerTransaction, notices: readonly Notice[]): Promise<number> {
  let told = 0;
  for (const { keys, channel, ...facts } of notices) {
    const fresh: string[] = [];
    for (const key of keys) {
      const { numInsertedOrUpdatedRows } = await tx.db
        .insertInto("notices")
        .values({ kind: facts.kind, key, at: tx.now, facts: JSON.stringify(facts) })
        .onConflict((conflict) => conflict.column("key").doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 1n) fresh.push(key);
    }
    const [first] = fresh;
    if (first === undefined) continue;
    await enqueue(tx, {
      key: `notice/${first}`,
      kind: "post",
      channel,
      payload: JSON.stringify({ notice: facts, key: first }),
    });
    told += 1;
  }
  return told;
}

/** Says that somebody looks after what a notice tells. The first one counts. @returns undefined for a key that no notice has */
export async function acknowledgeNotice(
  tx: LedgerTransaction,
  key: string,
  actor: string,
): Promise<{ readonly response: Response; readonly notice: NoticeFacts } | undefined> {
  const { numUpdatedRows } = await tx.db
    .updateTable("notices")
    .set({ acknowledged_by: actor, acknowledged_at: tx.now })
    .where("key", "=", key)
    .where("acknowledged_by", "is", null)
    .executeTakeFirst();
  const row = await tx.db
    .selectFrom("notices")
    .select(["facts", "acknowledged_by", "acknowledged_at"])
    .where("key", "=", key)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const notice = noticeSchema.parse(JSON.parse(row.facts));
  if (numUpdatedRows === 0n) {
    const first = { by: row.acknowledged_by ?? "", at: Number(row.acknowledged_at) };
    return { response: { kind: "already", ...first }, notice };
  }
  await writeAudit(tx, { actor, action: "notice_acknowledge", details: { key, title: notice.title } });
  return { response: { kind: "done" }, notice };
}

/** Of these keys, those that have not been told. */
export async function untoldKeys(ledger: LedgerReader, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const told = new Set<string>();
  for (let start = 0; start < keys.length; start += 500) {
    const rows = await ledger.db
      .selectFrom("notices")
      .select("key")
      .where("key", "in", keys.slice(start, start + 500))
      .execute();
    for (const { key } of rows) told.add(key);
  }
  return new Set(keys.filter((key) => !told.has(key)));
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
