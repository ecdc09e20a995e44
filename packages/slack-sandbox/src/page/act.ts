import { z } from "zod";
import type { ActResult } from "../../page/model.ts";
import type { Delivery } from "../deliver/delivery.ts";
import type { Dispatch } from "../deliver/dispatch.ts";
import { Person } from "../person.ts";
import type { World } from "../world.ts";

const choice = z.union([z.string(), z.array(z.string()), z.null()]);
const user = z.string();

/** What the page sends when a person does something. */
export const actSchema = z.union([
  z.strictObject({ act: z.literal("command"), user, channel: z.string(), text: z.string() }),
  z.strictObject({
    act: z.literal("say"),
    user,
    channel: z.string(),
    text: z.string(),
    threadTs: z.string().optional(),
  }),
  z.strictObject({ act: z.literal("press"), user, place: z.enum(["modal", "home"]), actionId: z.string(), choice }),
  z.strictObject({
    act: z.literal("press"),
    user,
    place: z.literal("message"),
    channel: z.string(),
    ts: z.string(),
    actionId: z.string(),
    choice,
  }),
  z.strictObject({ act: z.literal("submit"), user, entries: z.record(z.string(), choice) }),
  z.strictObject({ act: z.literal("close"), user }),
  z.strictObject({ act: z.literal("home"), user }),
  z.strictObject({ act: z.literal("shortcut"), user, callbackId: z.string(), channel: z.string(), ts: z.string() }),
]);
export type PersonAct = z.infer<typeof actSchema>;

/** Does it as that person. @returns what to tell them when the app did not take it; a mistake of theirs is told, too */
export async function carryOut(world: World, dispatch: Dispatch, act: PersonAct): Promise<ActResult> {
  try {
    const deliveries = await deliver(new Person(act.user, world, dispatch), act);
    return { problem: deliveries.map(problemOf).find((problem) => problem !== null) ?? null };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

async function deliver(person: Person, act: PersonAct): Promise<readonly Delivery[]> {
  switch (act.act) {
    case "command":
      // A failed command already shows as a message of Slack's.
      await person.command(act.channel, act.text);
      return [];
    case "say":
      return (await person.say(act.channel, act.text, act.threadTs === undefined ? {} : { threadTs: act.threadTs }))
        .deliveries;
    case "press":
      return [
        await person.press(
          act.place === "message" ? { channel: act.channel, ts: act.ts } : act.place,
          act.actionId,
          act.choice,
        ),
      ];
    case "submit":
      return [await person.submit(act.entries)];
    case "close": {
      const closed = await person.close();
      return closed ? [closed] : [];
    }
    case "home":
      return [await person.openHome()];
    case "shortcut":
      return [await person.messageShortcut(act.callbackId, act)];
  }
}

function problemOf({ outcome }: Delivery): string | null {
  switch (outcome.kind) {
    case "acknowledged":
      return null;
    case "operation_timeout":
      return "The app did not answer within 3 seconds (operation_timeout).";
    case "refused":
      return `The app refused the request (HTTP ${outcome.status}).`;
    case "unreachable":
      return `The app cannot be reached: ${outcome.reason}.`;
  }
}
