import { askContext, askQuestion } from "@runrate/ask";
import { RunrateError } from "@runrate/core";
import type { App } from "@slack/bolt";
import { renderAnswer } from "../blocks/answer.ts";
import { renderNotUnderstood } from "../blocks/not-understood.ts";
import type { AllParts, Bot, BotPart, CostRequest, Outgoing } from "../bot.ts";
import { ephemeralReply, threadReply } from "../slack/reply.ts";
import { typedText, withoutMention } from "./typed-text.ts";

/** Questions: `/cost …`, `@runrate …` and direct messages. A handler is parse, ask, render, reply. */
export function asking(bot: Bot, parts: AllParts): BotPart {
  const answer = (request: CostRequest) => answerRequest(bot, parts, request);
  return {
    listen(app: App): void {
      app.command("/cost", async ({ command, client, respond }) => {
        const { user_id: userId, channel_id: channelId, trigger_id: triggerId } = command;
        const place = { userId, channelId };
        const reply = ephemeralReply(bot, client, place, respond);
        await answer({ ...place, text: typedText(command.text), via: "command", triggerId, reply });
      });
      app.event("app_mention", async ({ event, client, context }) => {
        if (event.user === undefined) return;
        const text = typedText(withoutMention(event.text, context.botUserId));
        const threadTs = event.thread_ts ?? event.ts;
        const reply = threadReply(client, event.channel, threadTs);
        await answer({ text, userId: event.user, channelId: event.channel, threadTs, via: "mention", reply });
      });
      app.event("message", async ({ event, client }) => {
        if (event.channel_type !== "im" || event.subtype !== undefined || event.bot_id !== undefined) return;
        const text = typedText(event.text ?? "");
        const reply = threadReply(client, event.channel, event.thread_ts);
        const threadTs = event.thread_ts ?? event.ts;
        await answer({ text, userId: event.user, channelId: event.channel, threadTs, via: "direct", reply });
      });
    },
  };
}

async function answerRequest(bot: Bot, parts: AllParts, request: CostRequest): Promise<void> {
  const stop = bot.metrics.answerSeconds.startTimer();
  try {
    const [word = ""] = request.text.split(/\s/, 1);
    const subcommand = parts
      .all()
      .flatMap((part) => part.subcommands ?? [])
      .find((each) => each.word === word.toLowerCase());
    if (subcommand) {
      bot.metrics.questions.inc({ kind: subcommand.word, via: request.via });
      await subcommand.run({ ...request, text: request.text.slice(word.length).trim() });
    } else {
      await request.reply(await answerQuestion(bot, request));
    }
  } catch (error) {
    await request.reply(sayFailure(bot, error));
  } finally {
    stop();
  }
}

async function answerQuestion(bot: Bot, { text, via }: CostRequest): Promise<Outgoing> {
  const { catalogue, aliases } = bot.prices();
  const context = askContext({ ledger: bot.ledger, catalogue, aliases, now: bot.clock(), config: bot.config });
  const answer = await askQuestion(text, context);
  bot.metrics.questions.inc({ kind: answer.kind, via });
  if (answer.kind !== "not_understood") return renderAnswer(answer);
  return renderNotUnderstood({ ...answer, kind: "not_understood", reason: answer.headline });
}

/** What somebody is told when their question failed: an expected error with its next step, else that it was logged. */
function sayFailure(bot: Bot, error: unknown): Outgoing {
  if (error instanceof RunrateError) {
    bot.log.warn({ err: error }, "a question could not be answered");
    return { text: `${error.message}${error.hint === undefined ? "" : `\n${error.hint}`}` };
  }
  bot.metrics.failures.inc({ where: "asking" });
  bot.log.error({ err: error }, "a question failed");
  return { text: "That went wrong on our side; it is in the log. Please ask again." };
}
