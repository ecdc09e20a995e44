import { setImmediate } from "node:timers/promises";
import type { App } from "@slack/bolt";
import { z } from "zod";
import type { Bot } from "../bot.ts";
import type { Deliveries } from "./deliveries.ts";
import { pressedAt } from "./press.ts";
import { sayFailure } from "./say-failure.ts";

/** What a delivery says of whoever caused it, as far as it came from a button, a form or a shortcut. */
const interaction = z.object({
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string(), name: z.string().optional() }).optional(),
  container: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Acknowledges every command, action and shortcut before anything else happens, so that Slack never waits for the ledger, and
 * lets each delivery through once. Listeners therefore do not call `ack`, except for view submissions, whose acknowledgement
 * carries the answer.
 */
export function acknowledge(app: App, bot: Bot, deliveries: Deliveries): void {
  app.use(async (args) => {
    const { body, next } = args;
    const waits = isAnsweredByAck(body);
    if ("ack" in args && !waits) {
      await acknowledged(args.ack);
      // Whatever else has arrived is acknowledged before any of the work begins.
      await setImmediate();
    }
    const id = deliveryId(body);
    if (id !== undefined && !(await isNew(bot, deliveries, id))) {
      bot.metrics.repeats.inc();
      if ("ack" in args && waits) await acknowledged(args.ack);
      return;
    }
    await bot.inFlight.track(next());
  });
  app.error(async ({ error, body }: { readonly error: Error; readonly body: unknown }) => {
    await failed(bot, error, body);
  });
}

/** The end of whatever a listener throws: it is logged, and whoever pressed or typed is told. */
async function failed(bot: Bot, error: Error, body: unknown): Promise<void> {
  const cause = "original" in error && error.original instanceof Error ? error.original : error;
  const message = sayFailure(bot, cause);
  const asked = interaction.safeParse(body);
  if (!asked.success || bot.slack === undefined) return;
  const { client } = bot.slack;
  try {
    await pressedAt(bot, client, asked.data, undefined).reply(message);
  } catch (failure) {
    bot.log.warn({ err: failure }, "somebody could not be told that their request failed");
  }
}

/** When the ledger cannot tell, a delivery is new: an answer twice is better than none. */
async function isNew(bot: Bot, deliveries: Deliveries, id: string): Promise<boolean> {
  try {
    return await deliveries.take(id);
  } catch (error) {
    bot.log.warn({ err: error }, "a delivery could not be noted");
    return true;
  }
}

/** Bolt's own type of `ack` wants the argument of each kind of delivery; nothing is what all of them take. */
async function acknowledged(ack: unknown): Promise<void> {
  if (typeof ack === "function") await ack();
}

function isAnsweredByAck(body: object): boolean {
  const type = "type" in body ? body.type : undefined;
  return type === "view_submission" || type === "block_suggestion";
}

function deliveryId(body: object): string | undefined {
  if ("event_id" in body) return String(body.event_id);
  return "trigger_id" in body ? String(body.trigger_id) : undefined;
}
