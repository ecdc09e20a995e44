import { RunrateError } from "@runrate/core";
import type OpenAI from "openai";
import { tokenCounter } from "../budget/call-size.ts";
import { isFields } from "../observe.ts";

/** A message or item of a thread or conversation. */
export interface ThreadItem {
  readonly id: string;
  readonly kind: string;
  readonly role: string | null;
  readonly tokens: number;
}

/** What a thread or conversation holds. */
export interface ThreadSize {
  readonly id: string;
  /** Oldest first. */
  readonly items: readonly ThreadItem[];
  readonly tokens: number;
}

/** Every message costs a few tokens for its frame. */
const FRAME_TOKENS = 4;

/**
 * Lists a thread (`thread_…`, also of a compatible service) or a conversation (`conv_…`) and counts its tokens, as the current
 * models do; images and files are not counted, since their size is the model's to say.
 *
 * @throws RunrateError `unknown_thread` for an id that is neither, or that the provider does not have
 */
export async function measureThread(client: OpenAI, id: string): Promise<ThreadSize> {
  const count = await tokenCounter();
  const items: ThreadItem[] = [];
  try {
    if (id.startsWith("thread_")) {
      for await (const message of client.beta.threads.messages.list(id, { order: "asc", limit: 100 })) {
        items.push(itemOf(message, count));
      }
    } else if (id.startsWith("conv_")) {
      for await (const item of client.conversations.items.list(id, { order: "asc", limit: 100 })) {
        items.push(itemOf(item, count));
      }
    } else {
      throw unknown(id, `"${id}" is neither a thread (thread_…) nor a conversation (conv_…)`);
    }
  } catch (error) {
    if (error instanceof Error && "status" in error && error.status === 404) {
      throw unknown(id, `the provider has no ${id.startsWith("conv_") ? "conversation" : "thread"} ${id}`);
    }
    throw error;
  }
  return { id, items, tokens: items.reduce((sum, item) => sum + item.tokens, 0) };
}

function unknown(id: string, message: string): RunrateError {
  return new RunrateError("unknown_thread", message, {
    id,
    hint: "OpenAI's own threads ended on 2026-08-26; for those of a compatible service set OPENAI_BASE_URL.",
  });
}

function itemOf(item: unknown, count: (text: string) => number): ThreadItem {
  const fields = isFields(item) ? item : {};
  const { id, type, role, object } = fields;
  return {
    id: typeof id === "string" ? id : "",
    kind: typeof type === "string" ? type : object === "thread.message" ? "message" : "item",
    role: typeof role === "string" ? role : null,
    tokens: count(textOf(fields)) + FRAME_TOKENS,
  };
}

/** All that a model reads of an item: its texts, arguments of calls, outputs. */
function textOf(value: unknown): string {
  const texts: string[] = [];
  const visit = (part: unknown, name: string): void => {
    if (typeof part === "string") {
      if (READ.has(name)) texts.push(part);
    } else if (Array.isArray(part)) {
      for (const one of part) visit(one, name);
    } else if (isFields(part)) {
      for (const [key, one] of Object.entries(part)) visit(one, key);
    }
  };
  visit(value, "");
  return texts.join("\n");
}

const READ: ReadonlySet<string> = new Set([
  "text",
  "value",
  "content",
  "arguments",
  "output",
  "name",
  "input",
  "refusal",
  "summary",
]);
