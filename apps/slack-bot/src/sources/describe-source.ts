import type { SourceState } from "@runrate/ledger";
import { escapeName } from "../blocks/text.ts";

/** A source in a line of mrkdwn: how far it reaches, and what is wrong with it. */
export function describeSource({ source, provider, reaches, billing, stale, backfill, failure }: SourceState): string {
  const facts = [
    reaches === 0 ? "nothing yet" : `through ${new Date(reaches).toISOString().slice(0, 16).replace("T", " ")} UTC`,
    ...(billing ? [] : ["not added up: another source bills this provider"]),
    ...(stale && reaches > 0 && backfill === undefined ? [":warning: late"] : []),
    ...(backfill === undefined ? [] : [backfillText(backfill)]),
  ];
  const line = `*${escapeName(source)}* (${escapeName(provider)}): ${facts.join(", ")}`;
  if (failure === undefined) return line;
  return `${line}\n      :x: ${escapeName(failure.message)}${failure.hint === undefined ? "" : ` ${escapeName(failure.hint)}`}`;
}

const DAY_MS = 86_400_000;

function backfillText({ from, through }: { readonly from: number; readonly through: number }): string {
  return `reading its past: ${Math.max(0, Math.round((through - from) / DAY_MS))} days so far`;
}
