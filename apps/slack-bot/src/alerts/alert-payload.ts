import { noticeSchema } from "@runrate/budgets";
import { z } from "zod";
import type { MessageBlock } from "../blocks/block.ts";
import type { Outgoing } from "../bot.ts";
import { renderNotice } from "./render-notice.ts";

const linePayload = z.object({ text: z.string() });

const postPayload = z.union([
  z.object({ notice: noticeSchema, key: z.string().optional() }),
  z.object({ text: z.string(), blocks: z.array(z.custom<MessageBlock>()).optional() }),
]);

/** A line for a thread, as it stands in the outbox: plain text in which `<@U…>` are mentions. */
export function readLine(payload: string): z.infer<typeof linePayload> {
  return linePayload.parse(JSON.parse(payload));
}

/** A message of its own: a notice, or what was rendered when it was written into the outbox. */
export function readPost(payload: string): Outgoing {
  const post = postPayload.parse(JSON.parse(payload));
  if ("notice" in post) return renderNotice(post.notice, post.key === undefined ? {} : { key: post.key });
  return { text: post.text, ...(post.blocks ? { blocks: post.blocks } : {}) };
}
