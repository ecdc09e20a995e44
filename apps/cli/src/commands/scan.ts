import { callSiteJson } from "@runrate/bill";
import { loadTokenCounter, openTree, scanTree, type Setting } from "@runrate/callsites";
import { renderColumns } from "../columns.ts";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { scanCache } from "../scan-cache.ts";
import type { CommandResult } from "../terminal.ts";

const COLUMNS = ["where", "call", "model", "cap"].map((heading) => ({ heading, align: "left" }) as const);

/** `runrate scan` (DESIGN.md, Interfaces). */
export async function scan(
  [folder = "."]: readonly string[],
  _options: unknown,
  context: CommandContext,
): Promise<CommandResult> {
  const tree = await openTree(folder, { repository: context.folder });
  const settings = configurationOf(context).callsites;
  const { callSites, notes } = await scanTree(tree, { ...scanCache(context.terminal.env), settings });
  const countTokens = await loadTokenCounter(callSites.map((site) => site.promptText));
  const rows = callSites.map((site) => [
    `${site.path}:${site.line}`,
    site.sdk,
    shown(site.model),
    shown(site.maxOutputTokens),
  ]);
  const lines = rows.map((row) => row.map(printable));
  return {
    text: [renderColumns(COLUMNS, lines), ...notes.map(({ path, reason }) => printable(`${path}: ${reason}`))].join(
      "\n",
    ),
    json: { call_sites: callSites.map((site) => callSiteJson(site, countTokens)), notes },
  };
}

function shown(setting: Setting<unknown>): string {
  const values = new Set(setting.alternatives.map(({ value }) => String(value)));
  if (values.size > 0) return [...values].join(" or ");
  return setting.expression === null ? "-" : `? (${setting.reason ?? setting.expression})`;
}
