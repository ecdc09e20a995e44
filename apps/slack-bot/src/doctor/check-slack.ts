import { readFileSync } from "node:fs";
import type { RunrateConfig, SlackConnection } from "@runrate/config";
import { LogLevel, WebClient, type WebClientOptions } from "@slack/web-api";
import { z } from "zod";
import { isChannelId, isUserId } from "../alerts/slack-id.ts";
import { MANIFEST_FILE } from "../manifest-file.ts";
import { slackErrorCode } from "../slack/slack-error.ts";

/** One thing that was looked at in Slack. */
export interface SlackCheck {
  readonly name: string;
  readonly status: "ok" | "warning" | "failure";
  readonly message: string;
  /** The next step. */
  readonly fix?: string;
}

/** Without these nothing works; without another one something does not. */
const NEEDED: readonly string[] = ["chat:write", "commands"];

const manifest = z.looseObject({
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
});

/** Asks Slack about the tokens, what they may do, and the channels that `runrate.yml` names. Nothing of a token is shown. */
export async function checkSlack(connection: SlackConnection, config: RunrateConfig): Promise<readonly SlackCheck[]> {
  const options: WebClientOptions = {
    ...(connection.apiUrl === undefined ? {} : { slackApiUrl: connection.apiUrl }),
    retryConfig: { retries: 1 },
    timeout: 10_000,
    logger: SILENT,
  };
  const client = new WebClient(connection.botToken, options);
  const token = await checkToken(client);
  if (token.some(({ status }) => status === "failure")) return token;
  const socket = connection.kind === "socket" ? [await checkAppToken(connection.appToken, options)] : [];
  return [...token, ...socket, ...checkAdmins(config), ...(await checkChannels(client, channelsOf(config)))];
}

/** What concerns the installation, and alerts whose channel or owner is gone, need a place to go. */
function checkAdmins({ alerts, roles }: RunrateConfig): SlackCheck[] {
  const name = "Admin channel";
  const admins = (roles.admin ?? []).filter(isUserId);
  if (alerts.adminChannel !== undefined) return [];
  return admins.length > 0
    ? [
        {
          name,
          status: "ok",
          message: `none; ${admins.length === 1 ? "the admin is" : "the admins are"} told in person`,
        },
      ]
    : [
        {
          name,
          status: "warning",
          message: "none: new models, changed prices, silent sources and alerts whose channel is gone wait for one",
          fix: "Set alerts.admin_channel in runrate.yml, or name people by their user id (U…) under roles.admin.",
        },
      ];
}

async function checkToken(client: WebClient): Promise<SlackCheck[]> {
  try {
    const { team, user, response_metadata: told } = await client.auth.test();
    const connected: SlackCheck = {
      name: "Slack",
      status: "ok",
      message: `connected to ${team ?? "a workspace"} as ${user ?? "the bot"}`,
    };
    return told?.scopes === undefined ? [connected] : [connected, ...checkScopes(told.scopes)];
  } catch (error) {
    const code = slackErrorCode(error);
    return [
      code === undefined
        ? {
            name: "Slack",
            status: "failure",
            message: "Slack cannot be reached",
            fix: "Check the network, the proxy and SLACK_API_URL.",
          }
        : {
            name: "Slack",
            status: "failure",
            message: `the bot token is refused: ${code}`,
            fix: "Copy SLACK_BOT_TOKEN from the app's page, OAuth & Permissions; after token_revoked install the app again.",
          },
    ];
  }
}

function checkScopes(granted: readonly string[]): SlackCheck[] {
  const wanted = manifest.parse(JSON.parse(readFileSync(MANIFEST_FILE, "utf8"))).oauth_config.scopes.bot;
  const missing = wanted.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return [{ name: "Slack scopes", status: "ok", message: "all that manifest.json asks for" }];
  return [
    {
      name: "Slack scopes",
      status: missing.some((scope) => NEEDED.includes(scope)) ? "failure" : "warning",
      message: `the bot token lacks ${missing.join(", ")}`,
      fix: "Paste apps/slack-bot/manifest.json under App Manifest, then install the app again.",
    },
  ];
}

async function checkAppToken(token: string, options: WebClientOptions): Promise<SlackCheck> {
  try {
    await new WebClient(token, options).apps.connections.open();
    return { name: "Socket Mode", status: "ok", message: "Slack opens a connection" };
  } catch (error) {
    return {
      name: "Socket Mode",
      status: "failure",
      message: `the app-level token is refused: ${slackErrorCode(error) ?? "no answer"}`,
      fix: "Make one with connections:write under Basic Information, App-Level Tokens, and set SLACK_APP_TOKEN.",
    };
  }
}

/** Every channel that the configuration names, once. */
function channelsOf({ channels, alerts, budgets }: RunrateConfig): string[] {
  const named = [
    ...channels.map(({ channel }) => channel),
    ...(alerts.adminChannel === undefined ? [] : [alerts.adminChannel]),
    ...(alerts.anomalies.channel === undefined ? [] : [alerts.anomalies.channel]),
    ...alerts.digests.map(({ channel }) => channel),
    ...budgets.flatMap(({ channel }) => channel ?? []),
  ];
  return [...new Set(named.map((channel) => channel.replace(/^#/, "")))];
}

interface FoundChannel {
  readonly id?: string;
  readonly name?: string;
  readonly is_archived?: boolean;
  readonly is_member?: boolean;
}

async function checkChannels(client: WebClient, named: readonly string[]): Promise<SlackCheck[]> {
  if (named.length === 0) return [];
  const found = await listChannels(client);
  if (typeof found === "string") {
    const fix = "The app needs channels:read and groups:read.";
    return [{ name: "Slack channels", status: "warning", message: `they cannot be listed: ${found}`, fix }];
  }
  return named.map((channel) =>
    judge(
      channel,
      found.find(({ id, name }) => (isChannelId(channel) ? id === channel : name === channel)),
    ),
  );
}

function judge(channel: string, found: FoundChannel | undefined): SlackCheck {
  const name = `#${found?.name ?? channel}`;
  if (found === undefined) {
    return {
      name,
      status: "warning",
      message: "is not a channel that the bot can see",
      fix: "Check its name in runrate.yml; invite the bot to a private one.",
    };
  }
  if (found.is_archived === true)
    return { name, status: "warning", message: "is archived", fix: "Name another channel in runrate.yml." };
  return found.is_member === true
    ? { name, status: "ok", message: "the bot is in it" }
    : { name, status: "warning", message: "the bot is not in it", fix: `Type /invite @runrate in ${name}.` };
}

async function listChannels(client: WebClient): Promise<readonly FoundChannel[] | string> {
  const found: FoundChannel[] = [];
  try {
    for (let cursor: string | undefined; ;) {
      const page = await client.conversations.list({
        types: "public_channel,private_channel",
        limit: 1_000,
        ...(cursor === undefined ? {} : { cursor }),
      });
      found.push(...(page.channels ?? []));
      cursor = page.response_metadata?.next_cursor;
      if (cursor === undefined || cursor === "") return found;
    }
  } catch (error) {
    return slackErrorCode(error) ?? "no answer";
  }
}

const SILENT: NonNullable<WebClientOptions["logger"]> = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};
