import { bundledCatalogue } from "@runrate/catalogue";
import { defaultConfig, readEnvironment } from "@runrate/config";
import { openLedger } from "@runrate/ledger";
import { createLog } from "../../src/log.ts";
import { startBot } from "../../src/start-bot.ts";

/*
 * The bot as a process of its own, to be killed. Arguments: the ledger's URL and the instant at which its clock stands. It writes
 * its address to standard output, and its log to standard error.
 */

const [url = "", now = "0"] = process.argv.slice(2);
const clock = () => Number(now);
const ledger = await openLedger(url, { clock, threads: true });
const bot = await startBot({
  environment: readEnvironment(process.env),
  config: defaultConfig(),
  ledger,
  prices: () => ({ catalogue: bundledCatalogue(), list: bundledCatalogue(), aliases: {} }),
  clock,
  log: createLog(process.stderr, "warn"),
  host: "127.0.0.1",
});
process.stdout.write(`${bot.url}\n`);
