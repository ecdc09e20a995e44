import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describeChange, judgeUpdate, RunrateError, type Catalogue, type UpdateVerdict } from "@runrate/core";
import type { PriceRefresh } from "@runrate/slack-bot";
import { configurationOf } from "../../configuration.ts";
import type { CommandContext } from "../../context.ts";
import { printable } from "../../failure.ts";
import { readPriceList } from "../../price-list.ts";
import { listCatalogue, updatedCataloguePath } from "../../prices.ts";
import type { CommandResult } from "../../terminal.ts";

interface UpdateOptions {
  readonly asOf?: string;
  readonly allowDeletions?: boolean;
}

/** `runrate prices diff`: what an update would change. Nothing is written. */
export async function diffPrices(
  [from]: readonly string[],
  options: UpdateOptions,
  context: CommandContext,
): Promise<CommandResult> {
  return await judged(from, options, context, () => "would replace the prices in use");
}

/** `runrate prices update` (SPEC.md, section 3): validated before it replaces anything; a refused list leaves the prices as they were. */
export async function updatePrices(
  [from]: readonly string[],
  options: UpdateOptions,
  context: CommandContext,
): Promise<CommandResult> {
  return await judged(from, options, context, (catalogue) => {
    writeCatalogue(updatedCataloguePath(context.folder), catalogue);
    return "replaces the prices in use. Stored usage keeps its price: `runrate reprice` shows the difference by month";
  });
}

/** The same for a server: what is taken stands in the file, from which the prices are read anew. */
export async function refreshPrices(context: CommandContext): Promise<PriceRefresh> {
  const from = configurationOf(context).prices.update?.from;
  if (from === undefined) return { kind: "unchanged" };
  const current = listCatalogue(context);
  const seen = dayOf(undefined, context.now);
  const verdict = judgeUpdate(current, await readPriceList(from, { current, seen }));
  if (verdict.kind === "refused") {
    return verdict.code === "older" ? { kind: "unchanged" } : { kind: "refused", message: verdict.message };
  }
  const { catalogue, changes } = verdict;
  if (changes.length === 0) return { kind: "unchanged" };
  writeCatalogue(updatedCataloguePath(context.folder), catalogue);
  return { kind: "changed", asOf: catalogue.as_of, changes: changes.map(describeChange) };
}

async function judged(
  named: string | undefined,
  options: UpdateOptions,
  context: CommandContext,
  accept: (catalogue: Catalogue) => string,
): Promise<CommandResult> {
  const from = named ?? configurationOf(context).prices.update?.from;
  if (from === undefined) {
    throw new RunrateError("missing_argument", "no price list is named", {
      hint: "Give a file or URL, or set prices.update.from in runrate.yml.",
    });
  }
  const current = listCatalogue(context);
  const seen = dayOf(options.asOf, context.now);
  const verdict =
    options.asOf !== undefined && seen < current.as_of
      ? older(seen, current)
      : judgeUpdate(current, await readPriceList(from, { current, seen }), options.allowDeletions);
  return verdict.kind === "refused"
    ? refused(from, verdict, current)
    : accepted(from, verdict, accept(verdict.catalogue));
}

function dayOf(text: string | undefined, now: number): string {
  if (text === undefined) return new Date(now).toISOString().slice(0, 10);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new RunrateError("bad_argument", `--as-of is "${text}", which is not a day`, {
    hint: "Write it as 2026-11-24.",
  });
}

function older(seen: string, current: Catalogue): Extract<UpdateVerdict, { kind: "refused" }> {
  const message = `the list is from ${seen}, and the catalogue in use is from ${current.as_of}`;
  return { kind: "refused", code: "older", message };
}

function refused(
  from: string,
  { code, message }: Extract<UpdateVerdict, { kind: "refused" }>,
  current: Catalogue,
): CommandResult {
  return {
    isNo: true,
    text: `${printable(from)} is refused: ${printable(message)}\nthe prices of ${current.as_of} stay`,
    json: { accepted: false, code, message, as_of: current.as_of, changes: [] },
  };
}

function accepted(
  from: string,
  { catalogue, changes, notes }: Extract<UpdateVerdict, { kind: "accepted" }>,
  what: string,
): CommandResult {
  const count = changes.length === 1 ? "1 change" : `${changes.length.toLocaleString("en-US")} changes`;
  const lines = [...changes.map(describeChange), ...notes.map((note) => `! ${note}`)].map(printable);
  return {
    text: [...lines, `${printable(from)} (${catalogue.as_of}, ${count}) ${what}`].join("\n"),
    json: { accepted: true, as_of: catalogue.as_of, changes: changes.map(changeJson), notes },
  };
}

function changeJson(change: Parameters<typeof describeChange>[0]) {
  return { ...change, text: describeChange(change) };
}

/** All of the file or nothing of it: a crash leaves the last good one. */
function writeCatalogue(path: string, catalogue: Catalogue): void {
  const partial = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(partial, `${JSON.stringify(catalogue)}\n`, { flush: true });
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new RunrateError("file_unwritable", `the new prices cannot be kept: ${why}`, {
      path,
      hint: "The prices in use stay. Make the folder writable.",
    });
  }
}
