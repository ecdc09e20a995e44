import { RunrateError } from "@runrate/core";
import type { Feed } from "../feed.ts";
import type { Ids } from "./id.ts";
import type { Message, MessageContent } from "./message.ts";
import type { ChannelKind, ChannelSeed } from "./seed.ts";

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly topic: string;
  readonly members: ReadonlySet<string>;
  readonly archived: boolean;
  /** Oldest first; replies included, deleted ones not, ephemeral ones not. */
  readonly messages: readonly Message[];
}

/** What to post: who, what, where in a thread, and for whom. */
export type NewMessage = Pick<Message, "user"> &
  MessageContent &
  Partial<Pick<Message, "botId" | "threadTs" | "broadcast" | "files" | "fromSlack">>;

interface Held {
  readonly channel: Channel & { archived: boolean; readonly members: Set<string>; readonly messages: Message[] };
}

/** The channels and everything said in them. */
export class Channels {
  readonly #channels = new Map<string, Held["channel"]>();
  readonly #ephemerals: Message[] = [];
  readonly #deleted: Message[] = [];
  readonly #ids: Ids;
  readonly #feed: Feed;

  constructor(seeds: readonly (ChannelSeed & { readonly members: readonly string[] })[], ids: Ids, feed: Feed) {
    this.#ids = ids;
    this.#feed = feed;
    for (const seed of seeds) this.add(seed);
  }

  add(seed: ChannelSeed & { readonly members: readonly string[] }): Channel {
    const channel = {
      id: seed.id,
      name: seed.name,
      kind: seed.kind ?? "public",
      topic: seed.topic ?? "",
      members: new Set(seed.members),
      archived: seed.archived ?? false,
      messages: [],
    };
    this.#channels.set(seed.id, channel);
    this.#feed.tell({ kind: "channel", channel: seed.id });
    return channel;
  }

  all(): readonly Channel[] {
    return [...this.#channels.values()];
  }

  find(id: string): Channel | undefined {
    return this.#channels.get(id);
  }

  /** @throws RunrateError `sandbox_no_channel` when a test names a channel that does not exist */
  get(id: string): Channel {
    return this.#held(id);
  }

  /** The direct conversation of these people, made when there is none. */
  openDirect(users: readonly string[]): Channel {
    const members = [...new Set(users)].sort();
    const kind = members.length > 2 ? "mpim" : "im";
    const known = this.all().find(
      (channel) => channel.kind === kind && [...channel.members].sort().join() === members.join(),
    );
    return known ?? this.add({ id: this.#ids.next(kind === "im" ? "D" : "G"), name: members.join("-"), kind, members });
  }

  setArchived(id: string, archived: boolean): void {
    this.#held(id).archived = archived;
    this.#feed.tell({ kind: "channel", channel: id });
  }

  setMember(id: string, user: string, isMember: boolean): void {
    const { members } = this.#held(id);
    if (isMember) members.add(user);
    else members.delete(user);
    this.#feed.tell({ kind: "channel", channel: id });
  }

  post(id: string, message: NewMessage): Message {
    const posted = this.#stamped(id, message);
    this.#held(id).messages.push(posted);
    this.#feed.tell({ kind: "message", what: "posted", channel: id, ts: posted.ts });
    return posted;
  }

  postEphemeral(id: string, visibleTo: string, message: NewMessage): Message {
    const posted = { ...this.#stamped(id, message), visibleTo };
    this.#ephemerals.push(posted);
    this.#feed.tell({ kind: "ephemeral", user: visibleTo, channel: id, ts: posted.ts });
    return posted;
  }

  message(id: string, ts: string): Message | undefined {
    return this.find(id)?.messages.find((message) => message.ts === ts);
  }

  ephemeral(ts: string): Message | undefined {
    return this.#ephemerals.find((message) => message.ts === ts);
  }

  /** What only this user sees, oldest first. */
  ephemerals(user: string, channel?: string): readonly Message[] {
    return this.#ephemerals.filter(
      (message) => message.visibleTo === user && (channel === undefined || message.channel === channel),
    );
  }

  /** Messages deleted so far, with their last contents. */
  deleted(channel: string): readonly Message[] {
    return this.#deleted.filter((message) => message.channel === channel);
  }

  /** Puts new content in a message's place and keeps the old in its history. */
  edit(
    message: Message,
    content: Partial<MessageContent & Pick<Message, "broadcast" | "reactions">>,
    isEdit = true,
  ): Message {
    const { text, blocks, attachments, metadata } = message;
    const before: MessageContent = { text, blocks, attachments, ...(metadata ? { metadata } : {}) };
    const edited: Message = {
      ...message,
      ...content,
      ...(isEdit ? { edits: [...message.edits, before], editedTs: this.#ids.ts() } : {}),
    };
    const list = message.visibleTo === undefined ? this.#held(message.channel).messages : this.#ephemerals;
    list.splice(
      list.findIndex((each) => each.ts === message.ts),
      1,
      edited,
    );
    if (message.visibleTo === undefined)
      this.#feed.tell({ kind: "message", what: "edited", channel: message.channel, ts: message.ts });
    else this.#feed.tell({ kind: "ephemeral", user: message.visibleTo, channel: message.channel, ts: message.ts });
    return edited;
  }

  delete(message: Message): void {
    const list = message.visibleTo === undefined ? this.#held(message.channel).messages : this.#ephemerals;
    list.splice(
      list.findIndex((each) => each.ts === message.ts),
      1,
    );
    if (message.visibleTo === undefined) {
      this.#deleted.push(message);
      this.#feed.tell({ kind: "message", what: "deleted", channel: message.channel, ts: message.ts });
    } else this.#feed.tell({ kind: "ephemeral", user: message.visibleTo, channel: message.channel, ts: message.ts });
  }

  #stamped(id: string, message: NewMessage): Message {
    return {
      broadcast: false,
      files: [],
      fromSlack: false,
      ...message,
      channel: id,
      ts: this.#ids.ts(),
      edits: [],
      reactions: {},
    };
  }

  #held(id: string): Held["channel"] {
    const channel = this.#channels.get(id);
    if (!channel) {
      throw new RunrateError("sandbox_no_channel", `the workspace has no channel ${id}`, {
        hint: `it has ${[...this.#channels.keys()].join(", ")}`,
      });
    }
    return channel;
  }
}
