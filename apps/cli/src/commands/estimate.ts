import {
  compilePricer,
  formatUsd,
  monthlyTotal,
  parseUsd,
  RunrateError,
  toDecimal,
  type MonthlyTotal,
  type PicoUsd,
  type ThreadStorage,
} from "@runrate/core";
import { wholeArgument } from "../arguments.ts";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { pricesOf } from "../prices.ts";
import type { CommandResult } from "../terminal.ts";
import { tierOption } from "../tier.ts";
import { unpricedError } from "../unpriced.ts";

interface EstimateOptions {
  readonly threads: string;
  readonly runsPerDay: string;
  readonly model?: string;
  readonly input?: string;
  readonly cached?: string;
  readonly output?: string;
  readonly tier?: string;
  readonly runCost?: string;
  readonly tokensPerThread?: string;
  readonly storageRate?: string;
  readonly days?: string;
}

/** `runrate estimate` (SPEC.md, section 4): what threads and their runs will cost in a month, storage included. */
export function estimate(_args: readonly string[], options: EstimateOptions, context: CommandContext): CommandResult {
  const { storage: planning } = configurationOf(context);
  const threads = wholeArgument(options.threads, "--threads");
  const runsPerDay = wholeArgument(options.runsPerDay, "--runs-per-day");
  const days = wholeArgument(options.days ?? String(planning.daysPerMonth), "--days");
  const runCost = runCostOf(options, context);
  const storage: ThreadStorage = {
    threads,
    tokensPerThread: wholeArgument(options.tokensPerThread ?? "0", "--tokens-per-thread"),
    ratePerMillionDay: parseUsd(options.storageRate ?? planning.threadRate),
    days,
  };
  const total = monthlyTotal(storage, { threads, runsPerDay, days, runCost });
  return {
    text: render(options, total, runCost, days),
    json: {
      kind: "estimate",
      currency: "USD",
      total_usd: toDecimal(total.total),
      storage_usd: toDecimal(total.storage),
      runs_usd: toDecimal(total.runs),
      run_usd: toDecimal(runCost),
      threads,
      runs_per_day: runsPerDay,
      days,
    },
  };
}

function runCostOf(options: EstimateOptions, context: CommandContext): PicoUsd {
  const { model, runCost, input, cached, output } = options;
  if (runCost !== undefined) return parseUsd(runCost);
  if (model === undefined || input === undefined || output === undefined) {
    throw new RunrateError("missing_argument", "estimate needs to know what a run costs", {
      hint: "Give --model with --input and --output tokens of a run, or --run-cost.",
    });
  }
  const { catalogue, aliases } = pricesOf(context);
  const usage = {
    inputTokens: wholeArgument(input, "--input"),
    cachedInputTokens: wholeArgument(cached ?? "0", "--cached"),
    outputTokens: wholeArgument(output, "--output"),
  };
  if (usage.cachedInputTokens > usage.inputTokens) {
    throw new RunrateError(
      "bad_argument",
      `--cached (${usage.cachedInputTokens}) is above --input (${usage.inputTokens})`,
      {
        hint: "Cached tokens are a part of the input.",
      },
    );
  }
  const request = { model, serviceTier: tierOption(options.tier), at: context.now, usage, requests: 1 };
  const priced = compilePricer(catalogue, aliases).price(request);
  if (priced.kind === "unpriced") throw unpricedError(priced);
  return priced.usd;
}

function render(options: EstimateOptions, total: MonthlyTotal, runCost: PicoUsd, days: number): string {
  const threads = wholeArgument(options.threads, "--threads").toLocaleString("en-US");
  const on = options.model === undefined ? "" : ` on ${printable(options.model)}`;
  const runs = `runs     ${formatUsd(total.runs)}  (${threads} threads × ${options.runsPerDay} a day × ${days} days × ${formatUsd(runCost)}${on})`;
  if (options.tokensPerThread === undefined) return [runs, `a month  ${formatUsd(total.total)}`].join("\n");
  const stored = `storage  ${formatUsd(total.storage)}  (${threads} threads × ${wholeArgument(options.tokensPerThread, "--tokens-per-thread").toLocaleString("en-US")} tokens, planning rate)`;
  return [stored, runs, `a month  ${formatUsd(total.total)}`].join("\n");
}
