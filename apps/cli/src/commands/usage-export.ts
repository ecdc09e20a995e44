import { writeFileSync } from "node:fs";
import { formatUsd, parseUsd, RunrateError } from "@runrate/core";
import { measureUsage } from "@runrate/ledger";
import { wholeArgument } from "../arguments.ts";
import { renderColumns, type Column } from "../columns.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { ledgerUrl, refuseMissingLedger, withLedger } from "../ledger.ts";
import type { CommandResult } from "../terminal.ts";
import { PROFILE_DAYS } from "../usage-profile.ts";

interface UsageExportOptions {
  readonly out?: string;
  readonly days?: string;
}

const COLUMNS: readonly Column[] = [
  { heading: "model", align: "left" },
  { heading: "project", align: "left" },
  { heading: "workload", align: "left" },
  ...["calls", "input mean", "p95", "output mean", "p95", "cached", "cost"].map(
    (heading) => ({ heading, align: "right" }) as const,
  ),
];

/** `runrate usage export`: what was measured, in the form that `diff --usage` reads, on stdout or in a file. */
export async function usageExport(
  _args: readonly string[],
  { out, days: given }: UsageExportOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const days = given === undefined ? PROFILE_DAYS : wholeArgument(given, "--days");
  if (days < 1 || days > 3_660) {
    throw new RunrateError("bad_argument", `--days is ${days}`, { hint: "Give 1 to 3660 days." });
  }
  refuseMissingLedger(ledgerUrl(context));
  const profile = await withLedger(context, (ledger) => measureUsage(ledger, context.now, days));
  if (out !== undefined) writeProfile(out, profile);
  const rows = profile.rows.map((row) =>
    [
      row.model,
      row.project ?? "(none)",
      row.workload ?? "(unattributed)",
      ...[row.calls, row.input_tokens.mean, row.input_tokens.p95, row.output_tokens.mean, row.output_tokens.p95].map(
        (count) => count.toLocaleString("en-US"),
      ),
      `${row.cached_basis_points / 100}%`,
      row.usd === null ? "unpriced" : formatUsd(parseUsd(row.usd)),
    ].map(printable),
  );
  const span = `${profile.from.slice(0, 10)} to ${profile.to.slice(0, 10)} (${days} days)`;
  return {
    // Without a file the profile itself goes to stdout, so that it can be redirected into one.
    text:
      out === undefined
        ? JSON.stringify(profile, null, 2)
        : `${renderColumns(COLUMNS, rows)}\n${span}; written to ${printable(out)}`,
    json: profile,
  };
}

function writeProfile(path: string, profile: unknown): void {
  try {
    writeFileSync(path, `${JSON.stringify(profile, null, 2)}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RunrateError("file_unwritable", `${path} cannot be written: ${why}`, {
      path,
      hint: "Check the path.",
    });
  }
}
