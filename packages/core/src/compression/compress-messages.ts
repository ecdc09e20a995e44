import type { PricedAmount, Pricer } from "../compile-pricer.ts";
import type { PriceRequest, Unpriced } from "../cost.ts";
import { RunrateError } from "../errors.ts";
import type { ChatMessage } from "./message-links.ts";
import { planCompression, type CompressionLimits } from "./plan-compression.ts";

/** A summary, and the call that made it, if a model did. */
export interface MadeSummary {
  readonly text: string;
  readonly call?: PriceRequest;
}

export interface CompressionTools<Message extends ChatMessage> extends CompressionLimits {
  /** Puts older messages into few words. What it throws, `compressMessages` throws. */
  readonly summarise: (older: readonly Message[]) => Promise<MadeSummary> | MadeSummary;
  /** Tokens of a list of messages. */
  readonly countTokens: (messages: readonly Message[]) => number;
  /** The summary as a message of the caller's form. */
  readonly summaryMessage: (text: string) => Message;
  /** With it the summary's own cost is known. */
  readonly pricer?: Pricer;
}

export interface CompressedMessages<Message extends ChatMessage> {
  readonly messages: readonly Message[];
  /** False: the list is as it was, nothing was summarised. */
  readonly compressed: boolean;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  /** How many messages the summary stands for. */
  readonly replaced: number;
  /** What the summary cost to make; null: no call made it, or no pricer was given. Never $0 for want of a price. */
  readonly summaryCost: PricedAmount | Unpriced | null;
}

/**
 * Shortens a list of messages: over 10 (default) the older ones are replaced by a summary, the last 5 (default) stay, and no
 * tool call is split from its result (SPEC.md, section 5). A list that the summary would not make shorter stays as it is; what
 * the summary cost is reported all the same.
 *
 * @throws RunrateError `empty_summary`; `bad_count`
 */
export async function compressMessages<Message extends ChatMessage>(
  messages: readonly Message[],
  tools: CompressionTools<Message>,
): Promise<CompressedMessages<Message>> {
  const plan = planCompression(messages, tools);
  const tokensBefore = tools.countTokens(messages);
  const untouched = { messages, compressed: false, tokensBefore, tokensAfter: tokensBefore, replaced: 0 };
  if (plan.kind === "leave") return { ...untouched, summaryCost: null };
  const summary = await tools.summarise(plan.older);
  if (summary.text.trim() === "") {
    throw new RunrateError("empty_summary", "the summary of the older messages is empty", {
      hint: "The messages are as they were. Check the summariser's model and its cap on output.",
    });
  }
  const summaryCost = summary.call && tools.pricer ? tools.pricer.price(summary.call) : null;
  const shorter = [...plan.instructions, tools.summaryMessage(summary.text), ...plan.kept];
  const tokensAfter = tools.countTokens(shorter);
  if (tokensAfter >= tokensBefore) return { ...untouched, summaryCost };
  return { messages: shorter, compressed: true, tokensBefore, tokensAfter, replaced: plan.older.length, summaryCost };
}
