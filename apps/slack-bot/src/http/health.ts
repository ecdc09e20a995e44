import { changeCounter } from "@runrate/ledger";
import type { Bot, BotPart } from "../bot.ts";
import { slackErrorCode } from "../slack/slack-error.ts";
import { guarded } from "./guarded.ts";
import { replyJson } from "./reply.ts";

/** `/healthz`: the process answers. `/readyz`: it can work, that is, database and Slack answer. `/metrics`: for Prometheus. */
export function health(bot: Bot): BotPart {
  const onError = (error: unknown) => bot.log.error({ err: error }, "a health check failed");
  return {
    routes: [
      {
        path: "/healthz",
        handle: guarded("GET", onError, async (_request, response) => {
          replyJson(response, 200, { status: "ok" });
          return undefined;
        }),
      },
      {
        path: "/readyz",
        handle: guarded("GET", onError, async (_request, response) => {
          const checks = {
            database: await outcome(bot, "database", () => changeCounter(bot.ledger)),
            ...(bot.slack === undefined ? {} : { slack: await outcome(bot, "slack", () => authTest(bot)) }),
          };
          const isReady = Object.values(checks).every((check) => check === "ok");
          replyJson(response, isReady ? 200 : 503, { status: isReady ? "ready" : "not_ready", checks });
          return undefined;
        }),
      },
      {
        path: "/metrics",
        handle: guarded("GET", onError, async (_request, response) => {
          const text = await bot.metrics.registry.metrics();
          response.writeHead(200, { "content-type": bot.metrics.registry.contentType }).end(text);
          return undefined;
        }),
      },
    ],
  };
}

const CHECK_MS = 5_000;

/** "ok", or the code of what went wrong; details are for the log. */
async function outcome(bot: Bot, what: string, check: () => Promise<unknown>): Promise<string> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("no answer in time")), CHECK_MS);
  try {
    await Promise.race([check(), late]);
    return "ok";
  } catch (error) {
    bot.log.warn({ err: error }, `${what} is not ready`);
    return slackErrorCode(error) ?? (error instanceof Error && "code" in error ? String(error.code) : "no_answer");
  } finally {
    clearTimeout(timer);
  }
}

async function authTest({ slack }: Bot): Promise<unknown> {
  return await slack?.client.auth.test();
}
