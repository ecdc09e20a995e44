import type { ChannelSettings } from "@runrate/config";
import type { WebClient } from "@slack/web-api";
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

  constructor(settings: readonly ChannelSettings[], client: WebClient, log: Log) {
    this.#settings = settings;
    this.#names = new LookUps(
      async (channel) => (await client.conversations.info({ channel })).channel?.name ?? "",
      (error, channel) => log.warn({ err: error, channel }, "a channel could not be looked up"),
    );
  }

  /** The channel's settings, undefined where it has none. Failed: it may be one that is named in the file, and Slack does not say. */
  async settings({ channelId, channelName }: Place): Promise<LookUp<ChannelSettings | undefined>> {
    const byId = this.#settings.find(({ channel }) => channel === channelId);
    if (byId || this.#settings.length === 0 || isDirect(channelId)) return { kind: "found", value: byId };
    const told = channelName !== undefined && !NO_NAMES.has(channelName) ? channelName : undefined;
    const name = told === undefined ? await this.#names.find(channelId) : { kind: "found" as const, value: told };
    if (name.kind === "failed") return name;
    return { kind: "found", value: this.#settings.find(({ channel }) => channel === name.value) };
  }
}

/** A conversation of one person with the bot. */
export function isDirect(channelId: string): boolean {
  return channelId.startsWith("D");
}
