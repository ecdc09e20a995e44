import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { escapeText } from "../blocks/text.ts";
import type { Bot, CostRequest } from "../bot.ts";
import { slackErrorCode } from "./slack-error.ts";

/** A form that is to be shown to whoever has just pressed or typed something. */
export interface ViewOpening {
  readonly triggerId: string;
  readonly view: ModalView;
  /** `push` lays it over the form that is open. */
  readonly how?: "open" | "push";
  /** What to do without the form, as a sentence in mrkdwn. */
  readonly instead: string;
  readonly reply: CostRequest["reply"];
}

/** Shows a form; when Slack does not, whoever asked for it is told why, and what does the same without one. */
export async function openView(
  bot: Bot,
  client: WebClient,
  { triggerId, view, how = "open", instead, reply }: ViewOpening,
): Promise<void> {
  try {
    const shown = { trigger_id: triggerId, view };
    await (how === "push" ? client.views.push(shown) : client.views.open(shown));
  } catch (error) {
    bot.metrics.failures.inc({ where: "forms" });
    bot.log.warn({ err: error }, "a form could not be opened");
    await reply({ text: `${reasonOf(slackErrorCode(error))} ${instead}` });
  }
}

/** docs.slack.dev/reference/methods/views.open#errors */
function reasonOf(code: string | undefined): string {
  switch (code) {
    case "expired_trigger_id":
    case "exchanged_trigger_id":
    case "invalid_trigger_id":
      return "Slack allows three seconds to open a form, and they were over. Please press again.";
    case "push_limit_reached":
      return "Slack shows three forms above each other at most. Close one, then press again.";
    case undefined:
      return "Slack did not answer when the form was to be opened. Please press again.";
    default:
      return `Slack did not open the form (${escapeText(code)}).`;
  }
}
