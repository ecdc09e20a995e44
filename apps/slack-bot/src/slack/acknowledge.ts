import type { App } from "@slack/bolt";
import type { Bot } from "../bot.ts";

/**
 * Acknowledges every command, action and shortcut before anything else happens, so that Slack never waits for the ledger.
 * Listeners therefore do not call `ack`, except for view submissions, whose acknowledgement carries the answer.
 */
export function acknowledge(app: App, bot: Bot): void {
  app.use(async (args) => {
    const { body, next } = args;
    if ("ack" in args && !isAnsweredByAck(body)) await acked(args.ack);
    await bot.inFlight.track(next());
  });
  app.error(async (error) => {
    bot.metrics.failures.inc({ where: "slack" });
    bot.log.error({ err: error }, "a listener failed");
  });
}

/** Bolt's own type of `ack` wants the argument of each kind of delivery; nothing is what all of them take. */
async function acked(ack: unknown): Promise<void> {
  if (typeof ack === "function") await ack();
}

function isAnsweredByAck(body: object): boolean {
  const type = "type" in body ? body.type : undefined;
  return type === "view_submission" || type === "block_suggestion";
}
