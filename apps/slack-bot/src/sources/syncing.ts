import { ledgerSettings } from "@runrate/ask";
import { adminKeys } from "@runrate/config";
import { sourceStates } from "@runrate/ledger";
import type { AllParts, Bot, BotPart } from "../bot.ts";
import { describeSource } from "./describe-source.ts";
import { runSync, type SyncMessage } from "./sync-work.ts";

const EVERY_MINUTES = 5;

/**
 * Keeps the ledger up to what the configured admin APIs report: at the start, then every few minutes, in a thread of its own.
 * `/cost sources` and App Home show how far each source reaches.
 */
export function syncing(bot: Bot, parts: AllParts): BotPart {
  const { environment, config, log } = bot;
  const { openai } = environment;
  const { keys, missing } =
    bot.adminKeys ?? adminKeys(config, { OPENAI_ADMIN_KEY: openai.adminKey, OPENAI_BASE_URL: openai.baseUrl });
  if (missing.length > 0) log.error({ missing }, "sources of runrate.yml cannot be read: these variables are not set");
  const minutes = config.sources.find(({ provider }) => provider === "openai")?.everyMinutes ?? EVERY_MINUTES;
  const stop = new AbortController();
  let running: Promise<void> | undefined;

  const sync = async (): Promise<void> => {
    const { catalogue, aliases } = bot.prices();
    const work = {
      // A SQLite ledger is what it is called; a server's URL has credentials that its name has not.
      ledgerUrl: bot.ledger.dialect === "sqlite" ? bot.ledger.name : environment.ledger,
      settings: ledgerSettings(config),
      catalogue,
      aliases,
      workloads: config.workloads,
      keys,
      pseudonymKey: environment.pseudonymKey,
      aheadMs: bot.clock() - Date.now(),
    };
    await runSync(work, (message) => tell(message), stop.signal);
  };
  const tell = (message: SyncMessage): void => {
    if (message.kind === "progress") {
      const { source, endpoint, through } = message;
      log.debug({ source, endpoint, through: new Date(through).toISOString() }, "usage has been read");
    }
    if (message.kind !== "source") return;
    for (const failure of message.failures) {
      bot.metrics.failures.inc({ where: "sync" });
      log.error({ source: message.source, ...failure }, "a source could not be read");
    }
    if (message.stored > 0) parts.ingested();
  };
  /** One at a time: a backfill may take longer than the minutes between two syncs. */
  const once = async (): Promise<void> => {
    running ??= sync().finally(() => (running = undefined));
    try {
      await running;
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
  };

  return {
    jobs: keys.length === 0 ? [] : [{ name: "sync", schedule: schedule(minutes), run: once }],
    started() {
      if (keys.length === 0) return;
      log.info({ organisations: keys.length, days: keys[0]?.backfillDays }, "the admin API is being read");
      once().catch((error: unknown) => log.error({ err: error }, "the first sync failed"));
    },
    subcommands: [
      {
        word: "sources",
        async run(request) {
          const states = await sourceStates(bot.ledger, bot.clock());
          const nothing = keys.length === 0 ? NO_SOURCE : BEING_READ;
          await request.reply({ text: states.length === 0 ? nothing : states.map(describeSource).join("\n") });
        },
      },
    ],
    async close() {
      stop.abort();
      await running?.catch(() => {});
    },
  };
}

const NO_SOURCE =
  "No source has delivered anything yet. Set `OPENAI_ADMIN_KEY`, send usage to `/v1/usage` or `/v1/traces`, or run `runrate import`.";

const BEING_READ =
  "The admin API is being read for the first time, and nothing has come in yet. Ask again in a minute.";

function schedule(minutes: number): string {
  if (minutes < 60) return `30 */${minutes} * * * *`;
  return `30 0 */${Math.min(23, Math.round(minutes / 60))} * * *`;
}
