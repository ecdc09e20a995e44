import { RunrateError } from "@runrate/core";
import type { RunEvent } from "./event.ts";
import { fetchCommits, fetchHistory, requireRepository, type FetchOptions } from "./fetch-commits.ts";
import { fileAt, git, gitLine, hasCommit } from "./git.ts";
import type { GitHubApi } from "./github-api.ts";

/** The two commits that are compared. */
export interface Revisions {
  /** The common ancestor of both sides: what others merged meanwhile is not this change's. */
  readonly base: string;
  readonly head: string;
  /** Whose `runrate.yml` governs: the base's newest commit, else the common ancestor. */
  readonly governing: string;
}

const NONE = /^0+$/;
/** The tree without files, in every repository. */
export const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

export interface RevisionPorts {
  readonly api: GitHubApi;
  readonly fetch: FetchOptions;
  readonly inputs: { readonly base: string; readonly head: string };
}

/**
 * Finds what to compare, for every event. Commits that are here are used; what is missing is fetched without history, and the
 * common ancestor is asked of GitHub rather than of a shallow clone.
 *
 * @throws RunrateError `no_repository`, `no_commit`, `no_merge_base`
 */
export async function findRevisions(event: RunEvent, ports: RevisionPorts): Promise<Revisions> {
  await requireRepository(event.workspace);
  const { base, head, ref, isExact = false } = await sidesOf(event, ports);
  if (base === EMPTY_TREE) {
    await need([head], ports, ref);
    return { base, head, governing: head };
  }
  if (base === head) {
    await need([head], ports, ref);
    return { base, head, governing: base };
  }
  if (isExact) {
    await need([base, head], ports, ref);
    return { base, head, governing: base };
  }
  const merged = await mergedCheckout(event, base, head);
  if (merged) return merged;
  const common = await mergeBase(event, base, head, ports);
  await need([common, head], ports, ref);
  const left = await fetchCommits([base], ports.fetch);
  return { base: common, head, governing: left.length === 0 ? base : common };
}

interface Sides {
  readonly base: string;
  readonly head: string;
  /** Where the head can be fetched by name. */
  readonly ref: string | null;
  /** Whether the base itself is compared with, not the common ancestor: what a forced push replaces is no ancestor. */
  readonly isExact?: boolean;
}

async function sidesOf(event: RunEvent, { inputs, fetch }: RevisionPorts): Promise<Sides> {
  const { payload, workspace, sha } = event;
  if (inputs.base !== "" || inputs.head !== "") {
    const head = await named(workspace, inputs.head === "" ? sha || "HEAD" : inputs.head, fetch);
    const base = inputs.base === "" ? await branchBase(event, head, fetch) : await named(workspace, inputs.base, fetch);
    return { base, head, ref: null };
  }
  if (payload.pull_request) {
    const { base, head, number } = payload.pull_request;
    return { base: base.sha, head: head.sha, ref: `refs/pull/${number}/head` };
  }
  if (payload.merge_group)
    return { base: payload.merge_group.base_sha, head: payload.merge_group.head_sha, ref: event.ref };
  const head = sha === "" ? await named(workspace, "HEAD", fetch) : sha;
  if (event.name === "push" && payload.before && payload.after) {
    if (NONE.test(payload.after)) return { base: head, head, ref: null };
    if (!NONE.test(payload.before)) {
      return { base: payload.before, head: payload.after, ref: event.ref, isExact: true };
    }
    return { base: await branchBase(event, payload.after, fetch), head: payload.after, ref: event.ref };
  }
  return { base: await branchBase(event, head, fetch), head, ref: null };
}

/** The default branch's commit; for the default branch itself the commit before. The first commit of all is compared with nothing. */
async function branchBase(event: RunEvent, head: string, fetch: FetchOptions): Promise<string> {
  const branch = event.payload.repository?.default_branch ?? null;
  const isDefault = branch === null || event.ref === `refs/heads/${branch}`;
  if (!isDefault) {
    const here = await gitLine(
      event.workspace,
      "rev-parse",
      "--verify",
      "--quiet",
      `refs/remotes/origin/${branch}^{commit}`,
    );
    return here ?? named(event.workspace, branch, fetch);
  }
  await fetchCommits([head], fetch);
  const [parent] = await parentsOf(event.workspace, head);
  return parent ?? EMPTY_TREE;
}

/** A revision that a person or an event named, as a commit; looked for here, then on the remote. */
async function named(workspace: string, name: string, options: FetchOptions): Promise<string> {
  for (const candidate of [name, `refs/remotes/origin/${name}`]) {
    const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${candidate}^{commit}`];
    const found = await gitLine(workspace, ...args);
    if (found !== null) return found;
  }
  const full = /^[0-9a-f]{40}$/.test(name);
  if (full) return name;
  const remote = (await gitLine(workspace, "remote", "get-url", "origin")) === null ? options.url : "origin";
  const listed = await gitLine(workspace, "ls-remote", "--quiet", remote, `refs/heads/${name}`);
  const found = /^[0-9a-f]{40}/.exec(listed ?? "")?.[0];
  if (found !== undefined) return found;
  throw new RunrateError("no_commit", `neither this clone nor its remote knows the revision "${name.slice(0, 100)}"`, {
    hint: "Set the inputs base and head to a branch, a tag or a full commit id.",
  });
}

async function parentsOf(workspace: string, commit: string): Promise<readonly string[]> {
  // The commit's own text names its parents even where a shallow clone has cut them off.
  const { code, stdout } = await git(workspace, ["cat-file", "commit", commit]);
  if (code !== 0) return [];
  const [head = ""] = stdout.toString("utf8").split("\n\n");
  return [...head.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].flatMap(([, parent]) => parent ?? []);
}

/**
 * What `actions/checkout` leaves by default of a pull request: the merge of head and base. Its difference to the base is the pull
 * request's own, so that with the base at hand nothing has to be fetched where the head is not.
 */
async function mergedCheckout({ workspace, sha }: RunEvent, base: string, head: string): Promise<Revisions | null> {
  if (sha === "" || sha === head || (await hasCommit(workspace, head))) return null;
  if (!(await hasCommit(workspace, base)) || !(await hasCommit(workspace, sha))) return null;
  const [first, second] = await parentsOf(workspace, sha);
  return first === base && second === head ? { base, head: sha, governing: base } : null;
}

async function mergeBase(event: RunEvent, base: string, head: string, ports: RevisionPorts): Promise<string> {
  const here = async () =>
    (await hasCommit(event.workspace, base)) && (await hasCommit(event.workspace, head))
      ? gitLine(event.workspace, "merge-base", base, head)
      : null;
  const known = await here();
  if (known !== null) return known;
  const asked = await ports.api.mergeBase(base, head).catch(() => null);
  if (asked !== null) return asked;
  await fetchHistory([base, head], ports.fetch);
  const fetched = await here();
  if (fetched !== null) return fetched;
  throw new RunrateError(
    "no_merge_base",
    `no common ancestor of ${base.slice(0, 12)} and ${head.slice(0, 12)} could be found`,
    { hint: "Give actions/checkout `fetch-depth: 0`, or let this job's token read contents (`contents: read`)." },
  );
}

async function need(commits: readonly string[], ports: RevisionPorts, ref: string | null): Promise<void> {
  let missing = await fetchCommits(
    commits.filter((commit) => commit !== EMPTY_TREE),
    ports.fetch,
  );
  if (missing.length > 0 && ref !== null && ref !== "") {
    // A server that does not give commits by id gives them by name.
    await git(ports.fetch.workspace, ["fetch", "--quiet", "--no-tags", "--depth=1", "origin", ref]);
    missing = await fetchCommits(missing, ports.fetch);
  }
  const [first] = missing;
  if (first === undefined) return;
  throw new RunrateError("no_commit", `commit ${first.slice(0, 12)} is not in this clone and could not be fetched`, {
    hint: "Give actions/checkout `fetch-depth: 0`, or let it keep its credentials (`persist-credentials`).",
  });
}

/** Whether a file differs between two commits, and how it stands in each. */
export async function fileOnBothSides(workspace: string, { base, head }: Revisions, path: string) {
  const [before, after] = await Promise.all([
    base === EMPTY_TREE ? null : fileAt(workspace, base, path),
    fileAt(workspace, head, path),
  ]);
  return { before, after };
}
