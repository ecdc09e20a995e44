import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { compilePricer, formatPercent, formatUsd, RunrateError, subtractUsd, toDecimal } from "@runrate/core";
import { batchTotal, estimateBatch, LIKELY_OUTPUT, type BatchEstimate } from "@runrate/recorder";
import { wholeArgument } from "../arguments.ts";
import { renderColumns } from "../columns.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { pricesOf } from "../prices.ts";
import type { CommandResult } from "../terminal.ts";

const SHOWN_FAULTS = 10;

/** `runrate batch estimate <requests.jsonl>`: a Batch API input file, counted and priced before it is sent. */
export async function batchEstimate(
  [file = ""]: readonly string[],
  options: { readonly output?: string },
  context: CommandContext,
): Promise<CommandResult> {
  const { catalogue, aliases } = pricesOf(context);
  const outputTokens = options.output === undefined ? LIKELY_OUTPUT : wholeArgument(options.output, "--output");
  const estimate = await estimateBatch(linesOf(file, context), {
    pricer: compilePricer(catalogue, aliases),
    at: context.now,
    outputTokens,
  });
  const batch = batchTotal(estimate, "batchUsd");
  const standard = batchTotal(estimate, "standardUsd");
  return {
    text: describe(file, estimate, outputTokens),
    json: {
      kind: "estimate",
      currency: "USD",
      requests: estimate.requests,
      total_usd: toDecimal(batch),
      high_usd: toDecimal(batchTotal(estimate, "batchUsdAtMost")),
      standard_usd: toDecimal(standard),
      standard_high_usd: toDecimal(batchTotal(estimate, "standardUsdAtMost")),
      saving_usd: toDecimal(subtractUsd(standard, batch)),
      models: estimate.models.map((model) => ({
        model: model.model,
        requests: model.requests,
        input_tokens: model.inputTokens,
        output_tokens: model.outputTokens,
        output_tokens_at_most: model.outputTokensAtMost,
        usd: toDecimal(model.batchUsd),
        high_usd: toDecimal(model.batchUsdAtMost),
        standard_usd: toDecimal(model.standardUsd),
      })),
      not_batchable: estimate.faults,
      warnings: estimate.warnings,
    },
    isNo: estimate.faults.length > 0 || estimate.warnings.length > 0,
  };
}

async function* linesOf(file: string, { terminal }: CommandContext): AsyncGenerator<string> {
  const input = file === "-" ? terminal.stdin : createReadStream(file);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
  } catch (cause) {
    throw new RunrateError(
      "file_unreadable",
      isMissing(cause)
        ? `${file} does not exist`
        : `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { path: file, hint: "Name a file of JSON lines with custom_id, method, url and body." },
      { cause },
    );
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
}

function describe(file: string, estimate: BatchEstimate, outputTokens: number): string {
  const count = (figure: number) => figure.toLocaleString("en-US");
  const batch = batchTotal(estimate, "batchUsd");
  const standard = batchTotal(estimate, "standardUsd");
  const saving = subtractUsd(standard, batch);
  return [
    `${printable(file)}: ${count(estimate.requests)} requests, ${formatUsd(batch)} as a batch (at most ${formatUsd(batchTotal(estimate, "batchUsdAtMost"))}), ${formatUsd(standard)} at standard rates: saves ${formatUsd(saving)} (${formatPercent(saving, standard)})`,
    renderColumns(
      [
        { heading: "model", align: "left" },
        { heading: "requests", align: "right" },
        { heading: "input", align: "right" },
        { heading: "output", align: "right" },
        { heading: "batch", align: "right" },
        { heading: "standard", align: "right" },
      ],
      estimate.models.map((model) => [
        printable(model.model),
        count(model.requests),
        count(model.inputTokens),
        count(model.outputTokens),
        formatUsd(model.batchUsd),
        formatUsd(model.standardUsd),
      ]),
    ),
    `Output is assumed at ${count(outputTokens)} tokens a call, or its cap where that is lower (--output); at most: every call writes up to its cap, 4,000 without one.`,
    ...estimate.warnings.map((warning) => `warning: ${warning}`),
    ...(estimate.faults.length > 0 ? [`${count(estimate.faults.length)} lines are not in the sum:`] : []),
    ...estimate.faults.slice(0, SHOWN_FAULTS).map(({ line, reason }) => `  line ${line}: ${printable(reason)}`),
    ...(estimate.faults.length > SHOWN_FAULTS ? [`  and ${count(estimate.faults.length - SHOWN_FAULTS)} more`] : []),
  ].join("\n");
}
