import { sourceStates, type SourceState } from "@runrate/ledger";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { withLedgerToAsk } from "../ledger.ts";
import type { CommandResult } from "../terminal.ts";

const DAY_MS = 86_400_000;

/** `runrate sources`: how far the data of each source reach, which of them bill, which are late. "No" when one is late or failed. */
export async function sources(
  _args: readonly string[],
  _options: object,
  context: CommandContext,
): Promise<CommandResult> {
  const states = await withLedgerToAsk(context, (ledger) => sourceStates(ledger, context.now));
  return {
    text: states.length === 0 ? "no source has delivered anything yet" : states.map(describe).join("\n"),
    json: { sources: states.map(stateJson) },
    isNo: states.some(
      ({ billing, stale, backfill, failure }) => failure !== undefined || (billing && stale && backfill === undefined),
    ),
  };
}

function describe(state: SourceState): string {
  const { source, provider, reaches, billing, stale, backfill, failure } = state;
  const facts = [
    reaches === 0 ? "nothing yet" : `through ${instant(reaches)}`,
    ...(billing ? [] : ["not added up: another source bills this provider"]),
    ...(stale && reaches > 0 && backfill === undefined ? ["late: no newer data than expected"] : []),
    ...(backfill === undefined ? [] : [`still reading its past, ${days(backfill)} read`]),
  ];
  const lines = [`${printable(source)} (${printable(provider)}): ${facts.join(", ")}`];
  if (failure) lines.push(`  ${printable(failure.message)}${failure.hint === undefined ? "" : ` — ${failure.hint}`}`);
  return lines.join("\n");
}

function days({ from, through }: { readonly from: number; readonly through: number }): string {
  return `${Math.max(0, Math.round((through - from) / DAY_MS))} days`;
}

function instant(at: number): string {
  return new Date(at).toISOString();
}

function stateJson({ source, provider, reaches, heardAt, billing, stale, backfill, failure }: SourceState) {
  return {
    source,
    provider,
    data_through: reaches === 0 ? null : instant(reaches),
    heard_at: heardAt === 0 ? null : instant(heardAt),
    billing,
    stale,
    ...(backfill === undefined
      ? {}
      : { backfill: { from: instant(backfill.from), through: instant(backfill.through) } }),
    ...(failure === undefined ? {} : { failure }),
  };
}
