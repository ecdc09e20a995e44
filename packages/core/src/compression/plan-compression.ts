import { wholeCount } from "../quantity.ts";
import { isInstruction, linksOf, type ChatMessage } from "./message-links.ts";

export interface CompressionLimits {
  /** Nothing is done up to so many messages, instructions at the start not counted; default 10. */
  readonly over?: number;
  /** The last messages that stay word for word; default 5. More stay where a tool call would be split from its result. */
  readonly keep?: number;
}

/** How a list of messages would be shortened: `instructions`, then a summary of `older`, then `kept`. */
export type CompressionPlan<Message extends ChatMessage> =
  | {
      readonly kind: "compress";
      readonly instructions: readonly Message[];
      readonly older: readonly Message[];
      readonly kept: readonly Message[];
    }
  /** Short enough, or nothing can be taken without splitting a tool call from its result. */
  | { readonly kind: "leave" };

export const COMPRESS_OVER = 10;
export const COMPRESS_KEEP = 5;

/**
 * Where to cut a list of messages (SPEC.md, section 5). The cut moves towards the start until no tool call before it has its
 * result, or waits for it, behind it.
 *
 * @throws RunrateError `bad_count`
 */
export function planCompression<Message extends ChatMessage>(
  messages: readonly Message[],
  limits: CompressionLimits = {},
): CompressionPlan<Message> {
  const over = Number(wholeCount(limits.over ?? COMPRESS_OVER, "messages before compression"));
  const keep = Number(wholeCount(limits.keep ?? COMPRESS_KEEP, "messages kept"));
  const start = messages.findIndex((message) => !isInstruction(message));
  if (start < 0 || messages.length - start <= Math.max(over, keep)) return { kind: "leave" };
  const cut = wholeCut(messages, start, messages.length - keep);
  // One message alone would only become longer by being called a summary.
  if (cut - start < 2) return { kind: "leave" };
  return {
    kind: "compress",
    instructions: messages.slice(0, start),
    older: messages.slice(start, cut),
    kept: messages.slice(cut),
  };
}

/** The last place at or before `wanted` where a cut splits nothing. */
function wholeCut(messages: readonly ChatMessage[], start: number, wanted: number): number {
  const reaches = lastResults(messages);
  let cut = start;
  let reach = -1;
  for (let index = start; index < wanted; index += 1) {
    reach = Math.max(reach, reaches[index] ?? index);
    if (reach <= index) cut = index + 1;
  }
  return cut;
}

/**
 * For each message the place of the last one that must stay with it. A call that waits for its result belongs to the end; one
 * that was given up, because the conversation went on without a result, belongs to nothing.
 */
function lastResults(messages: readonly ChatMessage[]): number[] {
  const results = new Map<string, number>();
  const reaches: number[] = [];
  let isWaiting = true;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    const links = message && linksOf(message);
    if (!links) continue;
    let reach = links.leads ? index + 1 : index;
    for (const id of links.calls) {
      reach = Math.max(reach, results.get(id) ?? (isWaiting ? Number.POSITIVE_INFINITY : index));
      results.delete(id);
    }
    for (const id of links.results) if (!results.has(id)) results.set(id, index);
    if (links.calls.length === 0 && links.results.length === 0) isWaiting = false;
    reaches[index] = reach;
  }
  return reaches;
}
