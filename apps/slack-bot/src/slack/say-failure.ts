import { RunrateError } from "@runrate/core";
import { escapeText } from "../blocks/text.ts";
import type { Bot, Outgoing } from "../bot.ts";
import { slackErrorCode } from "./slack-error.ts";

/** What somebody is told when what they wanted failed: an expected error with its next step, what Slack refused, else that it was logged. */
export function sayFailure(bot: Bot, error: unknown): Outgoing {
  if (error instanceof RunrateError) {
    bot.log.warn({ err: error }, "a request could not be answered");
    return { text: escapeText(`${error.message}${error.hint === undefined ? "" : `\n${error.hint}`}`) };
  }
  bot.metrics.failures.inc({ where: "asking" });
  bot.log.error({ err: error }, "a request failed");
  const code = slackErrorCode(error);
  return {
    text:
      code === undefined
        ? "That went wrong on our side; it is in the log. Please ask again."
        : `Slack refused that (${escapeText(code)}); it is in the log. \`runrate doctor\` says whether the app is set up rightly.`,
  };
}
