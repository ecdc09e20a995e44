import { loadTokenCounter, openTree, scanTree, type CallSite, type Setting } from "@runrate/callsites";
import { renderColumns } from "../columns.ts";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import type { CommandResult } from "../terminal.ts";

const COLUMNS = ["where", "call", "model", "cap"].map((heading) => ({ heading, align: "left" }) as const);

/** `runrate scan` (DESIGN.md, Interfaces). */
export async function scan(
  [folder = "."]: readonly string[],
  _options: unknown,
  context: CommandContext,
): Promise<CommandResult> {
  const tree = await openTree(folder, { repository: context.folder });
  const { callSites, notes } = await scanTree(tree, { settings: configurationOf(context).callsites });
  const countTokens = await loadTokenCounter();
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
    json: { call_sites: callSites.map((site) => siteJson(site, countTokens)), notes },
  };
}

function shown(setting: Setting<unknown>): string {
  if (setting.alternatives.length > 0) return setting.alternatives.map(({ value }) => String(value)).join(" or ");
  return setting.expression === null ? "-" : `? (${setting.reason ?? setting.expression})`;
}

/** A call site as DESIGN.md's `scan` has it. */
export function siteJson(site: CallSite, countTokens: (text: string) => number) {
  const [model] = site.model.alternatives;
  return {
    path: site.path,
    line: site.line,
    sdk: site.sdk,
    model: model?.value ?? null,
    models: site.model.alternatives.map(({ value }) => value),
    max_output_tokens: site.maxOutputTokens.alternatives[0]?.value ?? null,
    service_tier: site.serviceTier.alternatives[0]?.value ?? null,
    input_tokens: { static: countTokens(site.promptText), dynamic: site.hasDynamicInput },
    tools: site.tools,
    loops: site.loops,
    origin: model?.origin ?? "unresolved",
    value_at: model?.at ?? null,
    ...(model === undefined && site.model.reason !== null ? { reason: site.model.reason } : {}),
  };
}
