import { assessBill, headline, renderComment, type BillReport } from "@runrate/bill";
import { readGitTree } from "@runrate/callsites";
import { applyOverrides, RunrateError, type ModelAliases } from "@runrate/core";
import type { RunrateConfig } from "@runrate/config";
import { callAnnotations, type Annotations } from "./annotations.ts";
import { markerOf, syncComment } from "./comment.ts";
import { governingConfig } from "./config.ts";
import { isFork, type RunEvent } from "./event.ts";
import type { GitHubApi } from "./github-api.ts";
import { isRateLimit, statusOf } from "./github-api.ts";
import { mergesOf, postEstimate, postMerge } from "./estimates.ts";
import { describeFault } from "./fault.ts";
import { bundledGrammars } from "./grammars.ts";
import type { Inputs } from "./inputs.ts";
import { outputsOf, type Outputs } from "./outputs.ts";
import { remarksOf } from "./remarks.ts";
import { findRevisions, type Revisions } from "./revisions.ts";
import { reproductionFacts, reproductionOf } from "./reproduction.ts";
import { sourceNoteText, type SourceNote } from "./source-note.ts";
import { readSources, type Sources } from "./sources.ts";
import type { StoredResult } from "./stored-result.ts";

/** GitHub takes a summary of 1 MiB; a character of JavaScript's comes to three bytes of UTF-8 at most. */
const SUMMARY_LONGEST = 340_000;

/** The world that a run works in: what a test replaces. */
export interface RunPorts {
  readonly event: RunEvent;
  readonly inputs: Inputs;
  readonly api: GitHubApi;
  readonly annotations: Annotations;
  readonly now: number;
  readonly openAiBaseUrl: string;
  readonly info: (line: string) => void;
  readonly writeSummary: (markdown: string) => Promise<void>;
  /** @returns its path; empty where it could not be written, which has been told */
  readonly storeResult: (result: StoredResult) => string;
}

/** How a run ended. */
export interface RunResult {
  readonly outputs: Outputs;
  /** Why the job fails; null: it does not. Only a policy that somebody has set fails a job. */
  readonly failure: string | null;
}

/** Compares, estimates, judges, and says so in every place: summary, annotations, outputs, stored result, comment. */
export async function run(ports: RunPorts): Promise<RunResult> {
  const { event, inputs, api } = ports;
  const url = `${event.serverUrl}/${event.owner}/${event.repo}`;
  const revisions = await findRevisions(event, {
    api,
    inputs,
    fetch: { workspace: event.workspace, url, token: inputs.token },
  });
  const governing = await governingConfig(event.workspace, revisions, inputs.config);
  const isDisclosed = inputs.disclose ?? (await isPrivate(event, api));
  const sources = await readSources(ports, revisions);
  const report = await assess(ports, revisions, governing.config, sources, isDisclosed);
  const notes: SourceNote[] = [...sources.notes];
  if (governing.isMissing) {
    const note = { kind: "config-missing" } as const;
    ports.annotations.add({ level: "warning", title: "Runrate", message: sourceNoteText(note) });
    notes.push(note);
  }
  const facts = reproductionFacts(inputs, {
    judgedBy: revisions.governing,
    now: ports.now,
    isMeasured: sources.measured !== null,
    isCatalogueNamed: sources.catalogue.isNamed,
  });
  const reproduction = reproductionOf({ ...revisions, disclosed: isDisclosed }, facts);
  const remarks = remarksOf({ config: inputs.config, isConfigEdited: governing.isEdited, report, notes });
  const linkTo = linksIn(url, revisions);
  const body = renderComment(report, { linkTo, reproduction, remarks });

  ports.info(`${headline(report)} (policy: ${report.verdict.policy})`);
  for (const reason of report.verdict.reasons) ports.info(reason);
  await ports.writeSummary(renderComment(report, { linkTo, reproduction, remarks, longest: SUMMARY_LONGEST }));
  if (inputs.annotations) {
    for (const annotation of [...governing.problems, ...callAnnotations(report, reproduction)])
      ports.annotations.add(annotation);
  }
  await followEstimate(ports, () =>
    isDisclosed ? Promise.resolve(report) : assess(ports, revisions, governing.config, sources, true),
  );
  const number = event.payload.pull_request?.number ?? null;
  const resultFile = ports.storeResult({
    format: "runrate-result",
    version: 1,
    pull_request: number,
    head: event.payload.pull_request?.head.sha ?? revisions.head,
    base: revisions.base,
    config: inputs.config,
    is_config_edited: governing.isEdited,
    reproduction: facts,
    notes,
    report,
  });
  if (number !== null && inputs.comment !== "never") {
    await comment(ports, number, isWanted(report, inputs) ? body : null);
  }
  const failure =
    report.verdict.policy === "fail"
      ? report.verdict.reasons.filter((reason) => reason.startsWith("fails: ")).join("; ")
      : null;
  return { outputs: outputsOf(report, body, resultFile), failure };
}

async function assess(
  { event, inputs, now }: RunPorts,
  revisions: Revisions,
  config: RunrateConfig,
  { catalogue: { list }, measured }: Sources,
  isDisclosed: boolean,
): Promise<BillReport> {
  const { workspace } = event;
  const { overrides } = config.prices;
  const grammars = bundledGrammars();
  const [base, head] = await Promise.all([
    readGitTree(workspace, revisions.base),
    readGitTree(workspace, revisions.head),
  ]);
  return assessBill({
    base,
    head,
    config,
    list,
    catalogue: overrides.length === 0 ? list : applyOverrides(list, overrides),
    aliases: aliasesOf(config),
    measured,
    now,
    isDisclosed,
    isOwnDismissalCounted: true,
    paths: inputs.paths,
    ...(grammars === null ? {} : { scan: { grammars } }),
  });
}

/** Leaves the estimate, or the news of a merge, with the bot; it is the owner's own, and gets all figures. */
async function followEstimate(
  { event, inputs, annotations, info, api }: RunPorts,
  report: () => Promise<BillReport>,
): Promise<void> {
  if (inputs.estimatesUrl === "") return;
  const target = { url: inputs.estimatesUrl, token: inputs.estimatesToken };
  try {
    for (const merge of await mergesOf(event, api)) {
      const isKnown = await postMerge(target, event, merge);
      info(
        `estimate: ${isKnown ? "the bot was told of the merge" : "the bot has none"} of pull request ${merge.number}`,
      );
    }
    if (!event.payload.pull_request || event.payload.action === "closed") return;
    await postEstimate(target, event, await report());
    info("estimate: kept by the bot");
  } catch (error) {
    const { message, hint } = describeFault(error);
    annotations.add({ level: "warning", title: "Runrate: estimate not kept", message: `${message}. ${hint}` });
  }
}

function aliasesOf({ prices }: RunrateConfig): ModelAliases {
  return Object.fromEntries(
    prices.aliases.map(({ name, model, provider }) => [name, provider === undefined ? model : `${provider}/${model}`]),
  );
}

/** Unknown counts as public: what is shown cannot be taken back. */
async function isPrivate({ payload }: RunEvent, api: GitHubApi): Promise<boolean> {
  const { repository } = payload;
  if (repository?.visibility) return repository.visibility !== "public";
  if (typeof repository?.private === "boolean") return repository.private;
  return (await api.isPrivate().catch(() => null)) ?? false;
}

/** Whether a report deserves a comment in this mode. What is below the floor does not, unless a policy speaks. */
export function isWanted(report: BillReport, { comment: mode }: Pick<Inputs, "comment">): boolean {
  switch (mode) {
    case "always":
      return true;
    case "never":
      return false;
    case "failure":
      return report.verdict.policy === "fail";
    case "change": {
      if (report.verdict.policy !== "pass") return true;
      const hasNews = report.changes.length > 0 || report.dismissed.length > 0;
      return hasNews && !report.below_floor;
    }
    default:
      return mode satisfies never;
  }
}

/** Posts, and turns what GitHub refuses into a warning that says what to do: not being able to speak fails nobody's job. */
export async function comment(
  { api, inputs, annotations, event, info }: Pick<RunPorts, "api" | "inputs" | "annotations" | "event" | "info">,
  number: number,
  body: string | null,
): Promise<void> {
  const warn = (message: string) => annotations.add({ level: "warning", title: "Runrate: no comment", message });
  if (inputs.token === "") return warn("there is no github-token; the job summary has the result");
  try {
    const outcome = await syncComment(api, { issue: number, marker: markerOf(inputs.commentId), body });
    info(`comment: ${outcome}`);
  } catch (error) {
    const status = statusOf(error);
    if (status === null && !(error instanceof Error)) throw error;
    if (isRateLimit(error)) return warn("GitHub's rate limit is used up; the job summary has the result");
    if (status === 403 && /locked/i.test(String(error))) {
      return warn("the conversation is locked; the job summary has the result");
    }
    if (status === 403 || status === 404 || status === 401) {
      warn(
        isFork(event)
          ? "the token of a forked pull request may only read; the job summary has the result, and a second workflow can post it (docs/github-action.md, Forks)"
          : `GitHub answered ${status}: add \`permissions: pull-requests: write\` to the job; the job summary has the result`,
      );
      return;
    }
    warn(`GitHub ${status === null ? "could not be reached" : `answered ${status}`}; the job summary has the result`);
  }
}

function linksIn(url: string, { base, head }: Pick<Revisions, "base" | "head">) {
  return (path: string, line: number, side: "before" | "after") =>
    `${url}/blob/${side === "before" ? base : head}/${path.split("/").map(encodeURIComponent).join("/")}#L${line}`;
}

/** A run that posts what another has stored (`post-from`). */
export async function post(ports: RunPorts, stored: StoredResult): Promise<RunResult> {
  const { event, inputs, api } = ports;
  const { report, pull_request: number } = stored;
  const triggering = event.payload.workflow_run?.head_sha;
  if (triggering !== undefined && triggering !== stored.head) {
    throw new RunrateError("stale_result", "the stored result is of another commit than the run that left it", {
      hint: "Run this workflow on workflow_run, and download the artifact of that very run.",
    });
  }
  if (report.disclosed && !(inputs.disclose ?? (await isPrivate(event, api)))) {
    throw new RunrateError("undisclosed", "the stored result holds volumes, and this repository is public", {
      hint: "Set disclose: true in both workflows, or in none.",
    });
  }
  const url = `${event.serverUrl}/${event.owner}/${event.repo}`;
  const linkTo = linksIn(url, stored);
  const remarks = remarksOf({
    config: stored.config,
    isConfigEdited: stored.is_config_edited,
    report,
    notes: stored.notes ?? [],
  });
  const body = renderComment(report, {
    linkTo,
    remarks,
    ...(stored.reproduction === undefined
      ? {}
      : { reproduction: reproductionOf({ ...stored, disclosed: report.disclosed }, stored.reproduction) }),
  });
  const unposted = async (why: string): Promise<RunResult> => {
    ports.info(why);
    await ports.writeSummary(`> ${why}.\n\n${body}`);
    return { outputs: outputsOf(report, "", ""), failure: null };
  };
  if (number === null) return await unposted("Not posted: this result is of no pull request");
  if ((await api.headOf(number)) !== stored.head) {
    return await unposted(`Not posted: pull request ${number} has moved on, and its next run will post`);
  }
  await ports.writeSummary(body);
  if (inputs.comment !== "never") await comment(ports, number, isWanted(report, inputs) ? body : null);
  return { outputs: outputsOf(report, body, ""), failure: null };
}
