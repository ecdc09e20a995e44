import { relative } from "node:path";
import { checkConfig, describeProblem, readEnvironment } from "@runrate/config";
import { RunrateError } from "@runrate/core";
import { findConfig, readTextFile } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { failure, ok, warning, type Check } from "./check.ts";

/** `runrate.yml`: whether there is one, and every problem in it. */
export function configurationChecks({ options, folder }: CommandContext): Check[] {
  const path = options.config ?? findConfig(folder);
  if (path === undefined) {
    return [
      warning(
        "configuration",
        "there is no runrate.yml: the defaults hold",
        "`runrate init` writes one from what your source calls.",
      ),
    ];
  }
  try {
    const shown = relative(folder, path);
    const checked = checkConfig(readTextFile(path), shown);
    if (checked.kind === "invalid") {
      return checked.problems.map((problem) =>
        failure("configuration", describeProblem(problem), "Correct that line."),
      );
    }
    const { workloads, budgets, teams } = checked.value;
    return [
      ok(
        "configuration",
        `${shown}: ${counted(workloads, "workload")}, ${counted(budgets, "budget")}, ${counted(teams, "team rule")}`,
      ),
    ];
  } catch (error) {
    return [failed("configuration", error)];
  }
}

/** A token of fewer characters can be found by trying. */
const SOUND_TOKEN = 16;

/** The environment's variables, by name alone: values are secrets. */
export function environmentCheck({ terminal }: CommandContext): Check {
  try {
    const { slack, openai, ingestToken } = readEnvironment(terminal.env);
    if (ingestToken !== undefined && ingestToken.length < SOUND_TOKEN) {
      return warning(
        "environment",
        `RUNRATE_INGEST_TOKEN has fewer than ${SOUND_TOKEN} characters, and guards what enters the ledger`,
        "Set a longer one: `openssl rand -hex 24`.",
      );
    }
    const set = [
      ...(slack === undefined ? [] : [`Slack (${slack.kind === "socket" ? "Socket Mode" : "HTTP"})`]),
      ...(openai.apiKey === undefined ? [] : ["OPENAI_API_KEY"]),
      ...(openai.adminKey === undefined ? [] : ["OPENAI_ADMIN_KEY"]),
    ];
    return ok("environment", set.length === 0 ? "no tokens are set: nothing is connected" : `set: ${set.join(", ")}`);
  } catch (error) {
    return failed("environment", error);
  }
}

/** An error as a failed check, in its own words. */
export function failed(name: string, error: unknown): Check {
  if (error instanceof RunrateError) return failure(name, error.message, error.hint ?? "See the message.");
  return failure(name, error instanceof Error ? error.message : String(error), "See the message.");
}

function counted(list: readonly unknown[], noun: string): string {
  return `${list.length} ${noun}${list.length === 1 ? "" : "s"}`;
}
