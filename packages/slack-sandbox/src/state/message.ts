import { json, type Json, type JsonObject } from "../json.ts";

/** What a message says. */
export interface MessageContent {
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
  readonly metadata?: JsonObject;
}

export interface Message extends MessageContent {
  readonly channel: string;
  readonly ts: string;
  /** Author: a person, or the bot's user. */
  readonly user: string;
  readonly botId?: string;
  /** Parent of a reply. */
  readonly threadTs?: string;
  /** A reply that is also shown in the channel. */
  readonly broadcast: boolean;
  /** Shown to this user only; such a message cannot be updated or listed. */
  readonly visibleTo?: string;
  /** Earlier contents, oldest first. */
  readonly edits: readonly MessageContent[];
  readonly editedTs?: string;
  readonly reactions: Readonly<Record<string, readonly string[]>>;
  readonly files: readonly string[];
  /** What Slack itself said to the user, such as a command that timed out. */
  readonly fromSlack: boolean;
}

/** The message as Slack's API and payloads spell it. `includeMetadata` as the reading methods' `include_all_metadata`. */
export function messageJson(message: Message, teamId: string, appId: string, includeMetadata = true): JsonObject {
  return json({
    type: "message",
    subtype: message.broadcast ? "thread_broadcast" : undefined,
    user: message.user,
    bot_id: message.botId,
    app_id: message.botId === undefined ? undefined : appId,
    team: teamId,
    ts: message.ts,
    thread_ts: message.threadTs,
    text: message.text,
    blocks: message.blocks.length > 0 ? message.blocks : undefined,
    attachments: message.attachments.length > 0 ? message.attachments : undefined,
    metadata: includeMetadata ? message.metadata : undefined,
    edited: message.editedTs === undefined ? undefined : { user: message.user, ts: message.editedTs },
    reactions: reactionsJson(message),
  });
}

function reactionsJson(message: Message): Json | undefined {
  const names = Object.entries(message.reactions);
  return names.length === 0 ? undefined : names.map(([name, users]) => ({ name, users, count: users.length }));
}
