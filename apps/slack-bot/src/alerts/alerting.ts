import { applyDeclared, listBudgets, watchLedger, type ClaimedEntry } from "@runrate/budgets";
import { UTC } from "@runrate/core";
import { WebClient } from "@slack/web-api";
import type { Bot, BotPart } from "../bot.ts";
import { boltLogger } from "../log.ts";
import { adviser } from "./advise.ts";
import { DeliveryWorker } from "./delivery-worker.ts";
import { writeDueDigests } from "./digests.ts";
import { EvaluationLoop } from "./evaluation-loop.ts";
import { respondToAlerts } from "./respond-to-alerts.ts";
import { respondToNotices } from "./respond-to-notices.ts";
import { isUserId } from "./slack-id.ts";

/** Alerts: budgets are evaluated after each ingest and on the clock, and what is to be told leaves through the outbox. */
export function alerting(bot: Bot): BotPart {
  const { ledger, log } = bot;
  const fail = (where: string) => (error: unknown) => {
    bot.metrics.failures.inc({ where });
    log.error({ err: error, part: where }, "alerts failed; they are tried again");
  };
  const client = alertClient(bot);
  const worker =
    client &&
    new DeliveryWorker({
      ledger,
      client,
      log: log.child({ part: "alerts" }),
      fallbacks: (entry) => fallbacksOf(bot, entry),
      placeOf: async (lane) => {
        const channel = lane ?? bot.config.alerts.adminChannel;
        return channel === undefined ? null : await idOf(bot, channel);
      },
      onFailure: fail("delivery"),
    });
  const { anomalies } = bot.config.alerts;
  const loop = new EvaluationLoop({
    ledger,
    advise: adviser(bot),
    watch: async () => {
      await watchLedger(ledger, { ...bot.prices(), ...(anomalies.enabled ? { anomalies: anomalyWatch(bot) } : {}) });
    },
    onEvaluated: () => worker?.wake(),
    onFailure: fail("evaluation"),
  });
  let minute = Number.NaN;
  return {
    ...(worker
      ? {
          listen: (app) => {
            respondToAlerts(bot, app, () => worker.wake());
            respondToNotices(bot, app);
          },
        }
      : {}),
    jobs: [
      {
        name: "alerts",
        schedule: "*/2 * * * * *",
        run: async () => {
          await loop.poll();
          const now = Math.floor(bot.clock() / 60_000);
          if (now !== minute && bot.slack !== undefined) {
            minute = now;
            await writeDueDigests(bot);
          }
          worker?.wake();
        },
      },
    ],
    started: async () => {
      try {
        await applyDeclared(ledger, bot.config.budgets, bot.config.timezone ?? UTC);
      } catch (error) {
        fail("declared budgets")(error);
      }
      await worker?.start();
      loop.request();
    },
    ingested: () => loop.request(),
    close: async () => {
      await loop.close();
      await worker?.close();
    },
  };
}

function anomalyWatch({ config }: Bot) {
  const { ratio, floorUsd, channel = null } = config.alerts.anomalies;
  return { ratio, floorUsd, channel: channel?.replace(/^#/, "") ?? null, zone: config.timezone ?? UTC };
}

async function idOf({ slack }: Bot, channel: string): Promise<string> {
  return (await slack?.places.idOf(channel)) ?? channel;
}

/** A client for alerts alone: it does not retry, since the outbox does, and a rate limit is an answer instead of a pause of all. */
function alertClient({ environment, log }: Bot): WebClient | undefined {
  const { slack } = environment;
  if (slack === undefined) return undefined;
  return new WebClient(slack.botToken, {
    ...(slack.apiUrl === undefined ? {} : { slackApiUrl: slack.apiUrl }),
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    timeout: 10_000,
    logger: boltLogger(log.child({ part: "slack-alerts" })),
  });
}

/** Where a message goes when its channel does not take it: the admins' channel, the budget's owner, the admins themselves. */
async function fallbacksOf(bot: Bot, entry: ClaimedEntry): Promise<readonly string[]> {
  const { config, ledger } = bot;
  const budget = (await listBudgets(ledger)).find(({ id }) => id === entry.budget);
  const owner = budget?.terms.owner ?? null;
  const admins = (config.roles.admin ?? []).filter(isUserId);
  const { adminChannel } = config.alerts;
  return [
    ...(adminChannel === undefined ? [] : [await idOf(bot, adminChannel)]),
    ...(owner !== null && isUserId(owner) ? [owner] : []),
    ...(budget !== undefined && isUserId(budget.createdBy) ? [budget.createdBy] : []),
    ...admins,
  ].filter((channel, index, all) => all.indexOf(channel) === index);
}
