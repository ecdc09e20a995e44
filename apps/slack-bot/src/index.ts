export { checkSlack, type SlackCheck } from "./doctor/check-slack.ts";
export { createLog, type Log } from "./log.ts";
export { MANIFEST_FILE } from "./manifest-file.ts";
export { type PriceRefresh } from "./prices/price-refresh.ts";
export { startBot, type BotOptions, type RunningBot } from "./start-bot.ts";
