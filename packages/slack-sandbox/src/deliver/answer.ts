import { isJsonObject, type Json, type JsonObject, objectIn, stringIn } from "../json.ts";
import { postAsBot } from "../web-api/chat.ts";
import { messageContent } from "../web-api/posting.ts";
import { viewPayload } from "../web-api/views.ts";
import type { View } from "../state/view.ts";
import type { World } from "../world.ts";
import type { ResponseTarget } from "./response-url.ts";

/** What an app may say to a response URL, or in the ack of a command. docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const responseArguments = new Set([
  "text",
  "blocks",
  "attachments",
  "response_type",
  "replace_original",
  "delete_original",
  "thread_ts",
  "metadata",
  "mrkdwn",
  "unfurl_links",
  "unfurl_media",
  "parse",
  "link_names",
]);

/** @returns Slack's error code, or undefined when all is well */
export function respond(world: World, target: ResponseTarget, said: JsonObject): string | undefined {
  const unknown = Object.keys(said).filter((key) => !responseArguments.has(key));
  if (unknown.length > 0) {
    world.violations.record({
      rule: "invalid_arguments",
      method: "response_url",
      arguments: said,
      message: `response_url: unknown argument ${unknown.join(", ")}`,
    });
    return "invalid_arguments";
  }
  const { channels, app } = world.workspace;
  const original =
    target.messageTs === undefined
      ? undefined
      : (channels.message(target.channel, target.messageTs) ?? channels.ephemeral(target.messageTs));
  if (said["delete_original"] === true) {
    if (original) channels.delete(original);
    return original ? undefined : "message_not_found";
  }
  const channel = channels.find(target.channel);
  if (!channel) return "channel_not_found";
  if (channel.archived) return "is_archived";
  const content = messageContent(world, "response_url", said);
  if (content.kind === "refused") return content.answer.kind === "error" ? content.answer.error : undefined;
  if (said["replace_original"] === true && original) {
    channels.edit(original, content.value);
    return undefined;
  }
  const threadTs = stringIn(said, "thread_ts");
  const thread = threadTs === undefined ? {} : { threadTs };
  if (said["response_type"] === "in_channel") postAsBot(world, channel.id, content.value, thread);
  else
    channels.postEphemeral(channel.id, target.user, {
      user: app.botUserId,
      botId: app.botId,
      ...content.value,
      ...thread,
    });
  return undefined;
}

/** What the ack of a slash command says, if anything: a text or a message. */
export function applyCommandAck(world: World, target: ResponseTarget, response: Json | undefined): void {
  if (typeof response === "string" && response.trim() !== "") respond(world, target, { text: response });
  if (isJsonObject(response) && Object.keys(response).length > 0) respond(world, target, response);
}

/** What a view_submission's ack does: docs.slack.dev/surfaces/modals#updating_response. @returns false when the modal stays open with errors */
export function applySubmissionAck(world: World, view: View, response: Json | undefined): boolean {
  const { views } = world.workspace;
  const said = isJsonObject(response) ? response : {};
  const action = stringIn(said, "response_action");
  if (action === undefined) {
    views.close(view.user, false);
    return true;
  }
  if (action === "clear") {
    views.close(view.user, true);
    return true;
  }
  if (action === "errors") {
    const errors = objectIn(said, "errors") ?? {};
    const blockIds = view.blocks
      .filter((block) => block["type"] === "input")
      .map((block) => stringIn(block, "block_id"));
    const foreign = Object.keys(errors).filter((id) => !blockIds.includes(id));
    if (foreign.length > 0 || Object.keys(errors).length === 0) {
      world.violations.record({
        rule: "response_action",
        arguments: said,
        message: `view_submission: errors name ${foreign.join(", ") || "no block"}; the modal's inputs are ${blockIds.join(", ")}`,
      });
    }
    views.setErrors(view, Object.fromEntries(Object.entries(errors).map(([id, text]) => [id, String(text)])));
    return false;
  }
  if (action === "update" || action === "push") {
    const payload = viewPayload(world, `response_action ${action}`, said, said["view"], "modal");
    if (payload.kind === "refused") return false;
    if (action === "update") views.update(view, payload.value);
    else views.show(view.user, payload.value, "push");
    return true;
  }
  world.violations.record({
    rule: "response_action",
    arguments: said,
    message: `view_submission: response_action ${action} is unknown`,
  });
  return false;
}
