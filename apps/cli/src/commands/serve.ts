import { ledgerSettings } from "@runrate/ask";
import { adminKeys, readEnvironment } from "@runrate/config";
import { openLedger } from "@runrate/ledger";
import { createLog, startBot } from "@runrate/slack-bot";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { withEnvFile } from "../env-file.ts";
import { ledgerUrl } from "../ledger.ts";
import { pricesOf } from "../prices.ts";
import type { CommandOutcome } from "../program/define.ts";
import { untilStopped } from "../until-stopped.ts";
import { refreshPrices } from "./prices/update.ts";

interface ServeOptions {
  readonly port?: string;
  readonly host?: string;
}

/**
 * `runrate serve`: the bot with its HTTP endpoints, until SIGINT or SIGTERM. Without Slack tokens the endpoints alone. Logs are
 * JSON lines on standard output.
 */
export async function serve(
  _args: readonly string[],
  options: ServeOptions,
  context: CommandContext,
): Promise<CommandOutcome> {
  const env = withEnvFile(context.terminal.env, context.folder);
  const named = { ...context, terminal: { ...context.terminal, env } };
  const url = ledgerUrl(named);
  const port = options.port === undefined ? {} : { PORT: options.port };
  const environment = readEnvironment({ ...env, ...port, RUNRATE_LEDGER: url });
  const config = configurationOf(named);
  let prices = pricesOf(named);
  const { clock } = context;
  const ledger = await openLedger(url, { clock, settings: ledgerSettings(config), threads: true });
  try {
    await using bot = await startBot({
      environment,
      config,
      rereadConfig: () => configurationOf(named),
      ledger,
      adminKeys: adminKeys(config, env),
      prices: () => prices,
      refreshPrices: async () => {
        const refresh = await refreshPrices({ ...named, now: clock() });
        if (refresh.kind === "changed") prices = pricesOf(named);
        return refresh;
      },
      clock,
      log: createLog(context.terminal.stdout),
      ...(options.host === undefined ? {} : { host: options.host }),
    });
    await untilStopped(bot);
  } finally {
    await ledger.close();
  }
  return "yes";
}
