import {
  acknowledge,
  amountText,
  listBudgets,
  messageView,
  raiseBudget,
  snooze,
  type MessageView,
  type Response,
  type SnoozeLength,
} from "@runrate/budgets";
import { parseAmount } from "@runrate/config";
import { RunrateError } from "@runrate/core";
import type { LedgerReader } from "@runrate/ledger";
import type { App, BlockAction, RespondFn } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { channelView } from "../ask/channel-view.ts";
import { escapeText, oneLine } from "../blocks/text.ts";
import type { Bot, Outgoing } from "../bot.ts";
import { openView } from "../slack/open-view.ts";
import { pressedAt } from "../slack/press.ts";
import { ACTIONS, readPlace } from "./actions.ts";
import { explainAlert } from "./explain-alert.ts";
import { instantText } from "./period-text.ts";
import { raiseInstead, raiseModal, readRaise } from "./raise-modal.ts";
import { who } from "./render-alert.ts";

/** The buttons of alerts. Of two people who press at once one wins, and the other is told who it was. */
export function respondToAlerts(bot: Bot, app: App, wake: () => void): void {
  const { ledger } = bot;

  app.action<BlockAction>(ACTIONS.acknowledge, async ({ body, client, respond, action }) => {
    const place = readPlace("value" in action ? action.value : undefined);
    if (!place) return;
    const result = await ledger.transaction((tx) => acknowledge(tx, place, body.user.id));
    wake();
    if (result.kind === "already") {
      const text = `${who(result.by)} has acknowledged this already, ${instantText(result.at, zoneOf(bot))}.`;
      await tell(bot, client, body, respond, { text });
    }
  });

  app.action<BlockAction>(ACTIONS.snooze, async ({ body, client, respond, action }) => {
    const value = "selected_option" in action ? action.selected_option?.value : undefined;
    const [, length, rest] = /^(hour|day|period)\/(.+)$/.exec(value ?? "") ?? [];
    const place = readPlace(rest);
    if (!place || length === undefined) return;
    const result = await ledger.transaction((tx) => snooze(tx, place, snoozeLength(length), body.user.id));
    wake();
    await tell(bot, client, body, respond, { text: snoozeText(result, zoneOf(bot)) });
  });

  app.action<BlockAction>(ACTIONS.why, async ({ body, client, respond, action }) => {
    const pressed = pressedAt(bot, client, body, respond);
    const sight = await channelView(bot, pressed);
    const view = await viewOf(bot, "value" in action ? action.value : undefined, sight.context.ledger);
    await pressed.reply(
      view ? await explainAlert(view, sight) : { text: "The budget of this alert has been deleted." },
    );
  });

  app.action<BlockAction>(ACTIONS.raise, async ({ body, client, respond, action }) => {
    const view = await viewOf(bot, "value" in action ? action.value : undefined);
    const refusal = view ? await refusalOf(bot, view, body.user.id) : "The budget of this alert has been deleted.";
    if (refusal !== undefined || !view) {
      await tell(bot, client, body, respond, { text: refusal ?? "" });
      return;
    }
    await openView(bot, client, {
      triggerId: body.trigger_id,
      view: raiseModal(view.budget),
      instead: raiseInstead(view.budget),
      reply: pressedAt(bot, client, body, respond).reply,
    });
  });

  app.view(ACTIONS.raiseSubmit, async ({ ack, body, view }) => {
    const read = readRaise(view);
    if (read.kind === "invalid") {
      await ack({ response_action: "errors", errors: read.errors });
      return;
    }
    try {
      const stored = await budgetById(bot, read.budget);
      const refusal = await refusalOf(bot, { budget: stored }, body.user.id);
      if (refusal !== undefined) throw new RunrateError("not_allowed", refusal);
      await raiseBudget(ledger, stored, parseAmount(read.amount), {
        actor: body.user.id,
        reason: read.reason,
        from: read.revision,
      });
      await ack();
      wake();
    } catch (error) {
      if (!(error instanceof RunrateError)) throw error;
      const text = `${error.message}${error.hint === undefined ? "" : `. ${error.hint}`}`;
      await ack({ response_action: "errors", errors: { amount: oneLine(text).slice(0, 300) } });
    }
  });
}

async function budgetById(bot: Bot, id: string) {
  const found = (await listBudgets(bot.ledger)).find((budget) => budget.id === id);
  if (found) return found;
  throw new RunrateError("unknown_budget", "the budget has been deleted meanwhile");
}

/** Why somebody may not change a budget; undefined: they may. */
async function refusalOf(
  bot: Bot,
  { budget }: Pick<MessageView, "budget">,
  userId: string,
): Promise<string | undefined> {
  if (budget.origin === "declared")
    return `The budget ${escapeText(budget.name)} stands in runrate.yml: change it there.`;
  const isOwner = budget.terms.owner === userId;
  if (isOwner || (await bot.slack?.people.may(userId, "budgetOwner")) === true) return undefined;
  return `Only budget owners may change budgets (${amountText(budget.terms.amount)} a ${budget.terms.period} now). Ask one of them.`;
}

async function viewOf(
  bot: Bot,
  value: string | undefined,
  ledger: LedgerReader = bot.ledger,
): Promise<MessageView | undefined> {
  const place = readPlace(value);
  return place && (await messageView(ledger, place.budget, place.periodStart, bot.clock()));
}

async function tell(
  bot: Bot,
  client: WebClient,
  body: BlockAction,
  respond: RespondFn,
  message: Outgoing,
): Promise<void> {
  await pressedAt(bot, client, body, respond).reply(message);
}

function snoozeLength(text: string): SnoozeLength {
  return text === "hour" || text === "day" ? text : "period";
}

function snoozeText(result: Response, zone: string): string {
  return result.kind === "already"
    ? `${who(result.by)} has snoozed this already, until ${instantText(result.at, zone)}.`
    : `Snoozed until ${instantText(result.until ?? 0, zone)}. What comes meanwhile is written into the message and told then.`;
}

function zoneOf({ config }: Bot): string {
  return config.timezone ?? "UTC";
}
