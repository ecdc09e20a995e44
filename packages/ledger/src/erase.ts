import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { nextChange, writeChange } from "./change.ts";
import { writeAudit } from "./audit.ts";
import { eraseMentions, eraseTagValues } from "./erase-mentions.ts";
import type { LedgerStore } from "./store.ts";

/** What erasing a user takes away, or would. */
export interface Erasure {
  /** Records that carry the name. */
  readonly records: bigint;
  /** Sets of tags that have it as a value. */
  readonly tags: number;
  /** Budgets, alerts, notices, questions and audit entries that name it. */
  readonly mentions: number;
  /** The name that stands in its place; absent in a dry run, and when there is nothing to erase. */
  readonly replacement?: string;
}

/**
 * Takes a user's name out of a ledger: every record that carries it says "erased-…" instead, a random word that nobody can lead
 * back, and so does all else that the ledger keeps: tags, budgets, alerts, questions, the audit. Amounts and counts stay, so no
 * total changes. The audit entry does not repeat the name. Conversations and messages in Slack are out of reach.
 *
 * @param apply false: only says how many records carry it
 */
export async function eraseUser(
  store: LedgerStore,
  user: string,
  options: { readonly apply: boolean; readonly actor: string },
): Promise<Erasure> {
  return await store.transaction(async (tx) => {
    const found = await tx.db
      .selectFrom("records")
      .innerJoin("series", "series.id", "records.series_id")
      .select([
        sql<bigint | number>`count(*)`.as("records"),
        sql<bigint | null>`min(records.at)`.as("first"),
        sql<bigint | null>`max(records.at)`.as("last"),
      ])
      .where("series.user", "=", user)
      .executeTakeFirstOrThrow();
    const records = BigInt(found.records);
    const series = await tx.db.selectFrom("series").select("id").where("user", "=", user).execute();
    const word = options.apply ? `erased-${randomBytes(6).toString("hex")}` : undefined;
    const tags = await eraseTagValues(tx, user, word);
    const mentions = await eraseMentions(tx, user, word);
    if (word === undefined || series.length + tags + mentions === 0) return { records, tags, mentions };
    const replacement = word;
    // The key goes with the name: nothing finds these series by it, except a process that has their numbers in memory, which
    // then stores under the word that stands here.
    for (const { id } of series) {
      await tx.db
        .updateTable("series")
        .set({ user: replacement, key: `${replacement}:${id}` })
        .where("id", "=", id)
        .execute();
    }
    await tx.db.deleteFrom("names").where("kind", "=", "user").where("id", "=", user).execute();
    if (series.length > 0) {
      const change = await nextChange(tx);
      await writeChange(tx, change, {
        kind: "attribute",
        records: Number(records),
        from: Number(found.first ?? 0n),
        to: Number(found.last ?? 0n) + 1,
      });
    }
    await writeAudit(tx, {
      actor: options.actor,
      action: "erase_user",
      details: { records: Number(records), tags, mentions, replacement },
    });
    return { records, tags, mentions, replacement };
  });
}
