import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { firstConfig } from "@runrate/bill";
import { openTree, scanTree } from "@runrate/callsites";
import { parseConfig } from "@runrate/config";
import { RunrateError } from "@runrate/core";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import type { CommandResult } from "../terminal.ts";

interface InitOptions {
  readonly force?: boolean;
}

/** `runrate init`: a first `runrate.yml` from a scan, in the scanned folder. Never overwrites one unless told to. */
export async function init(
  [folder = "."]: readonly string[],
  { force }: InitOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const path = context.options.config ?? join(folder, "runrate.yml");
  if (force !== true && existsSync(path)) {
    throw new RunrateError("file_exists", `${path} is there already`, { path, hint: "--force overwrites it." });
  }
  const { callSites } = await scanTree(await openTree(folder, { repository: context.folder }));
  const text = firstConfig(callSites);
  parseConfig(text, path);
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new RunrateError(
      "file_unwritable",
      `${path} cannot be written`,
      { path, hint: "Check that the folder may be written to." },
      { cause: error },
    );
  }
  const unresolved = callSites.filter(({ model }) => model.alternatives.length === 0).length;
  const calls = `${callSites.length} ${callSites.length === 1 ? "call" : "calls"}`;
  return {
    text: `wrote ${printable(path)} from ${calls}, ${unresolved} of them not resolved: fill in calls_per_month for dollars a month`,
    json: { path, call_sites: callSites.length, unresolved },
  };
}
