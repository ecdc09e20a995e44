export { createLog, type Log } from "./log.ts";
export { startBot, type BotOptions, type RunningBot } from "./start-bot.ts";
