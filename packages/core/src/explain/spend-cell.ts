import { RunrateError } from "../errors.ts";
import type { PicoUsd } from "../money.ts";
import type { Rate } from "../rate.ts";

/** Usage of one model in one period: whole sums, cached input and cache writes being parts of the input. */
export interface UsageTotals {
  readonly requests: bigint;
  readonly inputTokens: bigint;
  readonly cachedInputTokens: bigint;
  readonly cacheWriteTokens: bigint;
  readonly outputTokens: bigint;
}

/** What a token of each kind cost, in pico-dollars. */
export interface TokenRates {
  readonly input: Rate;
  readonly cachedInput: Rate;
  readonly cacheWrite: Rate;
  readonly output: Rate;
}

/** Spend of one model under one value of the dimension asked, in one period. Priced usage alone: unpriced usage is apart. */
export interface SpendCell {
  /** The value of the dimension asked (a project's name; for the dimension `model` the model's). */
  readonly group: string;
  /** What was called. Tiers and providers with prices of their own are cells of their own: put them into the name. */
  readonly model: string;
  readonly totals: UsageTotals;
  readonly usd: PicoUsd;
  /** Requests of this cell that have no price; neither their tokens nor a cost are in the figures above. */
  readonly unpricedRequests?: bigint;
}

/** @throws RunrateError `bad_totals` for a negative count, or parts of the input above the input. */
export function checkTotals(cell: SpendCell): void {
  const { requests, inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens } = cell.totals;
  const counts = [
    requests,
    inputTokens,
    cachedInputTokens,
    cacheWriteTokens,
    outputTokens,
    cell.unpricedRequests ?? 0n,
  ];
  if (counts.some((count) => count < 0n) || cachedInputTokens + cacheWriteTokens > inputTokens) {
    throw new RunrateError("bad_totals", `the usage of ${cell.model} in ${cell.group} does not add up`, {
      group: cell.group,
      model: cell.model,
      hint: "Counts are not negative, and cached input and cache writes are parts of the input.",
    });
  }
}
