import { createWriteStream, renameSync, rmSync, statSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { RunrateError, toDecimal, UTC } from "@runrate/core";
import {
  auditEntries,
  billedCosts,
  closedMonths,
  csvHeader,
  csvRow,
  exportColumns,
  exportLine,
  focusLines,
  scanRecords,
  type LedgerStore,
  type ScanScope,
} from "@runrate/ledger";
import type { CommandContext } from "../context.ts";
import { drained } from "../drained.ts";
import { printable } from "../failure.ts";
import { parseFilters } from "../filters.ts";
import { withLedgerThere } from "../ledger.ts";
import type { CommandOutcome } from "../program/define.ts";
import { listCatalogue, pricesOf } from "../prices.ts";
import { openSpanOf } from "../span.ts";

interface ExportOptions {
  readonly what?: string;
  readonly format?: string;
  readonly from?: string;
  readonly to?: string;
  readonly where?: readonly string[];
  readonly output?: string;
}

const KINDS = ["usage", "billed", "audit", "closed-months"] as const;

/**
 * `runrate export`: all that a ledger holds, usage in a form that `import` reads back as the same records. To standard output, or
 * to a file, packed when its name ends in .gz.
 */
export async function exportLedger(
  _args: readonly string[],
  options: ExportOptions,
  context: CommandContext,
): Promise<CommandOutcome> {
  const kind = choice(options.what ?? "usage", KINDS, "--what");
  const format = choice(options.format ?? "jsonl", ["jsonl", "csv", "focus"] as const, "--format");
  if (format !== "jsonl" && kind !== "usage") {
    throw new RunrateError("bad_argument", `${kind} is exported as JSON lines only`, { hint: "Leave --format away." });
  }
  const scope: ScanScope = {
    ...openSpanOf(options, UTC),
    where: parseFilters(options.where ?? []),
    // What is handed to tools that add up bills is what bills.
    allSources: format !== "focus",
  };
  const prices = { catalogue: listCatalogue(context), aliases: pricesOf(context).aliases };
  const written = { lines: 0 };
  await withLedgerThere(context, async (ledger) => {
    const lines = counted(linesOf(ledger, kind, format, scope, prices), written);
    await write(lines, options.output, context);
  });
  if (options.output === undefined) return "yes";
  const records = format !== "jsonl" ? Math.max(0, written.lines - 1) : written.lines;
  return {
    text: `${records.toLocaleString("en-US")} ${kind} records are in ${printable(options.output)}`,
    json: { what: kind, format, records, output: options.output },
  };
}

function choice<T extends string>(text: string, choices: readonly T[], option: string): T {
  const known = choices.find((one) => one === text);
  if (known !== undefined) return known;
  throw new RunrateError("bad_argument", `${option} is "${text}", which cannot be exported`, {
    hint: `Use ${choices.join(", ")}.`,
  });
}

async function* linesOf(
  ledger: LedgerStore,
  kind: (typeof KINDS)[number],
  format: "jsonl" | "csv" | "focus",
  scope: ScanScope,
  prices: Parameters<typeof focusLines>[2],
): AsyncGenerator<string> {
  switch (kind) {
    case "usage": {
      if (format === "focus") {
        yield* focusLines(ledger, scope, prices);
        return;
      }
      const columns = format === "csv" ? await exportColumns(ledger) : undefined;
      if (columns !== undefined) yield csvHeader(columns);
      for await (const entry of scanRecords(ledger, scope)) {
        yield columns === undefined ? exportLine(entry) : csvRow(columns, entry);
      }
      return;
    }
    case "billed":
      for (const { at, usd, ...cost } of await billedCosts(ledger, scope)) {
        yield JSON.stringify({ ...cost, at: new Date(at).toISOString(), usd: toDecimal(usd) });
      }
      return;
    case "audit":
      for (const { id, at, ...entry } of (await auditEntries(ledger, Number.MAX_SAFE_INTEGER)).toReversed()) {
        yield JSON.stringify({ id: Number(id), at: new Date(at).toISOString(), ...entry });
      }
      return;
    case "closed-months":
      for (const { usd, requests, closedAt, ...month } of (await closedMonths(ledger)).values()) {
        const closed = new Date(closedAt).toISOString();
        yield JSON.stringify({ ...month, closedAt: closed, usd: toDecimal(usd), requests: Number(requests) });
      }
  }
}

async function* counted(lines: AsyncIterable<string>, written: { lines: number }): AsyncGenerator<string> {
  let chunk = "";
  for await (const line of lines) {
    written.lines += 1;
    chunk += `${line}\n`;
    if (chunk.length < 65_536) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}

async function write(
  chunks: AsyncIterable<string>,
  path: string | undefined,
  { terminal }: CommandContext,
): Promise<void> {
  if (path === undefined) {
    for await (const chunk of chunks) {
      if (terminal.stdout.destroyed) return;
      if (!terminal.stdout.write(chunk)) await drained(terminal.stdout);
    }
    return;
  }
  // A file appears whole or not at all, and an earlier export stays until then; a device or a pipe is written as it is.
  const isPlain = statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
  const written = isPlain ? `${path}.${process.pid}.part` : path;
  try {
    const file = createWriteStream(written, { mode: 0o600 });
    if (path.endsWith(".gz")) await pipeline(Readable.from(chunks), createGzip(), file);
    else await pipeline(Readable.from(chunks), file);
    if (isPlain) renameSync(written, path);
  } catch (error) {
    if (isPlain) rmSync(written, { force: true });
    if (error instanceof RunrateError) throw error;
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): RunrateError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const isFull = code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG";
  const why = isFull ? "there is no room left" : error instanceof Error ? error.message : String(error);
  const hint = isFull
    ? "Free disk space, or name a file elsewhere; nothing was left behind."
    : "Name a file in a folder that you may write to.";
  return new RunrateError("file_unwritable", `${path} cannot be written: ${why}`, { path, hint });
}
