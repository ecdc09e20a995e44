import { readFileSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { error, getInput, info, notice, setFailed, setOutput, summary, warning } from "@actions/core";
import { Annotations, type Annotation } from "./annotations.ts";
import { markerOf, updateExisting } from "./comment.ts";
import { gitConfiguration } from "./git.ts";
import { readEvent, type RunEvent } from "./event.ts";
import { describeFault, faultMarkdown } from "./fault.ts";
import { gitHubApi, type GitHubApi } from "./github-api.ts";
import { readInputs, type Inputs } from "./inputs.ts";
import { unknownOutputs, type Outputs } from "./outputs.ts";
import { post, run, type RunPorts } from "./run.ts";
import { parseStoredResult, type StoredResult } from "./stored-result.ts";

const { env } = process;
// A workspace that belongs to another user (a container job) is ours to read all the same.
Object.assign(env, gitConfiguration(env, { "safe.directory": "*" }));

const annotations = new Annotations(emit);
const started: { inputs?: Inputs; event?: RunEvent; api?: GitHubApi } = {};

// The one catch: a fault of ours is told, and fails a job only where somebody has asked for that.
try {
  const inputs = readInputs(getInput, env);
  started.inputs = inputs;
  const event = readEvent(env, (path) => readFileSync(path, "utf8"), inputs.base !== "" && inputs.head !== "");
  started.event = event;
  const { owner, repo } = event;
  const baseUrl = (env["GITHUB_API_URL"] ?? "https://api.github.com").replace(/\/+$/, "");
  const api = gitHubApi({ token: inputs.token, baseUrl, owner, repo });
  started.api = api;
  const ports: RunPorts = {
    event,
    inputs,
    api,
    annotations,
    now: nowOf(env["RUNRATE_NOW"]),
    openAiBaseUrl: env["OPENAI_BASE_URL"] ?? "https://api.openai.com/v1",
    info: (line) => info(onOneLine(line)),
    writeSummary,
    storeResult,
  };
  const result =
    inputs.postFrom === ""
      ? await run(ports)
      : await post(ports, parseStoredResult(readFileSync(inputs.postFrom, "utf8")));
  writeOutputs(result.outputs);
  if (result.failure !== null) setFailed(result.failure);
} catch (thrown) {
  await tellFault(thrown);
}

async function tellFault(thrown: unknown): Promise<void> {
  const fault = describeFault(thrown);
  const markdown = faultMarkdown(fault);
  const message = `Could not tell what this change does to LLM spend: ${fault.message}. ${fault.hint} (${fault.code})`;
  const isFailing = started.inputs ? started.inputs.failOnError : /^(true|yes|on|1)$/i.test(getInput("fail-on-error"));
  if (isFailing) setFailed(message);
  else annotations.add({ level: "warning", title: "Runrate", message });
  await writeSummary(markdown);
  writeOutputs(unknownOutputs(markdown));
  const { inputs, event, api } = started;
  const number = event?.payload.pull_request?.number;
  if (!inputs || !api || number === undefined || inputs.comment === "never" || inputs.token === "") return;
  try {
    // A verdict that stands there is of an earlier commit: it must not pass for this one's.
    await updateExisting(api, number, markerOf(inputs.commentId), markdown, inputs.comment === "always");
  } catch {
    // The fault itself has been told; that the comment could not be changed adds nothing.
  }
}

/** A line that begins with "::" is a command to the runner: text from outside never begins one. */
function onOneLine(line: string): string {
  return line.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}

function emit({ level, message, ...place }: Annotation): void {
  const at = {
    title: place.title,
    ...(place.file === undefined ? {} : { file: place.file }),
    ...(place.line === undefined ? {} : { startLine: place.line }),
  };
  if (level === "error") error(message, at);
  else if (level === "warning") warning(message, at);
  else notice(message, at);
}

async function writeSummary(markdown: string): Promise<void> {
  if ((env["GITHUB_STEP_SUMMARY"] ?? "") === "") return;
  try {
    await summary.addRaw(markdown, true).write();
  } catch {
    annotations.add({ level: "warning", title: "Runrate", message: "the job summary could not be written" });
  }
}

function storeResult(result: StoredResult): string {
  const folder = join(env["RUNNER_TEMP"] ?? tmpdir(), "runrate");
  const path = join(folder, "result.json");
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, JSON.stringify(result));
    return path;
  } catch {
    annotations.add({ level: "warning", title: "Runrate", message: "the result could not be stored in RUNNER_TEMP" });
    return "";
  }
}

function writeOutputs(outputs: Outputs): void {
  try {
    for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
  } catch {
    annotations.add({
      level: "warning",
      title: "Runrate",
      message: "the outputs could not be written to GITHUB_OUTPUT",
    });
  }
}

function nowOf(fixed: string | undefined): number {
  const at = fixed === undefined ? Number.NaN : Date.parse(fixed);
  return Number.isNaN(at) ? Date.now() : at;
}
