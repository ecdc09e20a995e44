import type { Pricer } from "../compile-pricer.ts";
import { picoUsd } from "../money.ts";
import type { UsageCounts } from "../usage.ts";
import type { MeasuredUsage } from "../what-if.ts";
import { capUsage } from "./cap-saving.ts";
import { perMonth, type MeasuredSpanMs, type Saving } from "./saving.ts";

export interface CompressionOptions {
  /** A summary is made once more than so many turns are not in it; default 5, which is ten messages. */
  readonly afterTurns?: number;
  /** Turns that stay word for word; default 3, the least that holds five messages. */
  readonly keepTurns?: number;
  /** Tokens of a summary; default 500. */
  readonly summaryTokens?: number;
}

/**
 * What summaries of older turns would save in conversations (SPEC.md, section 5), the summaries' own cost taken off.
 *
 * The history before turn f is what turn f sent more than the first one did: that is what a summary of it replaces.
 *
 * @param conversations the calls of each, in order of time
 * @returns undefined where no conversation is long enough. May be below 0: then the summaries cost more than they save.
 */
export function compressionSaving(
  pricer: Pricer,
  conversations: Iterable<readonly MeasuredUsage[]>,
  span: MeasuredSpanMs,
  { afterTurns = 5, keepTurns = 3, summaryTokens = 500 }: CompressionOptions = {},
): Saving | undefined {
  const seen = { conversations: 0n, long: 0n, summaries: 0n };
  let saved = 0n;
  let spentOnSummaries = 0n;
  for (const calls of conversations) {
    seen.conversations += 1n;
    let folded = 0;
    let summarised = 0;
    for (const [turn, call] of calls.entries()) {
      if (call.requests !== 1 || call.usd === null) continue;
      if (turn - folded > afterTurns) {
        const upTo = turn - keepTurns;
        const older = historyBefore(calls, upTo);
        const read = Math.max(0, older - historyBefore(calls, folded)) + (folded === 0 ? 0 : summaryTokens);
        const summary = pricer.price({ ...call, usage: { inputTokens: read, outputTokens: summaryTokens } });
        if (summary.kind === "unpriced") break;
        if (folded === 0) seen.long += 1n;
        folded = upTo;
        summarised = older;
        seen.summaries += 1n;
        spentOnSummaries += summary.usd;
      }
      if (folded === 0) continue;
      const usage = shorter(call.usage, Math.max(0, summarised - summaryTokens));
      const [own, compressed] = [pricer.price(call), pricer.price({ ...call, usage })];
      if (own.kind === "priced" && compressed.kind === "priced") saved += own.usd - compressed.usd;
    }
  }
  if (seen.long === 0n) return undefined;
  const month = perMonth(picoUsd(saved - spentOnSummaries), span);
  return {
    lever: "compression",
    likely: month,
    low: month,
    high: month,
    how: `summaries in ${seen.long} of ${seen.conversations} conversations, over ${afterTurns} turns each, the last ${keepTurns} kept`,
    assumptions: [
      `a summary has ${summaryTokens} tokens and is made by the same model (${seen.summaries} of them, their cost taken off)`,
      "what a turn sends more than the first one is history",
    ],
  };
}

/** Tokens of the turns before one, as far as its input shows them. */
function historyBefore(calls: readonly MeasuredUsage[], turn: number): number {
  const first = calls[0]?.usage.inputTokens ?? 0;
  return Math.max(0, (calls[turn]?.usage.inputTokens ?? 0) - first);
}

/** The same counts with less input; the cached share stays. */
function shorter(usage: UsageCounts, tokens: number): UsageCounts {
  const inputTokens = Math.max(0, usage.inputTokens - tokens);
  const cached = BigInt(usage.cachedInputTokens ?? 0) * BigInt(inputTokens);
  const share = usage.inputTokens === 0 ? 0 : Number(cached / BigInt(usage.inputTokens));
  return capUsage({ ...usage, cachedInputTokens: share }, { maxPromptTokens: inputTokens });
}
