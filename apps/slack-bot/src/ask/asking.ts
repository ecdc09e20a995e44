import type { App } from "@slack/bolt";
import type { AllParts, Bot, BotPart, CostRequest } from "../bot.ts";
import { ephemeralReply, threadReply } from "../slack/reply.ts";
import { answerButtons } from "./answer-buttons.ts";
import { Answering } from "./answer-request.ts";
import { shareForm } from "./share.ts";
import { explainShortcut } from "./shortcut.ts";
import { typedText, withoutMention } from "./typed-text.ts";

/** Questions: `/cost …`, `@runrate …`, direct messages, and what is pressed under an answer. A handler is parse, ask, render, reply. */
export function asking(bot: Bot, parts: AllParts): BotPart {
  const answering = new Answering(bot, parts);
  const answer = (request: CostRequest) => answering.answer(request);
  return {
    listen(app: App): void {
      app.command("/cost", async ({ command, client, respond }) => {
        const place = { userId: command.user_id, channelId: command.channel_id, channelName: command.channel_name };
        const reply = ephemeralReply(bot, client, place, respond);
        const { trigger_id: triggerId } = command;
        await answer({ ...place, text: typedText(command.text), via: "command", triggerId, reply });
      });
      app.event("app_mention", async ({ event, client, context }) => {
        if (event.user === undefined) return;
        const text = typedText(withoutMention(event.text, context.botUserId));
        const place = { userId: event.user, channelId: event.channel, threadTs: event.thread_ts ?? event.ts };
        // What the channel may see is not known when Slack does not say which it is: then the answer is for the asker alone.
        const isSure = (await bot.slack?.places.settings(place))?.kind !== "failed";
        const reply = isSure
          ? threadReply(client, place.channelId, place.threadTs)
          : ephemeralReply(bot, client, place, undefined);
        await answer({ ...place, text, via: "mention", reply });
      });
      app.event("message", async ({ event, client }) => {
        if (event.channel_type !== "im" || event.subtype !== undefined || event.bot_id !== undefined) return;
        const place = { userId: event.user, channelId: event.channel };
        const thread = event.thread_ts === undefined ? {} : { threadTs: event.thread_ts };
        const reply = threadReply(client, place.channelId, event.thread_ts);
        await answer({ ...place, ...thread, text: typedText(event.text ?? ""), via: "direct", reply });
      });
      answerButtons(app, bot, answering);
      shareForm(app, bot);
      explainShortcut(app, bot, answering);
    },
  };
}
