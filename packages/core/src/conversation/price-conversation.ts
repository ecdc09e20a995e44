import type { Pricer } from "../compile-pricer.ts";
import type { PriceRequest, Unpriced } from "../cost.ts";
import { picoUsd, ZERO_USD, type PicoUsd } from "../money.ts";
import type { UsageCounts } from "../usage.ts";
import { planConversation, type ConversationPlan, type ConversationTurn } from "./conversation.ts";

/** On what a conversation runs, and when: prices of that instant hold. */
export type ConversationCall = Pick<PriceRequest, "provider" | "model" | "serviceTier" | "at" | "region">;

export interface PricedTurn extends ConversationTurn {
  /** Of this turn's call, without its summary. */
  readonly usd: PicoUsd;
  readonly summaryUsd: PicoUsd;
}

export interface ConversationCost {
  readonly kind: "priced";
  readonly turns: readonly PricedTurn[];
  /** Of the turns' calls; sums may pass 2^53. */
  readonly inputTokens: bigint;
  readonly cachedInputTokens: bigint;
  readonly outputTokens: bigint;
  readonly turnsUsd: PicoUsd;
  /** Of the calls that made the summaries; 0 without compression. */
  readonly summariesUsd: PicoUsd;
  /** Both. */
  readonly total: PicoUsd;
}

/**
 * What a conversation costs, turn by turn: a turn whose input passes a long-context bound is billed as such. Writing to the
 * cache is not counted as cache writes.
 *
 * @param summaryCall the model that makes the summaries; default the conversation's own
 * @returns `unpriced` when a model has no price
 * @throws RunrateError as `planConversation`
 */
export function priceConversation(
  pricer: Pricer,
  plan: ConversationPlan,
  call: ConversationCall,
  summaryCall: ConversationCall = call,
): ConversationCost | Unpriced {
  const turns: PricedTurn[] = [];
  const sums = { input: 0n, cached: 0n, output: 0n, turns: 0n, summaries: 0n };
  const priceOf = (on: ConversationCall, usage: UsageCounts) => pricer.price({ ...on, usage, requests: 1 });
  for (const turn of planConversation(plan)) {
    const priced = priceOf(call, turn.usage);
    if (priced.kind === "unpriced") return priced;
    const summary = turn.summary && priceOf(summaryCall, turn.summary);
    if (summary?.kind === "unpriced") return summary;
    const summaryUsd = summary?.usd ?? ZERO_USD;
    turns.push({ ...turn, usd: priced.usd, summaryUsd });
    sums.input += BigInt(turn.usage.inputTokens);
    sums.cached += BigInt(turn.usage.cachedInputTokens);
    sums.output += BigInt(turn.usage.outputTokens);
    sums.turns += priced.usd;
    sums.summaries += summaryUsd;
  }
  return {
    kind: "priced",
    turns,
    inputTokens: sums.input,
    cachedInputTokens: sums.cached,
    outputTokens: sums.output,
    turnsUsd: picoUsd(sums.turns),
    summariesUsd: picoUsd(sums.summaries),
    total: picoUsd(sums.turns + sums.summaries),
  };
}
