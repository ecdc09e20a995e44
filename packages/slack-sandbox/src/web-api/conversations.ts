import { json, type JsonObject, stringIn } from "../json.ts";
import type { Channel } from "../state/channel.ts";
import { type Message, messageJson } from "../state/message.ts";
import type { World } from "../world.ts";
import { type Answer, fail, type Method, ok } from "./method.ts";
import { pageOf } from "./page.ts";

const readScopes = ["channels:read", "groups:read", "im:read", "mpim:read"];
const historyScopes = ["channels:history", "groups:history", "im:history", "mpim:history"];
const typeNames = { public: "public_channel", private: "private_channel", im: "im", mpim: "mpim" } as const;

function channelJson(world: World, channel: Channel, withCount = false): JsonObject {
  const bot = world.workspace.app.botUserId;
  return json({
    id: channel.id,
    name: channel.kind === "im" ? undefined : channel.name,
    name_normalized: channel.kind === "im" ? undefined : channel.name,
    is_channel: channel.kind === "public" || channel.kind === "private",
    is_group: false,
    is_im: channel.kind === "im",
    is_mpim: channel.kind === "mpim",
    is_private: channel.kind !== "public",
    is_archived: channel.archived,
    is_general: false,
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    is_member: channel.kind === "im" ? undefined : channel.members.has(bot),
    user: channel.kind === "im" ? [...channel.members].find((member) => member !== bot) : undefined,
    context_team_id: world.workspace.team.id,
    topic: { value: channel.topic, creator: "", last_set: 0 },
    purpose: { value: "", creator: "", last_set: 0 },
    num_members: withCount ? channel.members.size : undefined,
  });
}

/** Private conversations without the bot do not exist for it. */
function visible(world: World, id: string): Channel | undefined {
  const channel = world.workspace.channels.find(id);
  return channel && (channel.kind === "public" || channel.members.has(world.workspace.app.botUserId))
    ? channel
    : undefined;
}

function info(world: World, args: JsonObject): Answer {
  const channel = visible(world, stringIn(args, "channel") ?? "");
  return channel
    ? ok({ channel: channelJson(world, channel, args["include_num_members"] === true) })
    : fail("channel_not_found");
}

function list(world: World, args: JsonObject): Answer {
  const types = (stringIn(args, "types") ?? "public_channel").split(",").map((type) => type.trim());
  const known: readonly string[] = Object.values(typeNames);
  if (types.some((type) => !known.includes(type))) return fail("invalid_types");
  const channels = world.workspace.channels
    .all()
    .filter((channel) => types.includes(typeNames[channel.kind]) && visible(world, channel.id))
    .filter((channel) => args["exclude_archived"] !== true || !channel.archived);
  return pageOf(
    channels.map((channel) => channelJson(world, channel, true)),
    "channels",
    args,
  );
}

function ofUser(world: World, args: JsonObject): Answer {
  const user = stringIn(args, "user") ?? world.workspace.app.botUserId;
  const types = (stringIn(args, "types") ?? "public_channel").split(",").map((type) => type.trim());
  const channels = world.workspace.channels
    .all()
    .filter(
      (channel) => types.includes(typeNames[channel.kind]) && channel.members.has(user) && visible(world, channel.id),
    )
    .filter((channel) => args["exclude_archived"] !== true || !channel.archived);
  return pageOf(
    channels.map((channel) => channelJson(world, channel)),
    "channels",
    args,
  );
}

function members(world: World, args: JsonObject): Answer {
  const channel = visible(world, stringIn(args, "channel") ?? "");
  return channel ? pageOf([...channel.members], "members", args) : fail("channel_not_found");
}

function open(world: World, args: JsonObject): Answer {
  const { channels, users, app } = world.workspace;
  const id = stringIn(args, "channel");
  if (id !== undefined) {
    const channel = visible(world, id);
    return channel ? ok({ no_op: true, already_open: true, channel: { id: channel.id } }) : fail("channel_not_found");
  }
  const named = (stringIn(args, "users") ?? "").split(",").filter((user) => user !== "");
  if (named.length === 0) return fail("users_list_not_supplied");
  if (named.length > 8) return fail("too_many_users");
  if (named.some((user) => !users.has(user))) return fail("user_not_found");
  if (named.some((user) => users.get(user)?.deleted)) return fail("user_disabled");
  const channel = channels.openDirect([...named, app.botUserId]);
  return ok({ channel: args["return_im"] === true ? channelJson(world, channel) : { id: channel.id } });
}

function join(world: World, args: JsonObject): Answer {
  const channel = visible(world, stringIn(args, "channel") ?? "");
  if (!channel) return fail("channel_not_found");
  if (channel.archived) return fail("is_archived");
  if (channel.kind !== "public") return fail("method_not_supported_for_channel_type");
  world.workspace.channels.setMember(channel.id, world.workspace.app.botUserId, true);
  return ok({ channel: channelJson(world, channel) });
}

/** The messages between `oldest` and `latest`, both left out unless `inclusive`. */
function between(messages: readonly Message[], args: JsonObject): Message[] {
  const oldest = Number(stringIn(args, "oldest") ?? "0");
  const latest = Number(stringIn(args, "latest") ?? "Infinity");
  const inclusive = args["inclusive"] === true;
  return messages.filter(
    ({ ts }) => (Number(ts) > oldest && Number(ts) < latest) || (inclusive && [oldest, latest].includes(Number(ts))),
  );
}

function spelled(world: World, args: JsonObject): (message: Message) => JsonObject {
  const { team, app } = world.workspace;
  return (message) => messageJson(message, team.id, app.id, args["include_all_metadata"] === true);
}

/** Slack gives an app its own messages' metadata only when asked for it with `include_all_metadata`. */
function history(world: World, args: JsonObject): Answer {
  const channel = visible(world, stringIn(args, "channel") ?? "");
  if (!channel) return fail("channel_not_found");
  if (!channel.members.has(world.workspace.app.botUserId)) return fail("not_in_channel");
  const shown = between(channel.messages, args).filter(
    (message) => message.threadTs === undefined || message.threadTs === message.ts || message.broadcast,
  );
  return pageOf(shown.reverse().map(spelled(world, args)), "messages", args);
}

function replies(world: World, args: JsonObject): Answer {
  const channel = visible(world, stringIn(args, "channel") ?? "");
  if (!channel) return fail("channel_not_found");
  if (!channel.members.has(world.workspace.app.botUserId)) return fail("not_in_channel");
  const ts = stringIn(args, "ts") ?? "";
  const root = channel.messages.find((message) => message.ts === ts);
  if (!root) return fail("thread_not_found");
  const answers = between(channel.messages, args).filter((message) => message.threadTs === ts && message.ts !== ts);
  return pageOf([root, ...answers].map(spelled(world, args)), "messages", args);
}

export const conversationMethods: readonly Method[] = [
  { name: "conversations.info", scopes: readScopes, rate: "tier3", token: "bot", answer: info },
  { name: "conversations.list", scopes: readScopes, rate: "tier2", token: "bot", answer: list },
  { name: "conversations.members", scopes: readScopes, rate: "tier4", token: "bot", answer: members },
  {
    name: "conversations.open",
    scopes: ["im:write", "mpim:write", "channels:manage", "groups:write"],
    rate: "tier3",
    token: "bot",
    answer: open,
  },
  { name: "conversations.join", scopes: ["channels:join"], rate: "tier3", token: "bot", answer: join },
  // docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps: one call a minute for many apps.
  { name: "conversations.history", scopes: historyScopes, rate: "tier1", token: "bot", answer: history },
  { name: "conversations.replies", scopes: historyScopes, rate: "tier1", token: "bot", answer: replies },
  { name: "users.conversations", scopes: readScopes, rate: "tier3", token: "bot", answer: ofUser },
];
