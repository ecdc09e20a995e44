import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { ledgerSettings } from "@runrate/ask";
import { readEnvironment, type RunrateConfig } from "@runrate/config";
import { openLedger } from "@runrate/ledger";
import { createLog, MANIFEST_FILE, startBot } from "@runrate/slack-bot";
import { startSandbox } from "@runrate/slack-sandbox";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { pricesOf } from "../prices.ts";
import { examplePullRequests } from "./pull-requests.ts";
import { SampleStream } from "./sample-stream.ts";

/** A fake Slack in the browser, with the real bot in it and the sample going on. */
export interface SamplePage extends AsyncDisposable {
  readonly url: string;
}

export interface PageOptions {
  /** Under which the ledger with the sample is. */
  readonly ledgerUrl: string;
  /** 0: a free one. */
  readonly port: number;
  /** How many seconds of the sample pass in a second; 0 lets it stand still. */
  readonly speed: number;
}

/** The sandbox's channel in which Runrate speaks, and who looks at it. */
const CHANNEL = "C1";
const VIEWER = "U1";
const TICK_MS = 1_000;

/** Starts the page. The bot is the one of `runrate serve`: what is typed, pressed and alerted goes through all of it. */
export async function startPage(context: CommandContext, options: PageOptions): Promise<SamplePage> {
  const { terminal, now } = context;
  const startedAt = terminal.clock();
  const clock = (): number => now + Math.round((terminal.clock() - startedAt) * Math.max(1, options.speed));
  const config = inChannel(configurationOf(context));
  const prices = pricesOf(context);
  const ingestToken = randomBytes(24).toString("base64url");
  await using stack = new AsyncDisposableStack();
  const ledger = await openLedger(options.ledgerUrl, { clock, settings: ledgerSettings(config), threads: true });
  stack.defer(() => ledger.close());
  const manifest: unknown = JSON.parse(readFileSync(MANIFEST_FILE, "utf8"));
  const sandbox = stack.use(
    await startSandbox({ port: options.port, manifest, pullRequests: examplePullRequests(prices, now) }),
  );
  const bot = stack.use(
    await startBot({
      environment: readEnvironment({
        ...sandbox.environment(),
        PORT: "0",
        RUNRATE_INGEST_TOKEN: ingestToken,
        OPENAI_API_KEY: terminal.env["OPENAI_API_KEY"],
        OPENAI_BASE_URL: terminal.env["OPENAI_BASE_URL"],
      }),
      config,
      ledger,
      prices: () => prices,
      clock,
      log: createLog(terminal.stderr, "error"),
      host: "127.0.0.1",
    }),
  );
  sandbox.connect(`${bot.url}/slack/events`);
  const ada = sandbox.person(VIEWER);
  await ada.openHome();
  await ada.command(CHANNEL, "/cost");
  if (options.speed > 0) stack.use(play(clock, `${bot.url}/v1/usage`, ingestToken));
  const running = stack.move();
  return { url: sandbox.url, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

/** Every budget alerts in the one channel that somebody looks at. */
function inChannel(config: RunrateConfig): RunrateConfig {
  return {
    ...config,
    budgets: config.budgets.map((budget) => ({ channel: CHANNEL, ...budget })),
    alerts: { adminChannel: CHANNEL, ...config.alerts },
  };
}

/** Sends what happens meanwhile, as an application would. */
function play(clock: () => number, url: string, token: string): AsyncDisposable {
  const stream = new SampleStream(clock());
  let sending: Promise<void> = Promise.resolve();
  const send = async (): Promise<void> => {
    const calls = stream.until(clock());
    if (calls.length === 0) return;
    const body = calls.map(({ line }) => line).join("\n");
    await fetch(url, { method: "POST", body, headers: { authorization: `Bearer ${token}` } });
  };
  const timer = setInterval(() => {
    // A tick that could not be sent is not sent again: the sample goes on.
    sending = sending.then(send).catch(() => {});
  }, TICK_MS);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await sending;
    },
  };
}
