import type { GitHubServer } from "./github-server.ts";
import { Repository, type Files } from "./repository.ts";
import { runAction, type ActionRun, type ActionSettings } from "./run-action.ts";

/** A small application that calls a model. */
export const ANSWER = `import OpenAI from "openai";
import { MODEL } from "./settings";
const client = new OpenAI();
export const answer = (question: string) =>
  client.chat.completions.create({ model: MODEL, max_tokens: 500, messages: [{ role: "user", content: question }] });
`;
export const settings = (model: string) => `export const MODEL = "${model}";\n`;

export const SHOP: Files = {
  "src/answer.ts": ANSWER,
  "src/settings.ts": settings("gpt-4o-mini"),
  "runrate.yml": "workloads:\n  answers: { at: src/**, calls_per_month: 100_000 }\n",
};

/** The change of most tests: a model that costs 16.67 times as much. */
export const DEARER: Files = { "src/settings.ts": settings("gpt-4o") };

/** A file of `runrate usage export` for the shop's one workload. */
export const usageFile = (calls: number, sizes: object = {}): string =>
  JSON.stringify({
    format: "runrate-usage",
    version: 1,
    from: "2026-10-25T00:00:00Z",
    to: "2026-11-24T00:00:00Z",
    days: 30,
    rows: [
      {
        provider: "openai",
        model: "gpt-4o-mini",
        project: null,
        workload: "answers",
        calls,
        input_tokens: { mean: 1_000, p95: 1_000 },
        output_tokens: { mean: 500, p95: 500 },
        cached_basis_points: 0,
        usd: null,
        ...sizes,
      },
    ],
  });

/** Its repository is gone at the end of the block that holds it. */
export interface PullRequest extends Disposable {
  readonly repository: Repository;
  readonly base: string;
  readonly head: string;
  readonly payload: ReturnType<typeof pullRequestPayload>;
}

export interface PullRequestFacts {
  readonly isPrivate?: boolean;
  readonly fork?: boolean;
  readonly baseFiles?: Files;
}

/** A repository whose branch `topic` changes something, checked out there. */
export function pullRequest(change: Files, facts: PullRequestFacts = {}): PullRequest {
  const repository = Repository.create();
  const base = repository.commit({ ...SHOP, ...facts.baseFiles }, "base");
  repository.git("checkout", "--quiet", "-b", "topic");
  const head = repository.commit(change, "topic");
  return {
    repository,
    base,
    head,
    payload: pullRequestPayload(base, head, facts),
    [Symbol.dispose]: () => repository[Symbol.dispose](),
  };
}

export function pullRequestPayload(
  base: string,
  head: string,
  { isPrivate = true, fork = false }: PullRequestFacts = {},
) {
  const full = "octo-org/shop";
  return {
    action: "synchronize",
    number: 7,
    pull_request: {
      number: 7,
      title: "Change",
      base: { sha: base, ref: "main", repo: { full_name: full } },
      head: { sha: head, ref: "topic", repo: { full_name: fork ? "stranger/shop" : full } },
    },
    repository: {
      full_name: full,
      private: isPrivate,
      visibility: isPrivate ? "private" : "public",
      default_branch: "main",
    },
  };
}

/** Runs the action on a pull request. */
export function runOn(
  server: GitHubServer,
  { repository, payload }: { readonly repository: Repository; readonly payload: unknown },
  more: Partial<ActionSettings> = {},
): Promise<ActionRun> {
  return runAction({
    workspace: repository.folder,
    apiUrl: server.url,
    event: "pull_request",
    payload,
    ...more,
  });
}
