import { json, type Json, type JsonObject, stringIn } from "../json.ts";
import type { Choice, PlacedElement } from "../state/element.ts";
import { actionJson } from "../state/element.ts";
import type { Channel } from "../state/channel.ts";
import { type Message, messageJson } from "../state/message.ts";
import type { View } from "../state/view.ts";
import { spelledView } from "../web-api/views.ts";
import type { World } from "../world.ts";

/** Legacy verification token, still in every payload; an app is to check signatures instead. */
const verificationToken = "sandbox-verification-token";

function channelName(channel: Channel): string {
  return channel.kind === "im" ? "directmessage" : channel.name;
}

/** Members that say which organisation an install belongs to: docs.slack.dev/enterprise/organization-ready-apps. */
function organisation(world: World): Record<string, Json> {
  const { enterprise } = world.workspace;
  return { enterprise: enterprise ? { ...enterprise } : null, is_enterprise_install: world.settings.orgInstall };
}

function teamJson(world: World): JsonObject {
  const { team, enterprise } = world.workspace;
  return json({ id: team.id, domain: team.domain, enterprise_id: enterprise?.id, enterprise_name: enterprise?.name });
}

function shared(world: World, userId: string): JsonObject {
  const user = world.workspace.user(userId);
  return {
    token: verificationToken,
    api_app_id: world.workspace.app.id,
    team: teamJson(world),
    user: { id: user.id, username: user.name, name: user.name, team_id: world.workspace.team.id },
    ...organisation(world),
  };
}

export function responseUrl(world: World, user: string, channel: string, messageTs: string | undefined): string {
  return `${world.baseUrl}/response/${world.responseUrls.issue({ user, channel, messageTs })}`;
}

/** docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
export function commandPayload(
  world: World,
  userId: string,
  channel: Channel,
  command: string,
  text: string,
): JsonObject {
  const { team, enterprise, app } = world.workspace;
  const user = world.workspace.user(userId);
  return json({
    token: verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    enterprise_id: enterprise?.id,
    enterprise_name: enterprise?.name,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: user.id,
    user_name: user.name,
    command,
    text,
    api_app_id: app.id,
    is_enterprise_install: String(world.settings.orgInstall),
    response_url: responseUrl(world, user.id, channel.id, undefined),
    trigger_id: world.triggers.issue(user.id),
  });
}

function spelledMessage(world: World, message: Message): JsonObject {
  return messageJson(message, world.workspace.team.id, world.workspace.app.id);
}

/** docs.slack.dev/reference/interaction-payloads/block_actions-payload, from a message. */
export function messageActionsPayload(
  world: World,
  userId: string,
  message: Message,
  placed: PlacedElement,
  choice: Choice,
): JsonObject {
  const channel = world.workspace.channels.get(message.channel);
  const isEphemeral = message.visibleTo !== undefined;
  const ts = world.workspace.ids.ts();
  return json({
    type: "block_actions",
    ...shared(world, userId),
    container: json({
      type: "message",
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      thread_ts: message.threadTs,
    }),
    trigger_id: world.triggers.issue(userId),
    channel: { id: channel.id, name: channelName(channel) },
    // Slack sends an ephemeral message's text and blocks only in part; the ts is what an app may rely on.
    message: isEphemeral ? undefined : spelledMessage(world, message),
    state: { values: world.inputs.of(messageContainer(message, userId), message.blocks) },
    response_url: responseUrl(world, userId, channel.id, message.ts),
    actions: [actionJson(placed, choice, ts)],
  });
}

/** Under which key a message's menus keep what this user picked. */
export function messageContainer(message: Message, userId: string): string {
  return `${message.channel} ${message.ts} ${userId}`;
}

/** docs.slack.dev/reference/interaction-payloads/block_actions-payload, from a modal or App Home. */
export function viewActionsPayload(world: World, view: View, placed: PlacedElement, choice: Choice): JsonObject {
  const spelled = spelledView(world, view);
  return json({
    type: "block_actions",
    ...shared(world, view.user),
    container: { type: "view", view_id: view.id },
    trigger_id: world.triggers.issue(view.user),
    view: spelled,
    state: spelled["state"],
    actions: [actionJson(placed, choice, world.workspace.ids.ts())],
  });
}

/** docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function submissionPayload(world: World, view: View): JsonObject {
  return {
    type: "view_submission",
    ...shared(world, view.user),
    trigger_id: world.triggers.issue(view.user),
    view: spelledView(world, view),
    response_urls: [],
  };
}

export function closedPayload(world: World, view: View, isCleared: boolean): JsonObject {
  return { type: "view_closed", ...shared(world, view.user), view: spelledView(world, view), is_cleared: isCleared };
}

/** docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export function messageShortcutPayload(world: World, userId: string, callbackId: string, message: Message): JsonObject {
  const channel = world.workspace.channels.get(message.channel);
  return {
    type: "message_action",
    ...shared(world, userId),
    callback_id: callbackId,
    trigger_id: world.triggers.issue(userId),
    action_ts: world.workspace.ids.ts(),
    message_ts: message.ts,
    message: spelledMessage(world, message),
    channel: { id: channel.id, name: channelName(channel) },
    response_url: responseUrl(world, userId, channel.id, message.ts),
  };
}

export function globalShortcutPayload(world: World, userId: string, callbackId: string): JsonObject {
  return {
    type: "shortcut",
    ...shared(world, userId),
    callback_id: callbackId,
    trigger_id: world.triggers.issue(userId),
    action_ts: world.workspace.ids.ts(),
  };
}

/** The envelope of docs.slack.dev/apis/events-api#callback-field around an event. */
export function eventPayload(world: World, event: JsonObject): JsonObject {
  const { team, enterprise, app, ids } = world.workspace;
  return json({
    token: verificationToken,
    team_id: team.id,
    enterprise_id: enterprise?.id,
    context_team_id: team.id,
    context_enterprise_id: enterprise?.id ?? null,
    api_app_id: app.id,
    event,
    type: "event_callback",
    event_id: ids.next("Ev"),
    event_time: Math.floor(world.clock.now() / 1_000),
    authorizations: [
      {
        enterprise_id: enterprise?.id ?? null,
        team_id: world.settings.orgInstall ? null : team.id,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: world.settings.orgInstall,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${stringIn(event, "type") ?? ""}`,
  });
}
