import type { BillReport } from "@runrate/bill";
import type { RunEvent } from "./event.ts";
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

/** Tells the bot that a pull request was merged: from then on its spend is held against the estimate. */
export async function postMerge(target: EstimatesTarget, event: RunEvent): Promise<boolean> {
  const { pull_request: change, action } = event.payload;
  if (action !== "closed" || !change?.merged_at) return false;
  await send(target, {
    repository: `${event.owner}/${event.repo}`,
    number: change.number,
    merged_at: change.merged_at,
    ...(change.merge_commit_sha ? { merge_commit: change.merge_commit_sha } : {}),
  });
  return true;
}

async function send({ url, token }: EstimatesTarget, body: unknown): Promise<void> {
  await fetchText(botAddress(url, "/v1/estimates"), token, "estimates-url", body);
}
