import { requirePseudonymKey } from "@runrate/config";
import { Cron } from "croner";
import type { Bot, BotPart, MakePart } from "./bot.ts";
import { closeServer, createHttpServer, listen } from "./http/server.ts";
import { InFlight } from "./in-flight.ts";
import { createMetrics } from "./metrics.ts";
import { PARTS } from "./register.ts";
import { acknowledge } from "./slack/acknowledge.ts";
import { Deliveries } from "./slack/deliveries.ts";
import { createSlackApp } from "./slack/slack-app.ts";

/** What a bot is started with. */
export interface BotOptions extends Omit<Bot, "metrics" | "slack" | "inFlight"> {
  /** The address to listen at; default all of them. */
  readonly host?: string;
  /** Other parts than those of `PARTS`, for tests of one. */
  readonly parts?: readonly MakePart[];
}

/** A bot that runs until it is disposed of; what is under way is then finished first. */
export interface RunningBot extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
}

const SHUTDOWN_MS = 10_000;

/**
 * Starts the server: its HTTP endpoints, and with a Slack token the bot. The ledger stays the caller's to close.
 *
 * @throws RunrateError `port_taken`, `bad_environment`
 */
export async function startBot({ host, parts = PARTS, ...options }: BotOptions): Promise<RunningBot> {
  const { environment, log } = options;
  requirePseudonymKey(options.config, environment.pseudonymKey);
  const slack = environment.slack && createSlackApp(environment.slack, options.config, log);
  const bot: Bot = {
    ...options,
    metrics: createMetrics(),
    inFlight: new InFlight(),
    ...(slack === undefined ? {} : { slack: slack.side }),
  };
  const made: BotPart[] = [];
  const all = { all: () => made, ingested: () => made.forEach((part) => part.ingested?.()) };
  for (const make of parts) made.push(make(bot, all));
  if (slack) {
    acknowledge(slack.app, bot, new Deliveries(bot.ledger));
    for (const part of made) part.listen?.(slack.app);
  }
  const routes = [...(slack?.route ? [slack.route] : []), ...made.flatMap((part) => part.routes ?? [])];
  const server = createHttpServer(routes, log, bot.metrics);
  const port = await listen(server, environment.port, host);
  // A socket that cannot be opened leaves the HTTP endpoints working: /readyz and `runrate doctor` say what is wrong.
  await slack?.start().catch((error: unknown) => log.error({ err: error }, "Slack could not be connected to"));
  const jobs = made.flatMap((part) => part.jobs ?? []).map((job) => startJob(job, bot));
  for (const part of made) await part.started?.();
  log.info({ port, slack: environment.slack?.kind ?? "none" }, "runrate serves");
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    [Symbol.asyncDispose]: async () => {
      for (const job of jobs) job.stop();
      await slack?.stop();
      await closeServer(server, SHUTDOWN_MS);
      if (!(await bot.inFlight.settled(SHUTDOWN_MS))) log.warn({ left: bot.inFlight.size }, "work was cut off");
      for (const part of made) await part.close?.();
      log.info("runrate has stopped");
    },
  };
}

function startJob(job: NonNullable<BotPart["jobs"]>[number], bot: Bot): Cron {
  return new Cron(job.schedule, { timezone: "UTC", protect: true, unref: true }, async () => {
    try {
      await bot.inFlight.track(job.run());
    } catch (error) {
      bot.metrics.failures.inc({ where: job.name });
      bot.log.error({ err: error, job: job.name }, "a job failed");
    }
  });
}
