import { sql } from "kysely";
import type { LedgerReader, LedgerTransaction } from "../store.ts";
import { readEstimates, type Estimate } from "./estimate.ts";

/** The fewest digits by which a commit is known; git's own shortest. */
const SHORTEST = 7;
/** Of a commit's whole name; longer ones are SHA-256. */
const WHOLE = 40;

/**
 * When usage first carried the tag `commit` with the estimated or merged commit: the change is deployed. Short names of commits
 * and whole ones are the same commit.
 */
export async function firstDeployed(
  ledger: LedgerReader,
  { body, mergeCommit }: Pick<Estimate, "body" | "mergeCommit">,
): Promise<number | undefined> {
  const commits = [body.head, ...(mergeCommit === undefined ? [] : [mergeCommit])];
  const names = [...new Set(commits.flatMap(shorterNames))];
  const row = await ledger.db
    .selectFrom("records")
    .innerJoin("tag_values", "tag_values.tag_set_id", "records.tag_set_id")
    .select(sql<bigint | null>`min(records.at)`.as("first"))
    .where("tag_values.key", "=", "commit")
    .where(({ eb, and, or }) =>
      or([
        eb("tag_values.value", "in", names),
        // The last hexadecimal digit is "f": what follows a short name lies before "g".
        ...commits
          .filter((commit) => commit.length < WHOLE)
          .map((commit) => and([eb("tag_values.value", ">", commit), eb("tag_values.value", "<", `${commit}g`)])),
      ]),
    )
    .executeTakeFirst();
  return row?.first === null || row?.first === undefined ? undefined : Number(row.first);
}

/** Keeps what records say of deployments, for the time when they are gone. */
export async function noteDeployments(tx: LedgerTransaction): Promise<void> {
  for (const estimate of await readEstimates(tx)) {
    if (estimate.mergedAt !== undefined || estimate.deployedAt !== undefined) continue;
    const at = await firstDeployed(tx, estimate);
    if (at === undefined) continue;
    await tx.db
      .updateTable("estimates")
      .set({ deployed_at: at })
      .where("repository", "=", estimate.repository)
      .where("number", "=", BigInt(estimate.number))
      .execute();
  }
}

function shorterNames(commit: string): string[] {
  return Array.from({ length: commit.length - SHORTEST + 1 }, (_none, more) => commit.slice(0, SHORTEST + more));
}
