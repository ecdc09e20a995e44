import type { AdminKeys, Environment, RunrateConfig } from "@runrate/config";
import type { Catalogue, ModelAliases } from "@runrate/core";
import type { LedgerStore } from "@runrate/ledger";
import type { App } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { InFlight } from "./in-flight.ts";
import type { PriceRefresh } from "./prices/price-refresh.ts";
import type { People } from "./slack/people.ts";
import type { Places } from "./slack/places.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Route } from "./http/route.ts";
import type { MessageBlock } from "./blocks/block.ts";

/** The prices that hold now. */
export interface Prices {
  /** With the overrides that are negotiated. */
  readonly catalogue: Catalogue;
  /** List prices: what bills are reconciled with, and what others may be told. */
  readonly list: Catalogue;
  readonly aliases: ModelAliases;
}

/** Who the bot is in its workspace. */
export interface SlackIdentity {
  readonly teamId: string;
  readonly botUserId: string;
  readonly botId?: string;
}

/** The Slack side of a running bot. */
export interface SlackSide {
  /** For answers to people. Alerts have a client of their own. */
  readonly client: WebClient;
  readonly people: People;
  readonly places: Places;
  /** Asks Slack who the bot is, at most once while it is known. @throws what `auth.test` threw */
  identity(): Promise<SlackIdentity>;
}

/** What every part of the running bot is given. */
export interface Bot {
  readonly environment: Environment;
  readonly config: RunrateConfig;
  /** Reads `runrate.yml` anew, for what is applied while the bot runs. @throws RunrateError `bad_config` */
  readonly rereadConfig?: () => RunrateConfig;
  readonly ledger: LedgerStore;
  /** The admin APIs to read; absent: the one of `OPENAI_ADMIN_KEY`. Never log this value. */
  readonly adminKeys?: AdminKeys;
  /** Asked anew for each use: a refresh replaces them. */
  readonly prices: () => Prices;
  /** Looks for newer list prices where `prices.update` says, and takes them into use. */
  readonly refreshPrices?: () => Promise<PriceRefresh>;
  /** Milliseconds since 1970 UTC. Never for signatures, time-outs or retries. */
  readonly clock: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Absent without a Slack token: the HTTP endpoints work all the same. */
  readonly slack?: SlackSide;
  /** Work that a shutdown waits for. */
  readonly inFlight: InFlight;
}

/** Work on a schedule. A run that is still going is not started a second time. */
export interface Job {
  readonly name: string;
  /** A cron pattern with seconds (`"*\/10 * * * * *"`), in UTC. */
  readonly schedule: string;
  run(): Promise<void>;
}

/** `/cost <word> …`, or the same words in a mention: a request that its part answers instead of the grammar. */
export interface Subcommand {
  /** The first word, such as "budget". */
  readonly word: string;
  run(request: CostRequest): Promise<void>;
}

/** What somebody asked, and where the answer goes. */
export interface CostRequest {
  /** What stands after the subcommand's word (the whole text for questions), as typed: Slack's escapes are undone, mentions are `<@U…>` and `<#C…>`. */
  readonly text: string;
  readonly userId: string;
  readonly channelId: string;
  /** Where the delivery told it. */
  readonly channelName?: string;
  readonly via: "command" | "mention" | "direct" | "button" | "shortcut";
  /** The thread in which it was asked. */
  readonly threadTs?: string;
  /** Opens a modal for 3 seconds; a mention has none. */
  readonly triggerId?: string;
  /** Answers where the request came from: to the asker alone, or in the thread of a mention. */
  reply(message: Outgoing): Promise<void>;
}

/** A message to send. `text` is what notifications and screen readers get. */
export interface Outgoing {
  readonly text: string;
  readonly blocks?: readonly MessageBlock[];
}

/** One concern of the bot, in files of its own: it brings listeners, routes and jobs. */
export interface BotPart {
  /** Adds Bolt listeners; called only with a Slack token. */
  listen?(app: App): void;
  readonly routes?: readonly Route[];
  readonly jobs?: readonly Job[];
  readonly subcommands?: readonly Subcommand[];
  /** Blocks of a person's App Home; parts stand there in the order of `PARTS`. */
  home?(userId: string): Promise<readonly MessageBlock[]>;
  /** Called once after everything has started. */
  started?(): void | Promise<void>;
  /** Called after usage came in through this process. */
  ingested?(): void;
  /** Called on shutdown, before the ledger closes. */
  close?(): Promise<void>;
}

/** Makes a part for a bot. */
export type MakePart = (bot: Bot, parts: AllParts) => BotPart;

/** All parts of a running bot, for one that brings them together. Complete once all have been made. */
export interface AllParts {
  all(): readonly BotPart[];
  /** Tells every part that usage came in. */
  ingested(): void;
}
