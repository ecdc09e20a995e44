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
import { raiseModal } from "../alerts/raise-modal.ts";
import { cut, plain } from "../blocks/text.ts";
import type { Bot } from "../bot.ts";
import { BUDGET_IDS, budgetModal } from "./budget-modal.ts";
import { placeOf, requireBudgetOwner, withinSight } from "./permission.ts";
import { readBudgetModal, type ReadBudget } from "./read-budget-modal.ts";
import { renderBudget, renderDryRun } from "./render-budget.ts";

/** The forms of budgets: create, edit, delete, and a dry run on what the form says. */
export function budgetModals(bot: Bot, app: App, changed: () => void): void {
  app.action<BlockAction>(BUDGET_IDS.create, async ({ body, client }) => {
    await client.views.open({ trigger_id: body.trigger_id, view: budgetModal(null, body.channel?.id ?? body.user.id) });
  });

  app.action<BlockAction>(BUDGET_IDS.edit, async ({ body, client, action }) => {
    const budget = await byId(bot, chosen(action));
    if (!budget || budget.origin === "declared") return;
    await client.views.open({
      trigger_id: body.trigger_id,
      view: budgetModal(budget, budget.terms.channel ?? body.user.id),
    });
  });

  app.action<BlockAction>(BUDGET_IDS.raise, async ({ body, client, action }) => {
    const budget = await byId(bot, chosen(action));
    if (!budget || budget.origin === "declared") return;
    await client.views.open({ trigger_id: body.trigger_id, view: raiseModal(budget) });
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

  app.action<BlockAction>(BUDGET_IDS.tryIt, async ({ body, client }) => {
    const { view } = body;
    if (!view) return;
    const read = readBudgetModal(view, await tagNames(bot.ledger));
    const text = await triedText(bot, read, body.user.id);
    await client.views.push({
      trigger_id: body.trigger_id,
      view: {
        type: "modal",
        title: plain("Dry run"),
        close: plain("Back"),
        blocks: text,
      },
    });
  });

  app.action<BlockAction>(BUDGET_IDS.remove, async ({ body, client }) => {
    const { view } = body;
    const read = view && readBudgetModal(view, await tagNames(bot.ledger));
    const id = read?.kind === "read" ? read.edited?.id : undefined;
    const budget = id === undefined ? undefined : await byId(bot, id);
    if (!view || !budget) return;
    const text = await removed(bot, budget, body.user.id);
    changed();
    await client.views.update({
      view_id: view.id,
      view: {
        type: "modal",
        title: plain("Budget"),
        close: plain("Close"),
        blocks: [{ type: "section", text: plain(text) }],
      },
    });
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

async function removed(bot: Bot, budget: Budget, userId: string): Promise<string> {
  try {
    await requireBudgetOwner(bot, userId, budget);
    await removeBudget(bot.ledger, budget, { actor: userId });
    return `Budget ${budget.name} is deleted.`;
  } catch (error) {
    if (error instanceof RunrateError) return error.message;
    throw error;
  }
}

async function byId(bot: Bot, id: string): Promise<Budget | undefined> {
  return (await listBudgets(bot.ledger)).find((budget) => budget.id === id);
}

function blockOf(code: string): string {
  return code === "budget_exists" ? "name" : "amount";
}
