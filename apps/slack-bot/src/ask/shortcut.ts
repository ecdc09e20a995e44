import type { App, MessageShortcut } from "@slack/bolt";
import { SHORTCUTS } from "../blocks/action-ids.ts";
import type { Bot, CostRequest } from "../bot.ts";
import { ephemeralReply } from "../slack/reply.ts";
import { answerAs, type Answering } from "./answer-request.ts";
import { whyOf } from "./follow-on.ts";
import { lastQuestion } from "./question-store.ts";
import { typedText, withoutMention } from "./typed-text.ts";

/** "Explain this spend" in a message's menu: why the figure of an answer is what it is; any other message is read as a question. */
export function explainShortcut(app: App, bot: Bot, answering: Answering): void {
  app.shortcut<MessageShortcut>(
    { type: "message_action", callback_id: SHORTCUTS.explain },
    async ({ shortcut, client, respond, context }) => {
      const { message, channel } = shortcut;
      const thread: unknown = message["thread_ts"] ?? message.ts;
      const threadTs = String(thread);
      const place = { userId: shortcut.user.id, channelId: channel.id, channelName: channel.name };
      const reply = ephemeralReply(bot, client, place, respond);
      const question = await lastQuestion(bot.ledger, channel.id, threadTs);
      const why = question && whyOf(question.query);
      const text = typedText(withoutMention(message.text ?? "", context.botUserId));
      const request: CostRequest = { ...place, text, via: "shortcut", triggerId: shortcut.trigger_id, reply };
      if (why) await answerAs(bot, request, why);
      else await answering.answer(request);
    },
  );
}
