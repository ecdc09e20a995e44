import type { NamedProfile } from "@runrate/bill";
import { parseUsageProfile } from "@runrate/core";
import { measureUsage } from "@runrate/ledger";
import { readTextFile } from "./configuration.ts";
import type { CommandContext } from "./context.ts";
import { refuseMissingLedger, withLedger } from "./ledger.ts";

/** Over so many days volumes are measured. */
export const PROFILE_DAYS = 30;

const LEDGER_URL = /^(?:sqlite:|postgres(?:ql)?:\/\/)/;

/**
 * Measured usage from `--usage`: a file of `runrate usage export`, or a ledger's URL.
 *
 * @throws RunrateError `file_unreadable`, `bad_usage_file`, `ledger_missing` for a file that is not there, and what opening a ledger throws
 */
export async function usageOf(named: string, context: CommandContext): Promise<NamedProfile> {
  if (!LEDGER_URL.test(named)) return { name: named, profile: parseUsageProfile(readTextFile(named), named) };
  refuseMissingLedger(named);
  const options = { ...context.options, ledger: named };
  const profile = await withLedger({ ...context, options }, (ledger) =>
    measureUsage(ledger, context.now, PROFILE_DAYS),
  );
  // A URL may hold a password: the ledger is named by its kind alone.
  return { name: "the ledger", profile };
}
