import { RunrateError } from "@runrate/core";
import { z } from "zod";

/** What of GitHub's event payloads is used; the rest passes by. */
const sha = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);
const branch = z.object({
  sha,
  repo: z.object({ full_name: z.string().nullish(), fork: z.boolean().nullish() }).nullish(),
});
const payloadSchema = z.object({
  action: z.string().nullish(),
  pull_request: z
    .object({
      number: z.number().int().positive(),
      base: branch,
      head: branch,
      title: z.string().nullish(),
      html_url: z.string().nullish(),
      merged_at: z.string().nullish(),
      merge_commit_sha: z.string().nullish(),
    })
    .nullish(),
  merge_group: z.object({ base_sha: sha, head_sha: sha }).nullish(),
  workflow_run: z.object({ head_sha: sha, event: z.string().nullish() }).nullish(),
  repository: z
    .object({ private: z.boolean().nullish(), visibility: z.string().nullish(), default_branch: z.string().nullish() })
    .nullish(),
  before: z.string().nullish(),
  after: z.string().nullish(),
  commits: z.array(z.object({ id: sha })).nullish(),
});

export type EventPayload = z.infer<typeof payloadSchema>;

/** Everything that GitHub says of this run. */
export interface RunEvent {
  /** `pull_request`, `push`, … */
  readonly name: string;
  readonly payload: EventPayload;
  readonly owner: string;
  readonly repo: string;
  /** GITHUB_SHA. */
  readonly sha: string;
  readonly ref: string;
  readonly serverUrl: string;
  /** The checked-out repository. */
  readonly workspace: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment of a run and its event.
 *
 * @param readFile reads GITHUB_EVENT_PATH
 * @param isNamed whether both revisions are named: then an event that cannot be understood is none
 * @throws RunrateError `bad_event` when this is no run of GitHub Actions, or the event is not what GitHub documents
 */
export function readEvent(env: Environment, readFile: (path: string) => string, isNamed: boolean): RunEvent {
  const [owner = "", repo = "", ...rest] = (env["GITHUB_REPOSITORY"] ?? "").split("/");
  if (owner === "" || repo === "" || rest.length > 0) {
    throw new RunrateError("bad_event", "GITHUB_REPOSITORY is not set: this is no run of GitHub Actions", {
      hint: "In a terminal, or in another CI, use `runrate diff --base <ref> --head <ref> --markdown`.",
    });
  }
  return {
    name: env["GITHUB_EVENT_NAME"] ?? "",
    payload: readPayload(env["GITHUB_EVENT_PATH"] ?? "", readFile, isNamed),
    owner,
    repo,
    sha: env["GITHUB_SHA"] ?? "",
    ref: env["GITHUB_REF"] ?? "",
    serverUrl: (env["GITHUB_SERVER_URL"] ?? "https://github.com").replace(/\/+$/, ""),
    workspace: env["GITHUB_WORKSPACE"] ?? process.cwd(),
  };
}

function readPayload(path: string, readFile: (path: string) => string, isNamed: boolean): EventPayload {
  if (path === "") return {};
  try {
    const parsed = payloadSchema.safeParse(readJson(path, readFile));
    if (parsed.success) return parsed.data;
    const [fault] = parsed.error.issues;
    throw new RunrateError(
      "bad_event",
      `the event of this run is not as GitHub documents it: ${fault?.path.join(".") ?? ""} ${fault?.message ?? ""}`,
      { hint: "Set the inputs base and head to two revisions." },
    );
  } catch (error) {
    if (isNamed) return {};
    throw error;
  }
}

function readJson(path: string, readFile: (path: string) => string): unknown {
  try {
    return JSON.parse(readFile(path));
  } catch (error) {
    throw new RunrateError(
      "bad_event",
      "the file that GITHUB_EVENT_PATH names cannot be read as JSON",
      { hint: "Set the inputs base and head to two revisions." },
      { cause: error },
    );
  }
}

/** Whether the head comes from another repository: its token may only read. */
export function isFork({ payload, owner, repo }: RunEvent): boolean {
  const head = payload.pull_request?.head;
  // A head whose repository is gone was a fork's.
  if (!head?.repo) return head?.repo === null;
  const { full_name: name, fork } = head.repo;
  return name ? name.toLowerCase() !== `${owner}/${repo}`.toLowerCase() : fork === true;
}
