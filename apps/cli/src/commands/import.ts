import { setFlagsFromString } from "node:v8";
import { workloadRule } from "@runrate/config";
import { compilePricer, formatDelta, formatUsd, RunrateError } from "@runrate/core";
import {
  fileInput,
  IMPORT_FORMATS,
  importUsage,
  notePriceBasis,
  recordPricer,
  restatements,
  streamInput,
  type ImportFormat,
  type ImportInput,
  type ImportResult,
  type Rejection,
  type Restatement,
} from "@runrate/ledger";
import { parseInstant } from "../arguments.ts";
import { printable } from "../failure.ts";
import { importProgress } from "../import-progress.ts";
import { withLedger } from "../ledger.ts";
import { configurationOf } from "../configuration.ts";
import { pricesOf } from "../prices.ts";
import { pseudonymsOf } from "../pseudonyms.ts";
import type { CommandContext } from "../context.ts";
import type { CommandResult } from "../terminal.ts";

interface ImportOptions {
  readonly format?: string;
  readonly epoch?: string;
  readonly source?: string;
}

interface FileResult extends ImportResult {
  readonly file: string;
}

/**
 * `runrate import <file>...` (DESIGN.md, Interfaces): usage into the ledger, priced at its own time. Every file is opened before
 * anything of the first is stored, so a misspelt name stores nothing.
 */
export async function importFiles(
  files: readonly string[],
  options: ImportOptions,
  context: CommandContext,
): Promise<CommandResult> {
  // Little is alive between two transactions, so a larger young generation would only hold more garbage.
  setFlagsFromString("--semi-space-growth-factor=1");
  const format = formatOf(options.format);
  const epoch = options.epoch === undefined ? undefined : parseInstant(options.epoch, "--epoch");
  const inputs: ImportInput[] = [];
  for (const file of files) inputs.push(file === "-" ? streamInput(context.terminal.stdin) : await fileInput(file));
  const { catalogue, aliases } = pricesOf(context);
  const { workloads } = configurationOf(context);
  const pseudonyms = pseudonymsOf(context);
  const { results, restated } = await withLedger(context, async (ledger) => {
    const done: FileResult[] = [];
    const before = await restatements(ledger);
    for (const input of inputs) {
      using progress = importProgress(context, input.name);
      const result = await importUsage(ledger, input, {
        format,
        ...(epoch === undefined ? {} : { epoch }),
        ...(options.source === undefined ? {} : { source: options.source }),
        price: recordPricer(compilePricer(catalogue, aliases), aliases),
        matchWorkload: workloadRule(workloads),
        ...pseudonyms,
        now: context.now,
        onProgress: (state) => progress.show(state),
      });
      done.push({ ...result, file: input.name });
    }
    const isNew = done.some(({ stored }) => stored > 0);
    if (isNew && catalogue.basis === "negotiated") await notePriceBasis(ledger, catalogue.basis);
    return { results: done, restated: newlyRestated(before, await restatements(ledger)) };
  });
  return {
    text: [...results.map(describe), ...restated.map(restatedText)].join("\n"),
    json: { ...summary(results), ...(restated.length === 0 ? {} : { restated: restated.map(({ month }) => month) }) },
    isNo: results.some(({ rejectedCount }) => rejectedCount > 0),
  };
}

/** Closed months that say something else than before the import. */
function newlyRestated(before: readonly Restatement[], after: readonly Restatement[]): readonly Restatement[] {
  const known = new Map(before.map((one) => [one.month, one]));
  return after.filter(({ month, now, requestsNow }) => {
    const earlier = known.get(month);
    return earlier?.now !== now || earlier.requestsNow !== requestsNow;
  });
}

function restatedText({ month, usd, difference }: Restatement): string {
  return `${month} was closed at ${formatUsd(usd)} and is restated: ${formatDelta(difference, usd)}`;
}

function formatOf(text: string | undefined): ImportFormat | "auto" {
  if (text === undefined || text === "auto") return "auto";
  const format = IMPORT_FORMATS.find((known) => known === text);
  if (format) return format;
  throw new RunrateError("bad_argument", `--format is "${text}", which is not a form of usage`, {
    hint: `Use auto or one of ${IMPORT_FORMATS.join(", ")}.`,
  });
}

/** The agreed object; with several files each rejection names its file. */
function summary(results: readonly FileResult[]) {
  const sum = (figure: (result: FileResult) => number) => results.reduce((total, result) => total + figure(result), 0);
  const rejectedCount = sum((result) => result.rejectedCount);
  const rejected = results.flatMap((result) =>
    result.rejected.map((one): Rejection & { file?: string } =>
      results.length > 1 ? { file: result.file, ...one } : one,
    ),
  );
  return {
    read: sum(({ read }) => read),
    stored: sum(({ stored }) => stored),
    duplicates: sum(({ duplicates }) => duplicates),
    unpriced: sum(({ unpriced }) => unpriced),
    rejected,
    ...(rejectedCount > rejected.length ? { rejected_count: rejectedCount } : {}),
  };
}

const SHOWN_REJECTIONS = 10;

function describe(result: FileResult): string {
  const count = (figure: number) => figure.toLocaleString("en-US");
  const facts = [
    `${count(result.read)} read`,
    `${count(result.stored)} stored`,
    `${count(result.duplicates)} already there`,
    `${count(result.unpriced)} without a price`,
    `${count(result.rejectedCount)} rejected`,
  ];
  const shown = result.rejected.slice(0, SHOWN_REJECTIONS);
  const lines = [
    `${printable(result.file)} (${result.format}): ${facts.join(", ")}`,
    ...shown.map(({ line, reason }) => `  line ${line}: ${printable(reason)}`),
  ];
  const more = result.rejectedCount - shown.length;
  if (more > 0) lines.push(`  and ${count(more)} more`);
  if (result.tagColumns.length > 0)
    lines.push(`  columns kept as tags: ${result.tagColumns.map(printable).join(", ")}`);
  if (result.unpriced > 0) {
    lines.push(
      "  usage without a price is kept, never counted as $0: `runrate reprice` prices it once the price is known",
    );
  }
  return lines.join("\n");
}
