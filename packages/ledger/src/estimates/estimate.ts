import { parseUsd, subtractUsd, type PicoUsd } from "@runrate/core";
import { z } from "zod";
import type { LedgerReader, LedgerStore, LedgerTransaction } from "../store.ts";

const name = z.string().min(1).max(512);
const usd = z.string().regex(/^-?\d{1,20}(?:\.\d{1,12})?$/);
const side = z.object({ before: usd, after: usd });

const estimateBody = z.object({
  /** The commit that was estimated. */
  head: z.string().regex(/^[0-9a-f]{7,64}$/),
  title: z.string().max(500).optional(),
  url: z.string().max(2_000).optional(),
  /** What the changed calls cost a month, before and after; null where volumes are not known. */
  monthly: z.object({ likely: side, low: side.optional(), high: side.optional() }).nullable(),
  workloads: z.array(name).max(200),
  models: z.array(name).max(200),
});

/** What a pull request was estimated to cost, as it is kept. */
export type EstimateBody = z.infer<typeof estimateBody>;

/** A pull request by its repository ("owner/name") and number. */
export interface PullRequest {
  readonly repository: string;
  readonly number: number;
}

/** An estimate with what became of it. Instants in milliseconds since 1970 UTC. */
export interface Estimate extends PullRequest {
  readonly body: EstimateBody;
  readonly postedAt: number;
  readonly mergedAt?: number;
  /** When usage first named one of its commits, where the records that said so are gone. */
  readonly deployedAt?: number;
  readonly mergeCommit?: string;
}

/**
 * Keeps the newest estimate of a pull request. Posting the same again changes nothing; after the merge the estimate stands, so
 * that nobody improves it afterwards.
 */
export async function saveEstimate(
  store: LedgerStore,
  { repository, number }: PullRequest,
  body: EstimateBody,
): Promise<"created" | "updated" | "unchanged" | "merged"> {
  const text = JSON.stringify(estimateBody.parse(body));
  return await store.transaction(async (tx) => {
    const known = await tx.db
      .selectFrom("estimates")
      .selectAll()
      .where("repository", "=", repository)
      .where("number", "=", BigInt(number))
      .executeTakeFirst();
    if (known === undefined) {
      const merge = await takeMerge(tx, { repository, number });
      await tx.db
        .insertInto("estimates")
        .values({ repository, number, body: text, posted_at: tx.now, ...merge })
        .execute();
      return "created";
    }
    if (known.body === text) return "unchanged";
    if (known.merged_at !== null) return "merged";
    await tx.db
      .updateTable("estimates")
      .set({ body: text, posted_at: tx.now })
      .where("repository", "=", repository)
      .where("number", "=", BigInt(number))
      .execute();
    return "updated";
  });
}

/** A merge that waited for the estimate, which takes it over. */
async function takeMerge(
  { db }: LedgerTransaction,
  { repository, number }: PullRequest,
): Promise<{ readonly merged_at?: bigint; readonly merge_commit?: string | null }> {
  const merge = await db
    .deleteFrom("merges")
    .where("repository", "=", repository)
    .where("number", "=", BigInt(number))
    .returning(["merged_at", "merge_commit"])
    .executeTakeFirst();
  return merge ?? {};
}

/**
 * Notes when and as what a pull request was merged; the first word counts. False when nothing was estimated for it yet: the merge
 * is kept until then.
 */
export async function markMerged(
  store: LedgerStore,
  { repository, number }: PullRequest,
  merge: { readonly at: number; readonly commit?: string },
): Promise<boolean> {
  return await store.transaction(async (tx) => {
    const found = await tx.db
      .selectFrom("estimates")
      .select("merged_at")
      .where("repository", "=", repository)
      .where("number", "=", BigInt(number))
      .executeTakeFirst();
    if (found === undefined) {
      await tx.db
        .insertInto("merges")
        .values({ repository, number, merged_at: merge.at, merge_commit: merge.commit ?? null })
        .onConflict((conflict) => conflict.columns(["repository", "number"]).doNothing())
        .execute();
      return false;
    }
    if (found.merged_at !== null) return true;
    await tx.db
      .updateTable("estimates")
      .set({ merged_at: merge.at, merge_commit: merge.commit ?? null })
      .where("repository", "=", repository)
      .where("number", "=", BigInt(number))
      .execute();
    return true;
  });
}

/** Estimates, the newest first; of one number (in any repository, or the named one), or all. */
export async function readEstimates(
  ledger: LedgerReader,
  wanted: { readonly repository?: string; readonly number?: number } = {},
): Promise<readonly Estimate[]> {
  let query = ledger.db.selectFrom("estimates").selectAll().orderBy("posted_at", "desc").orderBy("repository");
  if (wanted.number !== undefined) query = query.where("number", "=", BigInt(wanted.number));
  if (wanted.repository !== undefined) query = query.where("repository", "=", wanted.repository);
  const rows = await query.execute();
  return rows.map((row) => ({
    repository: row.repository,
    number: Number(row.number),
    body: estimateBody.parse(JSON.parse(row.body)),
    postedAt: Number(row.posted_at),
    ...(row.merged_at === null ? {} : { mergedAt: Number(row.merged_at) }),
    ...(row.deployed_at === null ? {} : { deployedAt: Number(row.deployed_at) }),
    ...(row.merge_commit === null ? {} : { mergeCommit: row.merge_commit }),
  }));
}

/** The change that an estimate foresees, a month; undefined without volumes. */
export function estimatedChange({ monthly }: EstimateBody): PicoUsd | undefined {
  if (monthly === null) return undefined;
  return subtractUsd(parseUsd(monthly.likely.after), parseUsd(monthly.likely.before));
}
