import type { App, MessageShortcut } from "@slack/bolt";
import { z } from "zod";
import { ACTIONS, SHORTCUTS } from "../blocks/action-ids.ts";
import type { Bot, CostRequest } from "../bot.ts";
import { ephemeralReply } from "../slack/reply.ts";
import { answerAs, type Answering } from "./answer-request.ts";
import { whyOf } from "./follow-on.ts";
import { findQuestion, lastQuestion } from "./question-store.ts";
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
      const asked = questionIdIn(message["blocks"]);
      // A message that is no answer: what its thread was about last.
      const question =
        (asked === undefined ? undefined : await findQuestion(bot.ledger, asked)) ??
        (await lastQuestion(bot.ledger, channel.id, threadTs));
      const why = question && whyOf(question.query);
      const text = typedText(withoutMention(message.text ?? "", context.botUserId));
      const request: CostRequest = { ...place, text, via: "shortcut", triggerId: shortcut.trigger_id, reply };
      if (why) await answerAs(bot, request, why);
      else await answering.answer(request);
    },
  );
}

const pressable = z.array(
  z.object({
    elements: z.array(z.object({ action_id: z.string().optional(), value: z.string().optional() })).catch([]),
  }),
);

/** The question that a message answers, by the "Why?" under it. */
function questionIdIn(blocks: unknown): string | undefined {
  const { success, data } = pressable.safeParse(blocks);
  if (!success) return undefined;
  return data.flatMap(({ elements }) => elements).find((element) => element.action_id === ACTIONS.why)?.value;
}
