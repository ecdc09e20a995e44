import type { connect } from "./octokit.ts";

/** A comment as far as it matters here. */
export interface IssueComment {
  readonly id: number;
  readonly body: string;
  /** The author's login; null for a deleted account. */
  readonly author: string | null;
  readonly isBot: boolean;
}

/** A pull request that was merged. */
export interface MergedPullRequest {
  readonly number: number;
  /** ISO instant. */
  readonly mergedAt: string;
  readonly mergeCommit: string | null;
}

/** What the action asks of GitHub. Errors are the toolkit's, with `status`. */
export interface GitHubApi {
  mergeBase(base: string, head: string): Promise<string | null>;
  /** Null where it cannot be learned. */
  isPrivate(): Promise<boolean | null>;
  /** The login of the token's owner; null where the token may not ask. */
  whoAmI(): Promise<string | null>;
  /** All comments of a pull request, over all pages. */
  comments(issue: number): AsyncIterable<IssueComment>;
  createComment(issue: number, body: string): Promise<number>;
  updateComment(id: number, body: string): Promise<void>;
  deleteComment(id: number): Promise<void>;
  /** The commit that a pull request's head is at. */
  headOf(pullRequest: number): Promise<string>;
  /** The pull requests that brought a commit to a branch. */
  mergedWith(commit: string, branch: string): Promise<readonly MergedPullRequest[]>;
}

export interface ApiSettings {
  readonly token: string;
  readonly baseUrl: string;
  readonly owner: string;
  readonly repo: string;
}

/** GitHub through the toolkit's client, which is loaded when the first question is asked: most of a run needs none. */
export function gitHubApi({ token, baseUrl, owner, repo }: ApiSettings): GitHubApi {
  const at = { owner, repo };
  let connection: Promise<ReturnType<typeof connect>> | null = null;
  const client = () => (connection ??= import("./octokit.ts").then(({ connect: open }) => open({ token, baseUrl })));
  return {
    async mergeBase(base, head) {
      const { rest } = await client();
      const { data } = await rest.repos.compareCommitsWithBasehead({
        ...at,
        basehead: `${base}...${head}`,
        per_page: 1,
      });
      return data.merge_base_commit.sha;
    },
    async isPrivate() {
      const { rest } = await client();
      const { data } = await rest.repos.get(at);
      return typeof data.private === "boolean" ? data.private : null;
    },
    async whoAmI() {
      const { rest } = await client();
      try {
        return (await rest.users.getAuthenticated()).data.login;
      } catch (error) {
        // The token of a workflow belongs to no user: 403 (404 or 401 on some servers). What did not answer has not said so.
        if ([401, 403, 404].includes(statusOf(error) ?? 0)) return null;
        throw error;
      }
    },
    async *comments(issue) {
      const { rest, paginate } = await client();
      const pages = paginate.iterator(rest.issues.listComments, { ...at, issue_number: issue, per_page: 100 });
      for await (const { data } of pages) {
        for (const { id, body, user } of data) {
          yield { id, body: body ?? "", author: user?.login ?? null, isBot: user?.type === "Bot" };
        }
      }
    },
    async createComment(issue, body) {
      const { rest } = await client();
      return (await rest.issues.createComment({ ...at, issue_number: issue, body })).data.id;
    },
    async updateComment(id, body) {
      const { rest } = await client();
      await rest.issues.updateComment({ ...at, comment_id: id, body });
    },
    async deleteComment(id) {
      const { rest } = await client();
      await rest.issues.deleteComment({ ...at, comment_id: id });
    },
    async headOf(number) {
      const { rest } = await client();
      return (await rest.pulls.get({ ...at, pull_number: number })).data.head.sha;
    },
    async mergedWith(commit, branch) {
      const { rest } = await client();
      const { data } = await rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: commit });
      return data.flatMap(({ number, merged_at: mergedAt, merge_commit_sha: mergeCommit, base }) =>
        mergedAt === null || base.ref !== branch ? [] : [{ number, mergedAt, mergeCommit }],
      );
    },
  };
}

/** The HTTP status of an API error; null for any other error. */
export function statusOf(error: unknown): number | null {
  return typeof error === "object" && error !== null && "status" in error && typeof error.status === "number"
    ? error.status
    : null;
}

/** Whether an error is about a rate limit that lasts longer than anybody waits. */
export function isRateLimit(error: unknown): boolean {
  const status = statusOf(error);
  return status === 429 || (status === 403 && error instanceof Error && /rate limit/i.test(error.message));
}
