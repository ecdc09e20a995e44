import type { ChannelSettings } from "@runrate/config";
import type { WebClient } from "@slack/web-api";
import { isChannelId, isUserId } from "../alerts/slack-id.ts";
import type { Log } from "../log.ts";
import { LookUps, type LookUp } from "./look-up.ts";

/** A channel by its id, and its name where the delivery told it. */
export interface Place {
  readonly channelId: string;
  readonly channelName?: string;
}

/** What Slack writes instead of a name where the app may not know it. */
const NO_NAMES = new Set(["privategroup", "directmessage"]);

/** Finds what `runrate.yml` says of a channel. */
export class Places {
  readonly #settings: readonly ChannelSettings[];
  readonly #names: LookUps<string>;
  readonly #list: () => Promise<ReadonlyMap<string, string>>;
  readonly #log: Log;
  #ids: ReadonlyMap<string, string> = new Map();
  #idsHoldUntil = Number.NEGATIVE_INFINITY;
  #listing: Promise<void> | undefined;

  constructor(settings: readonly ChannelSettings[], client: WebClient, log: Log) {
    this.#settings = settings;
    this.#names = new LookUps(
      async (channel) => (await client.conversations.info({ channel })).channel?.name ?? "",
      (error, channel) => log.warn({ err: error, channel }, "a channel could not be looked up"),
    );
    this.#list = () => channelIds(client);
    this.#log = log;
  }

  /**
   * A channel's id, whether it is given by id or by name, so that both are one channel. A name that Slack does not tell the id of
   * stays what it is: the Web API takes it, and no look-up stops a message.
   */
  async idOf(channel: string): Promise<string> {
    if (isChannelId(channel) || isUserId(channel)) return channel;
    const name = channel.replace(/^#/, "");
    if (performance.now() >= this.#idsHoldUntil) await (this.#listing ??= this.#listAnew());
    return this.#ids.get(name) ?? channel;
  }

  /** A list that fails is not asked for again at once: Slack allows few of them, and would then hold up answers to people. */
  async #listAnew(): Promise<void> {
    try {
      this.#ids = await this.#list();
      this.#idsHoldUntil = performance.now() + 300_000;
    } catch (error) {
      this.#log.warn({ err: error }, "channels could not be listed; they go by their names");
      this.#idsHoldUntil = performance.now() + 60_000;
    } finally {
      this.#listing = undefined;
    }
  }

  /** The channel's settings, undefined where it has none. Failed: it may be one that is named in the file, and Slack does not say. */
  async settings({ channelId, channelName }: Place): Promise<LookUp<ChannelSettings | undefined>> {
    const byId = this.#settings.find(({ channel }) => channel === channelId);
    if (byId || this.#settings.length === 0 || isDirect(channelId)) return { kind: "found", value: byId };
    const id = await this.idOf(channelId);
    if (id !== channelId) return await this.settings({ channelId: id, channelName: channelId });
    const told = channelName !== undefined && !NO_NAMES.has(channelName) ? channelName : undefined;
    const name = told === undefined ? await this.#names.find(channelId) : { kind: "found" as const, value: told };
    if (name.kind === "failed") return name;
    return { kind: "found", value: this.#settings.find(({ channel }) => channel === name.value) };
  }
}

/** All channels that the bot can see, by name. */
async function channelIds(client: WebClient): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (let cursor: string | undefined; ;) {
    const { channels = [], response_metadata: told } = await client.conversations.list({
      types: "public_channel,private_channel",
      limit: 1_000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { id, name } of channels) if (id !== undefined && name !== undefined) ids.set(name, id);
    cursor = told?.next_cursor;
    if (cursor === undefined || cursor === "") return ids;
  }
}

/** A conversation of one person with the bot. */
export function isDirect(channelId: string): boolean {
  return channelId.startsWith("D");
}
