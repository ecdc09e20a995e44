import type { RespondFn } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { Bot, CostRequest, Outgoing } from "../bot.ts";
import { isInvalidBlocks, plainer } from "../blocks/plainer.ts";
import { isDirect } from "./places.ts";
import { slackErrorCode } from "./slack-error.ts";

/**
 * Answers the asker alone: by the response URL, which needs no membership, else by an ephemeral message of the Web API, else, where
 * the channel takes neither (it is archived, the bot is not in it), in a direct message.
 */
export function ephemeralReply(
  bot: Bot,
  client: WebClient,
  { userId, channelId, threadTs }: Pick<CostRequest, "userId" | "channelId" | "threadTs">,
  respond: RespondFn | undefined,
): CostRequest["reply"] {
  const byApi = (message: Outgoing) =>
    client.chat.postEphemeral({
      channel: channelId,
      user: userId,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      ...contentOf(message),
    });
  return async (message) => {
    if (respond) {
      try {
        await respond({ response_type: "ephemeral", replace_original: false, ...contentOf(message) });
        return;
      } catch (error) {
        bot.log.warn({ err: error }, "a response URL failed; the answer goes by chat.postEphemeral");
      }
    }
    try {
      await withPlainerFallback(message, byApi);
    } catch (error) {
      if (slackErrorCode(error) === undefined || isDirect(channelId)) throw error;
      bot.log.warn({ err: error }, "the channel takes no message; the answer goes to the asker directly");
      await withPlainerFallback(message, (content) =>
        client.chat.postMessage({ channel: userId, ...contentOf(content) }),
      );
    }
  };
}

/** Answers in a thread, for all of its channel. */
export function threadReply(client: WebClient, channelId: string, threadTs: string | undefined): CostRequest["reply"] {
  return async (message) => {
    await withPlainerFallback(message, (content) =>
      client.chat.postMessage({
        channel: channelId,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        ...contentOf(content),
        // Nothing in a name from outside is to be fetched and shown.
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
  };
}

/** Sends; a workspace that does not have charts or tables gets the same without them, and at worst the bare text. */
export async function withPlainerFallback<T>(message: Outgoing, send: (message: Outgoing) => Promise<T>): Promise<T> {
  for (const form of [message, ...plainer(message).slice(0, -1)]) {
    try {
      return await send(form);
    } catch (error) {
      if (!isInvalidBlocks(error)) throw error;
    }
  }
  return await send({ text: message.text });
}

/** The arguments that all of Slack's ways to send share. */
function contentOf({ text, blocks }: Outgoing) {
  return { text, ...(blocks === undefined ? {} : { blocks: [...blocks] }) };
}
