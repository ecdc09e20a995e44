import { RunrateError } from "@runrate/core";
import { recordsNeeded } from "@runrate/budgets";
import { previewPrune, pruneRecords } from "@runrate/ledger";
import { parseInstant, wholeArgument } from "../arguments.ts";
import type { CommandContext } from "../context.ts";
import { withLedgerThere } from "../ledger.ts";
import type { CommandResult } from "../terminal.ts";

const DAY_MS = 86_400_000;

interface PruneOptions {
  readonly before?: string;
  readonly keepDays?: string;
  readonly apply?: boolean;
}

/** `runrate ledger prune`: takes single calls of long ago away and keeps their roll-ups; a dry run unless `--apply`. */
export async function pruneCommand(
  _args: readonly string[],
  options: PruneOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const before = dayOf(options, context.now);
  const day = new Date(before).toISOString().slice(0, 10);
  return await withLedgerThere(context, async (ledger) => {
    const needed = await recordsNeeded(ledger, context.now);
    if (needed !== undefined && before > needed.from) {
      const since = new Date(needed.from).toISOString().slice(0, 10);
      throw new RunrateError(
        "records_needed",
        `the budget "${needed.budget}" needs single calls since ${since}, when its running period began`,
        { hint: `Take away what is older than that: --before ${since}.` },
      );
    }
    const pruned =
      options.apply === true ? await pruneRecords(ledger, before, "cli") : await previewPrune(ledger, before);
    const records = pruned.records.toLocaleString("en-US");
    return {
      text:
        options.apply === true
          ? `${records} single calls before ${day} are gone; totals stay as they were`
          : `${records} single calls are older than ${day}. Their totals would stay; tags, conversations and ids would be gone. Nothing was changed: --apply does it.`,
      json: { before: day, records: pruned.records, partitions: pruned.partitions, dry_run: options.apply !== true },
    };
  });
}

function dayOf({ before, keepDays }: PruneOptions, now: number): number {
  if ((before === undefined) === (keepDays === undefined)) {
    throw new RunrateError("missing_argument", "prune needs to know what to keep", {
      hint: "Give --keep-days 180, or --before 2026-06-01.",
    });
  }
  if (before !== undefined) return parseInstant(before, "--before");
  return Math.floor(now / DAY_MS) * DAY_MS - wholeArgument(keepDays ?? "", "--keep-days") * DAY_MS;
}
