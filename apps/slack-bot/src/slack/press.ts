import type { RespondFn } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { Bot, CostRequest } from "../bot.ts";
import { ephemeralReply, threadReply } from "./reply.ts";

/** Who pressed a button, where, and how they are answered. */
export type PressedAt = Pick<CostRequest, "userId" | "channelId" | "channelName" | "threadTs" | "reply">;

/** What a delivery says of where it comes from. */
export interface Interaction {
  readonly user: { readonly id: string };
  readonly channel?: { readonly id: string; readonly name?: string | undefined } | undefined;
  readonly container?: Readonly<Record<string, unknown>> | undefined;
  readonly message?: Readonly<Record<string, unknown>> | undefined;
}

/** Where a button was pressed. What is pressed in a form or in App Home, which are in no channel, is answered in a direct message. */
export function pressedAt(bot: Bot, client: WebClient, body: Interaction, respond: RespondFn | undefined): PressedAt {
  const channelId = String(body.channel?.id ?? body.container?.["channel_id"] ?? "");
  const threadTs = body.message?.["thread_ts"] ?? body.container?.["thread_ts"];
  const place = {
    userId: body.user.id,
    channelId,
    ...(body.channel?.name === undefined ? {} : { channelName: body.channel.name }),
    ...(typeof threadTs === "string" ? { threadTs } : {}),
  };
  const reply =
    channelId === "" ? threadReply(client, body.user.id, undefined) : ephemeralReply(bot, client, place, respond);
  return { ...place, reply };
}
