import type { RunrateConfig, SlackConnection } from "@runrate/config";
import { App, HTTPReceiver, SocketModeReceiver } from "@slack/bolt";
import { WebClient, type WebClientOptions } from "@slack/web-api";
import type { SlackIdentity, SlackSide } from "../bot.ts";
import type { Route } from "../http/route.ts";
import { boltLogger, type Log } from "../log.ts";
import { eventsRoute } from "./events-route.ts";
import { People } from "./people.ts";
import { Places } from "./places.ts";

/** Bolt with the way in that the tokens choose. */
export interface SlackApp {
  readonly app: App;
  readonly side: SlackSide;
  /** Where Slack posts; absent in Socket Mode. */
  readonly route?: Route;
  /** Opens the socket in Socket Mode. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A question is answered within seconds or not at all: two more tries, then the asker is told. */
const CLIENT: WebClientOptions = { retryConfig: { retries: 2, factor: 2, minTimeout: 250 }, timeout: 10_000 };

/**
 * Makes the Bolt app. Nothing is asked of Slack here: a bot starts, and its other endpoints work, while Slack does not answer.
 * One workspace by its token; `authorize` is the one place that several workspaces would change.
 */
export function createSlackApp(connection: SlackConnection, config: RunrateConfig, log: Log): SlackApp {
  const logger = boltLogger(log.child({ part: "slack" }));
  const clientOptions: WebClientOptions = {
    ...CLIENT,
    ...(connection.apiUrl === undefined ? {} : { slackApiUrl: connection.apiUrl }),
    logger,
  };
  const side = slackSide(connection.botToken, clientOptions, config, log);
  let known: SlackIdentity | undefined;
  const authorize = async () => ({
    botToken: connection.botToken,
    ...(known === undefined
      ? {}
      : { botUserId: known.botUserId, ...(known.botId === undefined ? {} : { botId: known.botId }) }),
  });
  const learn = () =>
    side.identity().then(
      (identity) => void (known = identity),
      (error: unknown) => log.warn({ err: error }, "Slack did not say who the bot is"),
    );
  const shared = { authorize, logger, clientOptions, convoStore: false, extendedErrorHandler: true } as const;
  if (connection.kind === "socket") {
    const receiver = new SocketModeReceiver({
      appToken: connection.appToken,
      logger,
      installerOptions: { clientOptions },
    });
    return {
      app: new App({ ...shared, socketMode: true, receiver }),
      side,
      start: async () => {
        void learn();
        await receiver.start();
      },
      stop: () => receiver.stop(),
    };
  }
  const receiver = new HTTPReceiver({ signingSecret: connection.signingSecret, logger });
  return {
    app: new App({ ...shared, receiver }),
    side,
    route: eventsRoute(receiver, connection.signingSecret),
    start: async () => void learn(),
    stop: async () => {},
  };
}

function slackSide(token: string, options: WebClientOptions, config: RunrateConfig, log: Log): SlackSide {
  const client = new WebClient(token, options);
  let known: Promise<SlackIdentity> | undefined;
  return {
    client,
    people: new People(config.roles, client, log),
    places: new Places(config.channels, client, log),
    identity() {
      known ??= client.auth.test().then(({ team_id: teamId = "", user_id: botUserId = "", bot_id: botId }) => ({
        teamId,
        botUserId,
        ...(botId === undefined ? {} : { botId }),
      }));
      // A failure is not kept: the next question asks again.
      known.catch(() => (known = undefined));
      return known;
    },
  };
}
