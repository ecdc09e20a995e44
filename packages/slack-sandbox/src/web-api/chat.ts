import { json, type JsonObject, stringIn } from "../json.ts";
import { type Message, type MessageContent, messageJson } from "../state/message.ts";
import type { World } from "../world.ts";
import { type Answer, fail, type Method, ok } from "./method.ts";
import { messageContent, writableChannel } from "./posting.ts";

/** The bot's message, as the calls that post answer it. */
export function postAsBot(
  world: World,
  channel: string,
  content: MessageContent,
  thread: { readonly threadTs?: string; readonly broadcast?: boolean },
): Message {
  const { app, channels } = world.workspace;
  return channels.post(channel, { user: app.botUserId, botId: app.botId, ...content, ...thread });
}

function spelled(world: World, message: Message): JsonObject {
  return messageJson(message, world.workspace.team.id, world.workspace.app.id);
}

/** The root of the thread that `thread_ts` names; a reply's own ts leads to its parent, as in Slack. */
function threadOf(world: World, channel: string, args: JsonObject): string | undefined {
  const threadTs = stringIn(args, "thread_ts");
  if (threadTs === undefined) return undefined;
  return world.workspace.channels.message(channel, threadTs)?.threadTs ?? threadTs;
}

function postMessage(world: World, args: JsonObject): Answer {
  const channel = writableChannel(world, stringIn(args, "channel") ?? "");
  if (channel.kind === "refused") return channel.answer;
  const content = messageContent(world, "chat.postMessage", args);
  if (content.kind === "refused") return content.answer;
  const threadTs = threadOf(world, channel.value.id, args);
  const message = postAsBot(world, channel.value.id, content.value, {
    ...(threadTs === undefined ? {} : { threadTs }),
    broadcast: threadTs !== undefined && args["reply_broadcast"] === true,
  });
  return ok({ channel: channel.value.id, ts: message.ts, message: spelled(world, message) });
}

function postEphemeral(world: World, args: JsonObject): Answer {
  const channel = writableChannel(world, stringIn(args, "channel") ?? "");
  if (channel.kind === "refused") return channel.answer;
  const user = stringIn(args, "user") ?? "";
  if (!channel.value.members.has(user)) return fail("user_not_in_channel");
  const content = messageContent(world, "chat.postEphemeral", args);
  if (content.kind === "refused") return content.answer;
  const threadTs = threadOf(world, channel.value.id, args);
  const { app, channels } = world.workspace;
  const message = channels.postEphemeral(channel.value.id, user, {
    user: app.botUserId,
    botId: app.botId,
    ...content.value,
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  return ok({ message_ts: message.ts });
}

/** The bot's own message; nobody else's can be changed, an ephemeral one neither. */
function ownMessage(
  world: World,
  args: JsonObject,
  refusal: string,
): { readonly message: Message } | { readonly answer: Answer } {
  const id = stringIn(args, "channel") ?? "";
  const ts = stringIn(args, "ts") ?? "";
  const channel = world.workspace.channels.find(id);
  if (!channel || (channel.kind !== "public" && !channel.members.has(world.workspace.app.botUserId)))
    return { answer: fail("channel_not_found") };
  const message = world.workspace.channels.message(id, ts);
  if (!message) return { answer: fail("message_not_found") };
  if (message.botId !== world.workspace.app.botId) return { answer: fail(refusal) };
  return { message };
}

function update(world: World, args: JsonObject): Answer {
  const own = ownMessage(world, args, "cant_update_message");
  if ("answer" in own) return own.answer;
  const channel = world.workspace.channels.get(own.message.channel);
  if (channel.archived) return fail("is_archived");
  const content = messageContent(world, "chat.update", args);
  if (content.kind === "refused") return content.answer;
  // Without blocks in the call the old ones go: the new text stands alone. Without metadata the old stays.
  const broadcast = args["reply_broadcast"] === true && own.message.threadTs !== undefined ? { broadcast: true } : {};
  const edited = world.workspace.channels.edit(own.message, { ...content.value, ...broadcast });
  return ok({ channel: edited.channel, ts: edited.ts, text: edited.text, message: spelled(world, edited) });
}

function remove(world: World, args: JsonObject): Answer {
  const own = ownMessage(world, args, "cant_delete_message");
  if ("answer" in own) return own.answer;
  world.workspace.channels.delete(own.message);
  return ok({ channel: own.message.channel, ts: own.message.ts });
}

function getPermalink(world: World, args: JsonObject): Answer {
  const channel = world.workspace.channels.find(stringIn(args, "channel") ?? "");
  if (!channel) return fail("channel_not_found");
  const message = world.workspace.channels.message(channel.id, stringIn(args, "message_ts") ?? "");
  if (!message) return fail("message_not_found");
  const thread = message.threadTs === undefined ? "" : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
  return ok(
    json({
      channel: channel.id,
      permalink: `${world.baseUrl}/archives/${channel.id}/p${message.ts.replace(".", "")}${thread}`,
    }),
  );
}

export const chatMethods: readonly Method[] = [
  { name: "chat.postMessage", scopes: ["chat:write"], rate: "message_per_channel", token: "bot", answer: postMessage },
  { name: "chat.postEphemeral", scopes: ["chat:write"], rate: "tier4", token: "bot", answer: postEphemeral },
  { name: "chat.update", scopes: ["chat:write"], rate: "tier3", token: "bot", answer: update },
  { name: "chat.delete", scopes: ["chat:write"], rate: "tier3", token: "bot", answer: remove },
  { name: "chat.getPermalink", scopes: [], rate: "special", token: "bot", answer: getPermalink },
];
