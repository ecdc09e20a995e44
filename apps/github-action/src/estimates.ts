import type { BillReport } from "@runrate/bill";
import { RunrateError } from "@runrate/core";
import type { RunEvent } from "./event.ts";
import type { GitHubApi, MergedPullRequest } from "./github-api.ts";
import { botAddress } from "./bot-address.ts";
import { fetchText } from "./fetch-text.ts";

export interface EstimatesTarget {
  /** The bot's address, or that of its endpoint. */
  readonly url: string;
  readonly token: string;
}

/** Leaves a pull request's estimate with the bot, which follows it after the merge. @throws RunrateError `fetch_failed` */
export async function postEstimate(target: EstimatesTarget, event: RunEvent, report: BillReport): Promise<void> {
  const { pull_request: change } = event.payload;
  if (!change) return;
  await send(target, {
    repository: `${event.owner}/${event.repo}`,
    number: change.number,
    head: change.head.sha,
    ...(change.title ? { title: change.title.slice(0, 500) } : {}),
    ...(change.html_url ? { url: change.html_url } : {}),
    // The lists that nobody follows make it large.
    report: { ...report, unresolved: [], notes: [], cheaper: [] },
  });
}

/** A queue merges several pull requests with one push; beyond so many commits nobody asks. */
const MOST_COMMITS = 20;

/** The pull requests that this run brings the merge of: the one that was closed, or those whose commits were pushed. */
export async function mergesOf(
  { name, payload, ref }: RunEvent,
  api: GitHubApi,
): Promise<readonly MergedPullRequest[]> {
  const { pull_request: change, action } = payload;
  if (change) {
    if (action !== "closed" || !change.merged_at) return [];
    return [{ number: change.number, mergedAt: change.merged_at, mergeCommit: change.merge_commit_sha ?? null }];
  }
  const { after, commits } = payload;
  if (name !== "push" || !after || !ref.startsWith("refs/heads/") || /^0+$/.test(after)) return [];
  const pushed = [...new Set([after, ...(commits ?? []).map(({ id }) => id).toReversed()])].slice(0, MOST_COMMITS);
  const merged = new Map<number, MergedPullRequest>();
  for (const commit of pushed) {
    for (const one of await api.mergedWith(commit, ref.slice("refs/heads/".length))) merged.set(one.number, one);
  }
  return [...merged.values()];
}

/**
 * Tells the bot that a pull request was merged: from then on its spend is held against the estimate.
 *
 * @returns false where the bot keeps no estimate of it
 */
export async function postMerge(target: EstimatesTarget, event: RunEvent, merge: MergedPullRequest): Promise<boolean> {
  try {
    await send(target, {
      repository: `${event.owner}/${event.repo}`,
      number: merge.number,
      merged_at: merge.mergedAt,
      ...(merge.mergeCommit === null ? {} : { merge_commit: merge.mergeCommit }),
    });
    return true;
  } catch (error) {
    if (error instanceof RunrateError && error.facts["answered"] === "unknown_estimate") return false;
    throw error;
  }
}

async function send({ url, token }: EstimatesTarget, body: unknown): Promise<void> {
  await fetchText(botAddress(url, "/v1/estimates"), token, "estimates-url", body);
}
