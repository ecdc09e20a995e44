import { isRateLimit, statusOf, type GitHubApi, type IssueComment } from "./github-api.ts";

/** The hidden line by which the action knows its comment. */
export function markerOf(id: string): string {
  return `<!-- runrate:pull-request-comment id="${id}" -->`;
}

/** What became of the comment. */
export type CommentOutcome = "created" | "updated" | "unchanged" | "deleted" | "none";

export interface CommentPlan {
  readonly issue: number;
  readonly marker: string;
  /** The comment as it should be; null: there should be none. */
  readonly body: string | null;
}

/**
 * Makes the one comment be as planned. It is looked for over all pages by marker and author: somebody else's comment that quotes
 * the marker is never touched. Of several of our own (two runs at once) the oldest stays.
 */
export async function syncComment(api: GitHubApi, { issue, marker, body }: CommentPlan): Promise<CommentOutcome> {
  const own = await ownComments(api, issue, marker);
  const [first, ...others] = own;
  for (const { id } of others) await remove(api, id);
  if (body === null) {
    if (!first) return "none";
    await remove(api, first.id);
    return "deleted";
  }
  const text = `${marker}\n${body}`;
  if (!first) {
    await api.createComment(issue, text);
    return "created";
  }
  if (sameText(first.body, text)) return "unchanged";
  try {
    await api.updateComment(first.id, text);
    return "updated";
  } catch (error) {
    // Deleted since it was read, or another bot's after all: then there is none of ours.
    if (![403, 404, 410].includes(statusOf(error) ?? 0) || isRateLimit(error)) throw error;
    await api.createComment(issue, text);
    return "created";
  }
}

/** One that somebody has deleted meanwhile is gone as it should be. */
async function remove(api: GitHubApi, id: number): Promise<void> {
  try {
    await api.deleteComment(id);
  } catch (error) {
    if (statusOf(error) !== 404 && statusOf(error) !== 410) throw error;
  }
}

/** Replaces the comment's text where there is one; makes one only where `creates`. */
export async function updateExisting(
  api: GitHubApi,
  issue: number,
  marker: string,
  body: string,
  creates: boolean,
): Promise<void> {
  const [first] = await ownComments(api, issue, marker);
  if (first) await api.updateComment(first.id, `${marker}\n${body}`);
  else if (creates) await api.createComment(issue, `${marker}\n${body}`);
}

async function ownComments(api: GitHubApi, issue: number, marker: string): Promise<IssueComment[]> {
  const login = await api.whoAmI();
  const own: IssueComment[] = [];
  for await (const comment of api.comments(issue)) {
    if (comment.body.trimStart().startsWith(marker) && isOurs(comment, login)) own.push(comment);
  }
  return own;
}

/** Where the token's owner cannot be learned (a workflow's own token), a bot with our marker is us. */
function isOurs({ author, isBot }: IssueComment, login: string | null): boolean {
  return login === null ? isBot : author?.toLowerCase() === login.toLowerCase();
}

/** GitHub may keep line ends of its own; the moment in the commands is no news. */
function sameText(a: string, b: string): boolean {
  const told = (text: string) =>
    text
      .replaceAll("\r\n", "\n")
      .replaceAll(/ --now [\d:TZ-]+/g, "")
      .trim();
  return told(a) === told(b);
}
