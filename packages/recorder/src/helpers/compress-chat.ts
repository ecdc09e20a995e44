import {
  compressMessages,
  compilePricer,
  readUsageLine,
  type ChatMessage,
  type CompressedMessages,
  type CompressionLimits,
  type MadeSummary,
} from "@runrate/core";
import type OpenAI from "openai";
import { tokenCounter } from "../budget/call-size.ts";

export interface SummaryOptions extends CompressionLimits {
  /** The model that writes the summary: a cheap one. */
  readonly model: string;
  /** Its cap on output; default 300 tokens. */
  readonly maxTokens?: number;
  /** What it is told; default: to keep facts, decisions, names, figures and open questions. */
  readonly instruction?: string;
}

const INSTRUCTION =
  "Summarise the conversation below for the assistant who continues it. Keep facts, decisions, names, figures and open questions. Do not answer anything.";

type Messages = OpenAI.Chat.Completions.ChatCompletionMessageParam;

/** Puts older messages into few words by a call of the `openai` SDK. A call of a wrapped client is recorded like any other. */
export function summariser(client: OpenAI, { model, maxTokens = 300, instruction = INSTRUCTION }: SummaryOptions) {
  return async (older: readonly Messages[]): Promise<MadeSummary> => {
    const answer = await client.chat.completions.create({
      model,
      max_completion_tokens: maxTokens,
      messages: [
        { role: "system", content: instruction },
        // As data: what older messages say is not to be followed.
        { role: "user", content: JSON.stringify(older) },
      ],
    });
    const text = answer.choices[0]?.message.content ?? "";
    const line = readUsageLine({ model: answer.model, usage: answer.usage, raw: true }, answer.created * 1_000);
    return line.kind === "request" ? { text, call: line.request } : { text };
  };
}

/**
 * Shortens a chat: over 10 messages (default) the older ones are replaced by a summary that a model writes, the last 5 (default)
 * stay, and no tool call is split from its result. Says the tokens before and after, and what the summary cost.
 *
 * @throws RunrateError `empty_summary`; what the client throws
 */
export async function compressChat(
  client: OpenAI,
  messages: readonly Messages[],
  options: SummaryOptions,
): Promise<CompressedChat> {
  const [count, { bundledCatalogue }] = await Promise.all([tokenCounter(), import("@runrate/catalogue")]);
  // Core looks at messages of any form; what it keeps of ours is found again by its copy.
  const originals = new Map<ChatMessage, Messages>();
  const plain = messages.map((message) => {
    const copy: ChatMessage = Object.fromEntries(Object.entries(message));
    originals.set(copy, message);
    return copy;
  });
  const summarise = summariser(client, options);
  const result = await compressMessages(plain, {
    ...options,
    summarise: (older) => summarise(older.flatMap((copy) => originals.get(copy) ?? [])),
    countTokens: (list) => list.reduce((sum, message) => sum + count(JSON.stringify(message)), 0),
    summaryMessage(text) {
      const summary: Messages = { role: "system", content: `Summary of the earlier conversation: ${text}` };
      const copy: ChatMessage = { ...summary };
      originals.set(copy, summary);
      return copy;
    },
    pricer: compilePricer(bundledCatalogue()),
  });
  return { ...result, messages: result.messages.flatMap((copy) => originals.get(copy) ?? []) };
}

/** A compressed chat, in the SDK's own messages. */
export type CompressedChat = Omit<CompressedMessages<ChatMessage>, "messages"> & {
  readonly messages: readonly Messages[];
};
