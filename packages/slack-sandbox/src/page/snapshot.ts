import type { ChannelSnapshot, MessageSnapshot, ViewSnapshot, WorkspaceSnapshot } from "../../page/model.ts";
import { messageContainer } from "../deliver/payload.ts";
import type { Channel } from "../state/channel.ts";
import type { Message } from "../state/message.ts";
import type { View } from "../state/view.ts";
import type { World } from "../world.ts";

/** What one person sees of the workspace. */
export function workspaceSnapshot(world: World, user: string, isConnected: boolean): WorkspaceSnapshot {
  const { workspace, settings } = world;
  return {
    team: workspace.team.name,
    app: { name: workspace.app.displayName, botUserId: workspace.app.botUserId, connected: isConnected },
    users: [...workspace.users.values()]
      .filter((each) => !each.deleted)
      .map(({ id, name, realName, isBot }) => ({ id, name, realName, isBot })),
    userGroups: [...workspace.userGroups.values()].map(({ id, handle }) => ({ id, handle })),
    channels: workspace.channels
      .all()
      .filter((channel) => channel.kind === "public" || channel.members.has(user))
      .map((channel) => channelSnapshot(world, channel, user)),
    commands: (settings.features.commands ?? []).map(({ command, description, usageHint }) => ({
      command,
      description,
      usageHint,
    })),
    messageShortcuts: settings.features.shortcuts
      .filter((each) => each.type === "message")
      .map(({ name, callbackId }) => ({ name, callbackId })),
  };
}

function channelSnapshot({ workspace }: World, channel: Channel, user: string): ChannelSnapshot {
  const others = [...channel.members].filter((member) => member !== user);
  const isDirect = channel.kind === "im" || channel.kind === "mpim";
  const name = isDirect
    ? others.map((member) => workspace.users.get(member)?.realName ?? member).join(", ")
    : channel.name;
  return { id: channel.id, name, topic: channel.topic, archived: channel.archived, isDirect };
}

/** A channel's messages and this person's ephemeral ones, in order of time. */
export function messagesSnapshot(world: World, user: string, channelId: string): readonly MessageSnapshot[] {
  const { channels } = world.workspace;
  const channel = channels.find(channelId);
  if (!channel || (channel.kind !== "public" && !channel.members.has(user))) return [];
  return [...channel.messages, ...channels.ephemerals(user, channelId)]
    .sort((a, b) => Number(a.ts) - Number(b.ts))
    .map((message) => messageSnapshot(world, user, message));
}

function messageSnapshot(world: World, user: string, message: Message): MessageSnapshot {
  return {
    channel: message.channel,
    ts: message.ts,
    user: message.user,
    text: message.text,
    blocks: [
      ...message.blocks,
      ...message.attachments.flatMap((each) => (Array.isArray(each["blocks"]) ? each["blocks"] : [])),
    ],
    threadTs: message.threadTs ?? null,
    broadcast: message.broadcast,
    isEphemeral: message.visibleTo !== undefined,
    isEdited: message.editedTs !== undefined,
    isFromSlack: message.fromSlack,
    reactions: message.reactions,
    files: message.files.flatMap((id) => {
      const file = world.workspace.files.get(id);
      return file ? [{ name: file.name, url: `/files/${file.id}` }] : [];
    }),
    values: world.inputs.of(messageContainer(message, user), message.blocks),
  };
}

export function viewSnapshot(world: World, view: View | undefined): ViewSnapshot | null {
  if (!view) return null;
  const { id, payload, blocks, errors } = view;
  return { id, payload, blocks, errors, values: world.inputs.of(id, blocks) };
}
