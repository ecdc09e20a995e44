import {
  changeBudget,
  dryRun,
  listBudgets,
  proposedTerms,
  removeBudget,
  reportBudget,
  requireEditable,
  setBudget,
  tagNames,
  type Budget,
} from "@runrate/budgets";
import { RunrateError } from "@runrate/core";
import type { App, BlockAction, BlockElementAction } from "@slack/bolt";
import { raiseInstead, raiseModal } from "../alerts/raise-modal.ts";
import { cut, escapeText, plain } from "../blocks/text.ts";
import type { Bot } from "../bot.ts";
import { openView } from "../slack/open-view.ts";
import { pressedAt } from "../slack/press.ts";
import { BUDGET_IDS, budgetModal, SET_INSTEAD } from "./budget-modal.ts";
import { placeOf, requireBudgetOwner, withinSight } from "./permission.ts";
import { editedBudget, readBudgetModal, type ReadBudget } from "./read-budget-modal.ts";
import { renderBudget, renderDryRun } from "./render-budget.ts";

/** The forms of budgets: create, edit, delete, and a dry run on what the form says. */
export function budgetModals(bot: Bot, app: App, changed: () => void): void {
  app.action<BlockAction>(BUDGET_IDS.create, async ({ body, client, respond }) => {
    const { userId, channelId, reply } = pressedAt(bot, client, body, respond);
    await requireBudgetOwner(bot, userId);
    const view = budgetModal(null, channelId === "" ? userId : channelId);
    await openView(bot, client, { triggerId: body.trigger_id, view, instead: SET_INSTEAD, reply });
  });

  app.action<BlockAction>(BUDGET_IDS.edit, async ({ body, client, respond, action }) => {
    const { userId, reply } = pressedAt(bot, client, body, respond);
    const budget = await changeable(bot, chosen(action), userId);
    const view = budgetModal(budget, budget.terms.channel ?? userId);
    await openView(bot, client, { triggerId: body.trigger_id, view, instead: raiseInstead(budget), reply });
  });

  app.action<BlockAction>(BUDGET_IDS.raise, async ({ body, client, respond, action }) => {
    const { userId, reply } = pressedAt(bot, client, body, respond);
    const budget = await changeable(bot, chosen(action), userId);
    const view = raiseModal(budget);
    await openView(bot, client, { triggerId: body.trigger_id, view, instead: raiseInstead(budget), reply });
  });

  app.view(BUDGET_IDS.submit, async ({ ack, body, view, client }) => {
    const read = readBudgetModal(view, await tagNames(bot.ledger));
    if (read.kind === "invalid") {
      await ack({ response_action: "errors", errors: read.errors });
      return;
    }
    try {
      const budget = await save(bot, read, body.user.id);
      await ack();
      changed();
      const message = renderBudget(budget, await reportBudget(bot.ledger, budget.terms, bot.clock()), "Saved.");
      await client.chat
        .postMessage({ channel: body.user.id, text: message.text, blocks: [...(message.blocks ?? [])] })
        .catch((error: unknown) => bot.log.warn({ err: error }, "a saved budget could not be confirmed"));
    } catch (error) {
      if (!(error instanceof RunrateError)) throw error;
      const text = `${error.message}${error.hint === undefined ? "" : `. ${error.hint}`}`;
      await ack({ response_action: "errors", errors: { [blockOf(error.code)]: cut(text, 300) } });
    }
  });

  app.action<BlockAction>(BUDGET_IDS.tryIt, async ({ body, client, respond }) => {
    const { view } = body;
    if (!view) return;
    const { userId, reply } = pressedAt(bot, client, body, respond);
    const read = readBudgetModal(view, await tagNames(bot.ledger));
    const blocks = await triedText(bot, read, userId);
    await openView(bot, client, {
      triggerId: body.trigger_id,
      view: { type: "modal", title: plain("Dry run"), close: plain("Back"), blocks },
      how: "push",
      instead: "Or type `/cost budget try`, then the amount and the period, such as `/cost budget try $500 month`.",
      reply,
    });
  });

  app.action<BlockAction>(BUDGET_IDS.remove, async ({ body, client, respond }) => {
    const { view } = body;
    const id = view && editedBudget(view);
    if (!view || id === undefined) return;
    const { userId, reply } = pressedAt(bot, client, body, respond);
    const text = await removed(bot, id, userId);
    changed();
    try {
      await client.views.update({
        view_id: view.id,
        view: {
          type: "modal",
          title: plain("Budget"),
          close: plain("Close"),
          blocks: [{ type: "section", text: plain(text) }],
        },
      });
    } catch (error) {
      // The form may have been closed meanwhile: what came of it is told all the same.
      bot.log.warn({ err: error }, "a form could not be changed");
      await reply({ text: escapeText(text) });
    }
  });
}

/** The budget that a button stands for, or that was picked from a menu. */
function chosen(action: BlockElementAction): string {
  if ("selected_option" in action && action.selected_option !== null && "value" in action.selected_option)
    return action.selected_option.value ?? "";
  return "value" in action && typeof action.value === "string" ? action.value : "";
}

async function save(bot: Bot, read: Extract<ReadBudget, { kind: "read" }>, userId: string): Promise<Budget> {
  const { proposal, edited } = read;
  const place = placeOf(bot, proposal.channel ?? userId);
  const change = { actor: userId, ...(read.reason === "" ? {} : { reason: read.reason }) };
  const terms = await withinSight(bot, proposedTerms(proposal, place));
  const budget = edited === null ? undefined : await byId(bot, edited.id);
  await requireBudgetOwner(bot, userId, budget);
  if (edited === null) {
    const taken =
      proposal.name !== undefined && (await listBudgets(bot.ledger)).some(({ name }) => name === proposal.name);
    if (taken) throw new RunrateError("budget_exists", `there is a budget named "${proposal.name}" already`);
    return (await setBudget(bot.ledger, { ...proposal, scope: terms.scope }, place, change)).budget;
  }
  if (!budget) throw new RunrateError("unknown_budget", "the budget has been deleted meanwhile");
  requireEditable(budget);
  const zone = budget.terms.zone;
  return (await changeBudget(bot.ledger, budget, { ...terms, zone }, { ...change, from: edited.revision })).budget;
}

async function triedText(bot: Bot, read: ReadBudget, userId: string) {
  if (read.kind === "invalid")
    return [{ type: "section" as const, text: plain(Object.values(read.errors).join("\n")) }];
  const place = placeOf(bot, read.proposal.channel ?? userId);
  const terms = await withinSight(bot, proposedTerms(read.proposal, place));
  const { blocks = [] } = renderDryRun(terms, await dryRun(bot.ledger, terms, bot.clock()));
  return blocks.flatMap((block) => (block.type === "section" || block.type === "context" ? [block] : []));
}

async function removed(bot: Bot, id: string, userId: string): Promise<string> {
  try {
    const budget = await changeable(bot, id, userId);
    await removeBudget(bot.ledger, budget, { actor: userId });
    return `Budget ${budget.name} is deleted.`;
  } catch (error) {
    if (error instanceof RunrateError) return error.message;
    throw error;
  }
}

/** @throws RunrateError for a budget that is there no more, that stands in `runrate.yml`, or that this person may not change */
async function changeable(bot: Bot, id: string, userId: string): Promise<Budget> {
  const budget = await byId(bot, id);
  if (budget === undefined) {
    throw new RunrateError("unknown_budget", "this budget has been deleted meanwhile", {
      hint: "`/cost budget` lists those that there are.",
    });
  }
  requireEditable(budget);
  await requireBudgetOwner(bot, userId, budget);
  return budget;
}

async function byId(bot: Bot, id: string): Promise<Budget | undefined> {
  return (await listBudgets(bot.ledger)).find((budget) => budget.id === id);
}

function blockOf(code: string): string {
  return code === "budget_exists" ? "name" : "amount";
}
