import type { MessageBlock } from "../blocks/block.ts";
import { z } from "zod";

const linePayload = z.object({ text: z.string() });

const postPayload = z.object({ text: z.string(), blocks: z.array(z.custom<MessageBlock>()).optional() });

/** A line for a thread, as it stands in the outbox: plain text in which `<@U…>` are mentions. */
export function readLine(payload: string): z.infer<typeof linePayload> {
  return linePayload.parse(JSON.parse(payload));
}

/** A message that was rendered when it was written into the outbox. */
export function readPost(payload: string): z.infer<typeof postPayload> {
  return postPayload.parse(JSON.parse(payload));
}
