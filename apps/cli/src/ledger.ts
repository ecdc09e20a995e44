import { existsSync } from "node:fs";
import { ledgerSettings } from "@runrate/ask";
import { RunrateError } from "@runrate/core";
import { DEFAULT_LEDGER, openLedger, type LedgerStore } from "@runrate/ledger";
import { configurationOf } from "./configuration.ts";
import type { CommandContext } from "./context.ts";

/** The ledger that was named: `--ledger`, else `RUNRATE_LEDGER`, else the default. */
export function ledgerUrl({ options, terminal }: Pick<CommandContext, "options" | "terminal">): string {
  const named = terminal.env["RUNRATE_LEDGER"]?.trim();
  return options.ledger ?? (named === undefined || named === "" ? DEFAULT_LEDGER : named);
}

/** Opens the ledger that was named for one piece of work, with the configuration's teams and billing sources, and closes it. */
export async function withLedger<T>(
  context: CommandContext,
  work: (ledger: LedgerStore) => Promise<T>,
  url = ledgerUrl(context),
): Promise<T> {
  const settings = ledgerSettings(configurationOf(context));
  const ledger = await openLedger(url, { clock: () => context.now, settings });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

/**
 * Opens a ledger for questions. A file that is not there is not made by asking: the answer is then that of an empty ledger, and
 * prices and calculators need none.
 */
export async function withLedgerToAsk<T>(
  context: CommandContext,
  work: (ledger: LedgerStore) => Promise<T>,
): Promise<T> {
  const url = ledgerUrl(context);
  return await withLedger(context, work, missingFile(url) === null ? url : "sqlite::memory:");
}

/**
 * Opens a ledger whose past is to be changed. One that is not there has none: a name that was mistyped would be made, and closed or
 * repriced at nothing.
 *
 * @throws RunrateError `ledger_missing`
 */
export async function withLedgerThere<T>(
  context: CommandContext,
  work: (ledger: LedgerStore) => Promise<T>,
): Promise<T> {
  const missing = missingFile(ledgerUrl(context));
  if (missing !== null) {
    throw new RunrateError("ledger_missing", `there is no ledger ${missing}`, {
      path: missing,
      hint: "Check --ledger and RUNRATE_LEDGER; `runrate import` makes a new one.",
    });
  }
  return await withLedger(context, work);
}

/**
 * Refuses to measure usage from a ledger that is not there: it would be an answer of nothing.
 *
 * @throws RunrateError `ledger_missing`
 */
export function refuseMissingLedger(url: string): void {
  const missing = missingFile(url);
  if (missing === null) return;
  throw new RunrateError("ledger_missing", `there is no ledger ${missing} to measure usage from`, {
    ledger: missing,
    hint: "Check the path; `runrate import` and `runrate sync` make a ledger.",
  });
}

/** The file that a ledger's URL names and that is not there; null where it is, and where the URL names no file. */
export function missingFile(url: string): string | null {
  const file = url.startsWith("sqlite:") ? url.slice("sqlite:".length) : "";
  return file === "" || file === ":memory:" || existsSync(file) ? null : file;
}
