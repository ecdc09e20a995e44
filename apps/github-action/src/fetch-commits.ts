import { RunrateError } from "@runrate/core";
import { git, gitConfiguration, gitLine, hasCommit } from "./git.ts";

export interface FetchOptions {
  readonly workspace: string;
  /** "https://github.com/owner/name", where the checkout has no remote of its own. */
  readonly url: string;
  readonly token: string;
}

/**
 * Brings commits here that are missing, each by itself and without its history. What is present is not fetched. The checkout's own
 * credentials are tried first; it may have been told not to keep any, and then the token is used.
 *
 * @returns the commits that are still missing
 */
export async function fetchCommits(refs: readonly string[], options: FetchOptions): Promise<readonly string[]> {
  const missing = await absent(refs, options.workspace);
  if (missing.length === 0) return [];
  const remote = (await gitLine(options.workspace, "remote", "get-url", "origin")) === null ? options.url : "origin";
  // A full clone stays one: only a shallow one is added to without history.
  const depth = (await isShallow(options.workspace)) ? ["--depth=1"] : [];
  const args = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", ...depth, remote];
  for (const env of [{}, authorisation(options)]) {
    const { code } = await git(options.workspace, [...args, ...missing], env);
    if (code === 0) return absent(missing, options.workspace);
    // One that is refused fails all: then one by one.
    for (const ref of missing.length > 1 ? missing : []) await git(options.workspace, [...args, ref], env);
    const left = await absent(missing, options.workspace);
    if (left.length === 0) return [];
  }
  return absent(missing, options.workspace);
}

/** Fetches all of the history of two commits; for a shallow clone whose common ancestor nobody else knows. */
export async function fetchHistory(refs: readonly string[], options: FetchOptions): Promise<void> {
  const depth = (await isShallow(options.workspace)) ? ["--unshallow"] : [];
  const args = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", ...depth, "origin"];
  for (const env of [{}, authorisation(options)]) {
    const { code } = await git(options.workspace, [...args, ...refs], env);
    if (code === 0) return;
  }
}

/** @throws RunrateError `no_repository` when the workspace is no git repository */
export async function requireRepository(workspace: string): Promise<void> {
  const { code, stderr } = await git(workspace, ["rev-parse", "--git-dir"]);
  if (code === 0) return;
  const why = /dubious ownership/.test(stderr) ? "belongs to another user" : "is not a git repository";
  throw new RunrateError("no_repository", `the workspace ${why}`, {
    hint: "Add a step `uses: actions/checkout` before this one.",
  });
}

async function isShallow(workspace: string): Promise<boolean> {
  return (await gitLine(workspace, "rev-parse", "--is-shallow-repository")) === "true";
}

async function absent(refs: readonly string[], workspace: string): Promise<readonly string[]> {
  const list: string[] = [];
  for (const ref of new Set(refs)) if (!(await hasCommit(workspace, ref))) list.push(ref);
  return list;
}

/** The token as configuration of one command, in its environment: not in arguments, where a process list shows it. */
function authorisation({ token, url }: FetchOptions): Record<string, string> {
  if (token === "" || !url.startsWith("https://")) return {};
  const host = new URL(url).origin;
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  const header = `http.${host}/.extraheader`;
  // An empty value first takes back what the checkout has set: two authorisations are refused.
  return gitConfiguration(process.env, { [header]: ["", `AUTHORIZATION: basic ${basic}`] });
}
