import {
  amountText,
  applyDeclared,
  budgetHistory,
  dryRun,
  exportBudgets,
  listBudgets,
  proposedTerms,
  raiseBudget,
  removeBudget,
  reportBudget,
  requireEditable,
  setBudget,
  termsSentence,
  type Budget,
  type BudgetCommand,
  type BudgetProposal,
} from "@runrate/budgets";
import { RunrateError, UTC } from "@runrate/core";
import type { ModalView } from "@slack/types";
import type { Bot, CostRequest, Outgoing } from "../bot.ts";
import { raiseInstead, raiseModal } from "../alerts/raise-modal.ts";
import { escapeName } from "../blocks/text.ts";
import { openView } from "../slack/open-view.ts";
import { BUDGET_HELP } from "./budget-help.ts";
import { budgetModal, SET_INSTEAD } from "./budget-modal.ts";
import { narrowedText, placeOf, requireBudgetOwner, requireSeen, seenBudgets, withinSight } from "./permission.ts";
import { renderBudget, renderBudgetList, renderDryRun, renderHistory, renderText } from "./render-budget.ts";
import { enqueueTest } from "./test-alert.ts";

/** Does what `/cost budget …` asks, and says what came of it; undefined when a form has been opened. */
export async function runBudgetCommand(
  bot: Bot,
  command: BudgetCommand,
  request: CostRequest,
  changed: () => void,
): Promise<Outgoing | undefined> {
  const { ledger } = bot;
  const now = bot.clock();
  switch (command.kind) {
    case "help":
      return renderText(BUDGET_HELP);
    case "list": {
      const budgets = await seenBudgets(bot, request.channelId);
      const reports = [];
      for (const budget of budgets) reports.push({ budget, report: await reportBudget(ledger, budget.terms, now) });
      return renderBudgetList(reports);
    }
    case "show": {
      const budget = await requireSeen(bot, command.named, request.channelId);
      return renderBudget(budget, await reportBudget(ledger, budget.terms, now));
    }
    case "history": {
      const budget = await requireSeen(bot, command.named, request.channelId);
      return renderHistory(budget, await budgetHistory(ledger, budget));
    }
    case "try": {
      const proposal = await placed(bot, command.proposal);
      const terms = await withinSight(bot, proposedTerms(proposal, placeOf(bot, request.channelId)));
      return renderDryRun(terms, await dryRun(ledger, terms, now));
    }
    case "try-stored": {
      const { terms } = await requireSeen(bot, command.named, request.channelId);
      return renderDryRun(terms, await dryRun(ledger, terms, now));
    }
    case "new":
      await requireBudgetOwner(bot, request.userId);
      return await openModal(bot, request, budgetModal(null, request.channelId), SET_INSTEAD);
    case "edit": {
      const budget = await requireSeen(bot, command.named, request.channelId);
      await requireBudgetOwner(bot, request.userId, budget);
      requireEditable(budget);
      return await openModal(bot, request, budgetModal(budget, request.channelId), raiseInstead(budget));
    }
    case "set":
      return await set(bot, await placed(bot, command.proposal), request, changed);
    case "raise": {
      const budget = await requireSeen(bot, command.named, request.channelId);
      await requireBudgetOwner(bot, request.userId, budget);
      requireEditable(budget);
      if (command.amount === null) return await openModal(bot, request, raiseModal(budget), raiseInstead(budget));
      const change = {
        actor: request.userId,
        from: budget.revision,
        ...(command.reason === null ? {} : { reason: command.reason }),
      };
      const { budget: raised } = await raiseBudget(ledger, budget, command.amount, change);
      changed();
      return renderBudget(
        raised,
        await reportBudget(ledger, raised.terms, now),
        `Raised from ${amountText(budget.terms.amount)}.`,
      );
    }
    case "delete": {
      const budget = await requireSeen(bot, command.named, request.channelId);
      await requireBudgetOwner(bot, request.userId, budget);
      await removeBudget(ledger, budget, { actor: request.userId });
      changed();
      return renderText(escapeName(`Budget ${budget.name} is deleted: ${termsSentence(budget.terms)}.`));
    }
    case "test":
      return await test(bot, command.named, request, changed);
    case "export": {
      const budgets = (await seenBudgets(bot, request.channelId)).filter(({ origin }) => origin === "slack");
      if (budgets.length === 0)
        return renderText("There are no budgets to export: all stand in runrate.yml, or none is set.");
      return renderText(
        "Put this into runrate.yml; from then on these budgets are changed there.",
        exportBudgets(budgets, bot.config.timezone ?? UTC),
      );
    }
    case "apply": {
      await requireBudgetOwner(bot, request.userId);
      return await apply(bot, changed);
    }
  }
}

/** A channel that was written by its name is kept by its id: it may be renamed, and each channel is one place. */
async function placed({ slack }: Bot, proposal: BudgetProposal): Promise<BudgetProposal> {
  if (proposal.channel === undefined || slack === undefined) return proposal;
  return { ...proposal, channel: await slack.places.idOf(proposal.channel) };
}

async function set(bot: Bot, proposal: BudgetProposal, request: CostRequest, changed: () => void): Promise<Outgoing> {
  await requireBudgetOwner(bot, request.userId);
  const place = placeOf(bot, request.channelId);
  const proposed = proposedTerms(proposal, place);
  const narrowed = await withinSight(bot, proposed);
  const outcome = await setBudget(bot.ledger, { ...proposal, scope: narrowed.scope }, place, { actor: request.userId });
  changed();
  const { budget } = outcome;
  const said = { created: "Budget set.", changed: "Budget changed.", unchanged: "It says that already.", deleted: "" };
  const note = narrowedText(proposed, narrowed);
  return renderBudget(
    budget,
    await reportBudget(bot.ledger, budget.terms, bot.clock()),
    `${said[outcome.kind]}${note === undefined ? "" : ` ${note}`}`,
  );
}

async function test(bot: Bot, named: string | null, request: CostRequest, changed: () => void): Promise<Outgoing> {
  const { ledger } = bot;
  const budget =
    named === null ? await ownBudget(bot, request.channelId) : await requireSeen(bot, named, request.channelId);
  const channel = budget?.terms.channel ?? request.channelId;
  await ledger.transaction((tx) => enqueueTest(tx, budget, channel));
  changed();
  const of = budget === undefined ? "" : ` of budget ${escapeName(budget.name)}`;
  return renderText(
    `A test alert${of} is on its way${channel === request.channelId ? "" : " to the budget's channel"}.`,
  );
}

/** The first budget that is told in a channel, whether it says so by id or by name. */
async function ownBudget({ ledger, slack }: Bot, channelId: string): Promise<Budget | undefined> {
  for (const budget of await listBudgets(ledger)) {
    const { channel } = budget.terms;
    if (channel === channelId || (channel !== null && (await slack?.places.idOf(channel)) === channelId)) return budget;
  }
  return undefined;
}

async function openModal(
  bot: Bot,
  { triggerId, reply }: CostRequest,
  view: ModalView,
  instead: string,
): Promise<undefined> {
  if (triggerId === undefined || bot.slack === undefined) {
    throw new RunrateError("no_form", "a form can be opened by the slash command alone", {
      hint: "Type `/cost budget …`, or write it out: `budget set $500 month`.",
    });
  }
  await openView(bot, bot.slack.client, { triggerId, view, instead, reply });
  return undefined;
}

async function apply(bot: Bot, changed: () => void): Promise<Outgoing> {
  const config = bot.rereadConfig?.() ?? bot.config;
  const outcomes = await applyDeclared(bot.ledger, config.budgets, config.timezone ?? UTC);
  changed();
  const lines = outcomes
    .filter(({ kind }) => kind !== "unchanged")
    .map(({ kind, budget }) => `${escapeName(budget.name)}: ${kind}`);
  return renderText(
    lines.length === 0 ? "The budgets say what runrate.yml says." : `From runrate.yml: ${lines.join("; ")}.`,
  );
}
