import type { Logger as BoltLogger } from "@slack/bolt";
import { LogLevel } from "@slack/bolt";
import { pino, type DestinationStream, type Logger } from "pino";

export type Log = Logger;

/**
 * What Slack and OpenAI tokens, response URLs and ledger passwords look like, wherever they stand in a text. A password ends
 * somewhere, so that a text of nothing but beginnings of URLs is not read to its end from each of them.
 */
const SECRETS =
  /\b(?:xox[a-z]|xapp)-[\w-]+|\bsk-[\w-]{8,}|\/(?:commands|actions|services)\/[A-Z0-9]+\/[\w/-]+|(?<=:\/\/[^\s:/]*:)[^\s@]{1,2000}(?=@)/g;

/** Takes secrets out of a text. */
export function withoutSecrets(text: string): string {
  return text.replaceAll(SECRETS, "[secret]");
}

/** Structured logs, one JSON object a line, without secrets: by the name of a field, and by the looks of a value. */
export function createLog(destination?: DestinationStream, level = "info"): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: {
      paths: ["token", "signingSecret", "authorization", "response_url", "trigger_id", "*.token", "*.authorization"],
      censor: "[secret]",
    },
    hooks: {
      // The last place that every line passes.
      streamWrite: withoutSecrets,
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Bolt's and the Web API client's logger, as part of ours. Their debug lines hold bodies: they stay out. */
export function boltLogger(log: Log): BoltLogger {
  const text = (parts: readonly unknown[]) => parts.map(String).join(" ");
  return {
    debug: () => {},
    info: (...parts) => log.debug(text(parts)),
    warn: (...parts) => log.warn(text(parts)),
    error: (...parts) => log.error(text(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
