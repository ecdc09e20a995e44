import { questionText, type Query } from "@runrate/ask";
import type { App } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { VIEWS } from "../blocks/action-ids.ts";
import { renderAnswer } from "../blocks/answer.ts";
import { escapeName, escapeText, plain } from "../blocks/text.ts";
import type { Bot } from "../bot.ts";
import { isDirect, type Place } from "../slack/places.ts";
import { withPlainerFallback } from "../slack/reply.ts";
import { openView } from "../slack/open-view.ts";
import { sayFailure } from "../slack/say-failure.ts";
import { slackErrorCode } from "../slack/slack-error.ts";
import type { Pressed } from "./answer-buttons.ts";
import { answerIn } from "./answer-request.ts";
import { channelView } from "./channel-view.ts";
import { findQuestion, newQuestionId, storeQuestion, type StoredQuestion } from "./question-store.ts";

/** "Share to channel": the question is asked again as its channel may see it, and posted there. In a direct message a form asks which channel. */
export async function shareAnswer(bot: Bot, { request, client }: Pressed, question: StoredQuestion): Promise<void> {
  if (isDirect(request.channelId)) {
    const { triggerId, reply } = request;
    const asked = escapeText(`/cost ${questionText(question.query)}`.trim().replaceAll("`", "'"));
    const instead = `Or ask \`${asked}\` in the channel, and share it there.`;
    if (triggerId !== undefined)
      await openView(bot, client, { triggerId, view: channelForm(question.id), instead, reply });
    return;
  }
  try {
    const problem = await postTo(bot, client, request, request.userId, question.query);
    if (problem !== undefined) await request.reply({ text: problem });
  } catch (error) {
    await request.reply(sayFailure(bot, error));
  }
}

/** The form that asks for a channel. */
export function shareForm(app: App, bot: Bot): void {
  app.view(VIEWS.share, async ({ ack, view, body, client }) => {
    const channelId = view.state.values["channel"]?.["to"]?.selected_conversation;
    if (channelId == null) {
      await ack({ response_action: "errors", errors: { channel: "Choose a channel." } });
      return;
    }
    await ack();
    const question = await findQuestion(bot.ledger, view.private_metadata);
    const problem =
      question === undefined
        ? "That question is too old to share. Please ask it again."
        : await postTo(bot, client, { channelId }, body.user.id, question.query);
    if (problem !== undefined) await tellInPerson(bot, client, body.user.id, problem);
  });
}

/** @returns what stood in the way, for the person who shares; undefined once it is posted */
async function postTo(
  bot: Bot,
  client: WebClient,
  place: Place,
  userId: string,
  query: Query,
): Promise<string | undefined> {
  const view = await channelView(bot, place);
  if (!view.isSure)
    return "Slack did not say which channel this is, so what it may see is not known. Please try again.";
  const answer = await answerIn(view, query);
  if (answer.kind === "not_understood") return answer.headline;
  const id = newQuestionId();
  const lead = `<@${userId}> shared \`/cost${answer.command === "" ? "" : ` ${escapeName(answer.command).replaceAll("`", "'")}`}\``;
  const message = renderAnswer(answer, { asked: { id, query, isPublic: true }, lead, notes: view.notes });
  try {
    const { ts } = await withPlainerFallback(message, (content) =>
      client.chat.postMessage({
        channel: place.channelId,
        text: content.text,
        ...(content.blocks === undefined ? {} : { blocks: [...content.blocks] }),
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
    await storeQuestion(bot.ledger, { id, query, channelId: place.channelId, threadTs: ts ?? null, userId });
    return undefined;
  } catch (error) {
    return reasonOf(slackErrorCode(error)) ?? Promise.reject(error);
  }
}

/** What somebody can do about a channel that does not take the answer. */
function reasonOf(code: string | undefined): string | undefined {
  switch (code) {
    case "not_in_channel":
    case "channel_not_found":
      return "I am not in that channel. Invite me with `/invite @runrate`, then share again.";
    case "is_archived":
      return "That channel is archived: nothing can be posted there.";
    case "restricted_action":
      return "This workspace does not let apps post in that channel.";
    default:
      return undefined;
  }
}

async function tellInPerson(bot: Bot, client: WebClient, userId: string, text: string): Promise<void> {
  try {
    await client.chat.postMessage({ channel: userId, text });
  } catch (error) {
    bot.log.warn({ err: error }, "somebody could not be told that sharing failed");
  }
}

function channelForm(questionId: string): ModalView {
  return {
    type: "modal",
    callback_id: VIEWS.share,
    private_metadata: questionId,
    title: plain("Share the answer"),
    submit: plain("Share"),
    close: plain("Cancel"),
    blocks: [
      {
        type: "input",
        block_id: "channel",
        label: plain("Channel"),
        hint: plain("The answer is computed again for what that channel may see."),
        element: {
          type: "conversations_select",
          action_id: "to",
          placeholder: plain("Choose a channel"),
          filter: { include: ["public", "private"], exclude_bot_users: true },
        },
      },
    ],
  };
}
