import { answerQuery } from "@runrate/ask";
import type { Bot } from "../bot.ts";
import { sayFailure } from "../slack/say-failure.ts";
import { slackErrorCode } from "../slack/slack-error.ts";
import { answerCsv } from "./answer-csv.ts";
import type { Pressed } from "./answer-buttons.ts";
import { channelView } from "./channel-view.ts";
import type { StoredQuestion } from "./question-store.ts";

/** "Export CSV": all rows of the answer, as what the channel may see has them, in a file for the one who asked. */
export async function exportCsv(bot: Bot, { request, client }: Pressed, { query }: StoredQuestion): Promise<void> {
  try {
    const { context } = await channelView(bot, request);
    const answer = await answerQuery(query, context);
    const { channel } = await client.conversations.open({ users: request.userId });
    if (channel?.id === undefined) throw new Error("Slack opened no conversation");
    const name = `runrate-${answer.kind.replaceAll("_", "-")}-${new Date(bot.clock()).toISOString().slice(0, 10)}.csv`;
    await client.files.uploadV2({
      channel_id: channel.id,
      filename: name,
      title: answer.headline.slice(0, 150),
      content: answerCsv(answer),
    });
    if (channel.id !== request.channelId) await request.reply({ text: `I sent you ${name} in a direct message.` });
  } catch (error) {
    const code = slackErrorCode(error);
    await request.reply(
      code === "missing_scope"
        ? { text: "I may not upload files here: the app needs the scope `files:write`." }
        : sayFailure(bot, error),
    );
  }
}
