import type { CallSite } from "@runrate/callsites";
import { stringify } from "yaml";
import { declareLine } from "./declare-line.ts";

/**
 * A first `runrate.yml` for a tree: one workload for each folder that calls a model, with its volume to be filled in, and
 * what could not be resolved as entries that are commented out. It parses as it is, and invents no figure.
 */
export function firstConfig(sites: readonly CallSite[]): string {
  const folders = Map.groupBy(sites, ({ path }) => folderOf(path));
  const names = new Set<string>();
  // The first workload whose glob fits has a call: deeper folders stand before those that hold them.
  const depth = (folder: string) => (folder === "" ? 0 : folder.split("/").length);
  const inOrder = [...folders].toSorted(([a], [b]) => depth(b) - depth(a) || (a < b ? -1 : 1));
  const workloads = inOrder.map(([folder, own]) => {
    const name = uniqueName(folder, names);
    const models = [...new Set(own.flatMap(({ model }) => model.alternatives.map(({ value }) => value)))].sort();
    const at = folder === "" ? "*" : `${folder}/**`;
    return [
      `  # ${own.length === 1 ? "1 call" : `${own.length} calls`}: ${onOneLine(models.join(", ") || "model not resolved")}`,
      `  ${scalar(name)}:`,
      `    at: ${scalar(at)}`,
      "    # calls_per_month: { low: 0, likely: 0, high: 0 }   # your traffic; then estimates are in dollars a month",
      "    # match: { project: … }                              # which recorded usage is this workload's",
    ].join("\n");
  });
  const unresolved = [...new Set(sites.filter(({ model }) => model.alternatives.length === 0).map(unresolvedEntry))];
  return `${[
    "# What Runrate cannot measure or must not guess. Every key: docs/runrate-yml.md",
    "# yaml-language-server: $schema=./runrate.schema.json",
    "version: 1",
    "",
    workloads.length === 0
      ? "# workloads: no call of a language model was found"
      : `workloads:\n${workloads.join("\n")}`,
    "",
    "# What a pull request may do to the bill. Uncomment what you want enforced.",
    "policies:",
    "  warn: { shut_down_models: 90 }",
    "  # warn: { monthly_usd: 50, percent: 10 }",
    "  # fail: { monthly_usd: 500 }",
    ...(unresolved.length === 0
      ? []
      : ["", "# The model of these calls could not be resolved. Put it in for MODEL and uncomment.", ...unresolved]),
  ].join("\n")}\n`;
}

function unresolvedEntry(site: CallSite): string {
  const why = onOneLine(site.model.reason ?? "not a constant");
  return [`${site.path}:${site.line}: ${why}`, ...declareLine(site).split("\n")]
    .map((line) => `# ${onOneLine(line, false)}`)
    .join("\n");
}

function folderOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at === -1 ? "" : path.slice(0, at);
}

/** Folders whose names say nothing: the nearest one that does names the workload. */
const PLAIN = new Set(["src", "lib", "app", "api", "server", "services", "packages", "apps"]);

function uniqueName(folder: string, taken: Set<string>): string {
  const parts = folder.split("/").filter((part) => part !== "");
  const named = parts.filter((part) => !PLAIN.has(part));
  const base = (named.at(-1) ?? parts.at(-1) ?? "root").replaceAll(/[^\w.-]+/g, "-");
  let name = base;
  for (let index = 2; taken.has(name); index += 1) name = `${base}-${index}`;
  taken.add(name);
  return name;
}

function scalar(text: string): string {
  return stringify(text, { lineWidth: 0, defaultStringType: "PLAIN" }).trim();
}

function onOneLine(text: string, trims = true): string {
  const line = text.replaceAll(/[\r\n\u0085\u2028\u2029]+/g, " ");
  return trims ? line.trim() : line;
}
