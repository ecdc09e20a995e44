import { divideHalfEven, formatPercent, formatTokens, formatUsd, scaleUsd, type PicoUsd } from "@runrate/core";
import type { SpendCounts, SpendRow } from "@runrate/ledger";
import { tokens, usd } from "./answer-base.ts";
import type { AnswerValue } from "./answer.ts";
import type { QueryMeasured, QueryOf } from "./query.ts";

type Measured = Pick<QueryOf<"measure">, "of" | "each">;
type Spend = Omit<SpendRow, "key" | "records">;

/** A figure as a fraction, so that groups are put in order exactly; a whole of 0 has no figure. */
export interface Fraction {
  readonly part: bigint;
  readonly whole: bigint;
}

/**
 * What is measured of a group. Amounts are divided by the requests that have a price, since those without are in no amount.
 *
 * @param all what a share is of
 */
export function fractionOf({ of, each }: Measured, row: Spend, all: PicoUsd): Fraction {
  const { counts } = row;
  const scale = BigInt(each);
  const priced = row.unpricedRequests >= counts.requests ? 0n : counts.requests - row.unpricedRequests;
  switch (of) {
    case "usd":
      return { part: row.usd, whole: 1n };
    case "usd_per_request":
      return { part: row.usd * scale, whole: priced };
    case "usd_per_token":
      return { part: row.usd * scale, whole: row.unpricedRequests > 0n ? 0n : tokensOf(counts) };
    case "tokens_per_request":
      return { part: tokensOf(counts) * scale, whole: counts.requests };
    case "input_tokens_per_request":
      return { part: counts.inputTokens * scale, whole: counts.requests };
    case "output_tokens_per_request":
      return { part: counts.outputTokens * scale, whole: counts.requests };
    case "cached_share":
      return { part: counts.cachedInputTokens, whole: counts.inputTokens };
    case "usd_share":
      return { part: row.usd, whole: all };
    default:
      return { part: countOf(of, counts), whole: 1n };
  }
}

/** The larger first; what has no figure last, whichever the order. */
export function compareFractions(a: Fraction, b: Fraction, order: "highest" | "lowest"): number {
  if (a.whole === 0n || b.whole === 0n) return a.whole === b.whole ? 0 : a.whole === 0n ? 1 : -1;
  const difference = a.part * b.whole - b.part * a.whole;
  if (difference === 0n) return 0;
  return difference > 0n === (order === "highest") ? -1 : 1;
}

/** The figure as an answer shows it; a mean amount is divided once, half to even. */
export function measuredValue(measured: Measured, row: Spend, all: PicoUsd): AnswerValue {
  const { part, whole } = fractionOf(measured, row, all);
  const isUnpriced = row.unpricedRequests > 0n && row.unpricedRequests >= row.counts.requests;
  if (isUnpriced && isAmount(measured.of)) return { type: "unpriced" };
  if (whole === 0n) return { type: "none" };
  switch (measured.of) {
    case "usd":
      return usd(row.usd, row.usdLow, row.usdHigh);
    case "usd_per_request":
    case "usd_per_token": {
      const mean = (amount: PicoUsd) => scaleUsd(amount, BigInt(measured.each), whole);
      return usd(mean(row.usd), mean(row.usdLow), mean(row.usdHigh));
    }
    case "cached_share":
    case "usd_share":
      return { type: "percent", part, whole };
    case "requests":
      return { type: "count", count: part, unit: "requests" };
    default:
      return tokens(divideHalfEven(part, whole));
  }
}

/** Whether a figure is made of amounts, so that usage without a price is missing from it. */
export function isAmount(of: QueryMeasured): boolean {
  return of.startsWith("usd");
}

/** The column of a figure: "usd_per_request", "usd_per_1000_requests". */
export function measuredColumn({ of, each }: Measured): string {
  const [, what, unit] = /^(.+)_per_(request|token)$/.exec(of) ?? [];
  return what === undefined || unit === undefined || each === 1 ? of : `${what}_per_${each}_${unit}s`;
}

/** "a request", "1,000 requests", "1M tokens": what a mean is for. */
export function eachText({ of, each }: Measured): string {
  if (of === "usd_per_token") return each === 1 ? "a token" : `${formatTokens(each)} tokens`;
  return each === 1 ? "a request" : `${each.toLocaleString("en-US")} requests`;
}

/** The figure of all that was asked for, as the headline says it. */
export function measuredText(measured: Measured, row: Spend, all: PicoUsd): string {
  const { part, whole } = fractionOf(measured, row, all);
  const { counts } = row;
  const spent = `${row.unpricedRequests > 0n ? "at least " : ""}${formatUsd(row.usd)}`;
  const each = eachText(measured);
  switch (measured.of) {
    case "usd":
      return spent;
    case "usd_per_request":
      return whole === 0n
        ? `no request with a price, so no mean (${spent})`
        : `${formatUsd(scaleUsd(row.usd, BigInt(measured.each), whole))} ${per(each)} (${formatUsd(row.usd)} for ${requestsText(whole)})`;
    case "usd_per_token":
      return whole === 0n
        ? `no tokens that all have a price, so no mean (${spent})`
        : `${formatUsd(scaleUsd(row.usd, BigInt(measured.each), whole))} ${per(each)} (${formatUsd(row.usd)} for ${formatTokens(whole)} input and output tokens)`;
    case "requests":
      return `${requestsText(part)} (${spent})`;
    case "cached_share":
      return whole === 0n
        ? "no input, so nothing of it was cached"
        : `${formatPercent(part, whole)} of the input was read from the cache (${formatTokens(part)} of ${formatTokens(whole)} tokens)`;
    case "usd_share":
      return whole === 0n
        ? `nothing was spent`
        : `${formatPercent(part, whole)} of all spend (${spent} of ${formatUsd(all)})`;
    case "tokens_per_request":
    case "input_tokens_per_request":
    case "output_tokens_per_request":
      return whole === 0n
        ? "no requests, so no mean"
        : `${formatTokens(divideHalfEven(part, whole))} ${kindOf(measured.of)} ${per(each)} (${requestsText(counts.requests)})`;
    default:
      return `${formatTokens(part)} ${kindOf(measured.of)} (${spent})`;
  }
}

/** The same without what it is made of, for what it is held against. */
export function shortText(measured: Measured, row: Spend, all: PicoUsd): string {
  return measuredText(measured, row, all)
    .replace(/ \([^)]*\)$/, "")
    .replace(/^([\d.]+%) of .*$/, "$1");
}

function per(each: string): string {
  return each.startsWith("a ") ? each : `per ${each}`;
}

function requestsText(count: bigint): string {
  return `${count.toLocaleString("en-US")} ${count === 1n ? "request" : "requests"}`;
}

/** "input tokens" of `input_tokens` and `input_tokens_per_request`. */
function kindOf(of: QueryMeasured): string {
  return of.replace("_per_request", "").replaceAll("_", " ");
}

export function tokensOf({ inputTokens, outputTokens }: SpendCounts): bigint {
  return inputTokens + outputTokens;
}

function countOf(
  of: "requests" | "tokens" | "input_tokens" | "cached_input_tokens" | "output_tokens" | "reasoning_tokens",
  counts: SpendCounts,
): bigint {
  switch (of) {
    case "requests":
      return counts.requests;
    case "tokens":
      return tokensOf(counts);
    case "input_tokens":
      return counts.inputTokens;
    case "cached_input_tokens":
      return counts.cachedInputTokens;
    case "output_tokens":
      return counts.outputTokens;
    case "reasoning_tokens":
      return counts.reasoningTokens;
  }
}
