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
 * Opens a ledger for questions about what it holds. At the default place there may be none yet, which is answered as an empty one;
 * nothing is made by asking. One that was named and is not there was mistyped: its answer would be one of nothing.
 *
 * @throws RunrateError `ledger_missing`
 */
export async function withLedgerToAsk<T>(
  context: CommandContext,
  work: (ledger: LedgerStore) => Promise<T>,
): Promise<T> {
  return await withLedgerOrNone(context, (ledger, missing) => {
    refuseNamed(missing, context);
    return work(ledger);
  });
}

/** As `withLedgerToAsk`, where not every question needs the ledger: `missing` says that an empty one stands in for this file. */
export async function withLedgerOrNone<T>(
  context: CommandContext,
  work: (ledger: LedgerStore, missing: string | null) => Promise<T>,
): Promise<T> {
  const url = ledgerUrl(context);
  const missing = missingFile(url);
  return await withLedger(context, (ledger) => work(ledger, missing), missing === null ? url : "sqlite::memory:");
}

/** Refuses a ledger that was named and is not there. @throws RunrateError `ledger_missing` */
export function refuseNamed(missing: string | null, context: CommandContext): void {
  if (missing !== null && ledgerUrl(context) !== DEFAULT_LEDGER) throw noLedger(missing);
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
  requireLedger(context);
  return await withLedger(context, work);
}

/** @throws RunrateError `ledger_missing` where the ledger is a file that is not there */
export function requireLedger(context: CommandContext): void {
  const missing = missingFile(ledgerUrl(context));
  if (missing !== null) throw noLedger(missing);
}

function noLedger(path: string): RunrateError {
  return new RunrateError("ledger_missing", `there is no ledger ${path}`, {
    path,
    hint: "Check --ledger and RUNRATE_LEDGER; `runrate import` makes a new one.",
  });
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
