import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { NamedProfile } from "@runrate/bill";
import { bundledCatalogue } from "@runrate/catalogue";
import { defaultConfig, parseConfig, type RunrateConfig } from "@runrate/config";
import { parseCatalogueFile, parseUsageProfile, RunrateError, type Catalogue } from "@runrate/core";
import type { CommandContext } from "./context.ts";

/** What `--judged-by` brings: it stands in a revision that the change cannot edit, as in the action. */
export interface JudgedBy {
  readonly config: RunrateConfig;
  /** The catalogue that `--catalogue` names, where the revision has it. */
  readonly list: Catalogue | null;
  /** The usage that `--usage` names, where the revision has it. */
  readonly measured: NamedProfile | null;
}

/**
 * Reads `runrate.yml` (or the file of `--config`) and the files that options name from a git revision, or a folder.
 *
 * @param usage what `--usage` names
 * @throws RunrateError `tree_unreadable`; `bad_config`, `bad_catalogue` and `bad_usage_file` for what stands there
 */
export function readJudgedBy(revision: string, usage: string | undefined, context: CommandContext): JudgedBy {
  const { config: named = "runrate.yml", catalogue } = context.options;
  const read = readerOf(revision, context.folder);
  const config = read(named);
  const list = catalogue === undefined ? null : read(catalogue);
  const measured = usage === undefined ? null : read(usage);
  return {
    config: config === null ? defaultConfig() : parseConfig(config, named),
    list: list === null || catalogue === undefined ? null : catalogueOf(list, catalogue, context.now),
    measured:
      measured === null || usage === undefined ? null : { name: usage, profile: parseUsageProfile(measured, usage) },
  };
}

function catalogueOf(text: string, name: string, now: number): Catalogue {
  const seen = new Date(now).toISOString().slice(0, 10);
  const reading = parseCatalogueFile(text, { current: bundledCatalogue(), seen, origin: name });
  if (reading.kind === "catalogue") return reading.catalogue;
  throw new RunrateError("bad_catalogue", `${name} is not a price catalogue: ${reading.message}`, {
    hint: "`runrate prices update` reads other forms and writes this one.",
  });
}

/** Reads files by their path from the root; null where there is none. */
function readerOf(revision: string, folder: string): (path: string) => string | null {
  if (statSync(revision, { throwIfNoEntry: false })?.isDirectory() === true) {
    return (path) => {
      const at = join(revision, path);
      return statSync(at, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(at, "utf8") : null;
    };
  }
  const git = (...args: string[]) =>
    spawnSync("git", ["-C", folder, ...args], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const found = git("rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{tree}`);
  if (found.status !== 0) {
    throw new RunrateError("tree_unreadable", `git does not know ${JSON.stringify(revision)}`, {
      hint: "fetch the commit first, or give a folder",
    });
  }
  const tree = found.stdout.trim();
  return (path) => {
    const { status, stdout } = git("cat-file", "blob", `${tree}:${path}`);
    return status === 0 ? stdout : null;
  };
}
