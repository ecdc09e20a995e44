import { parseBudgetCommand, tagNames } from "@runrate/budgets";
import type { AllParts, Bot, BotPart, CostRequest, Outgoing } from "../bot.ts";
import { runBudgetCommand } from "./run-budget-command.ts";
import { budgetModals } from "./budget-modals.ts";
import { budgetHome } from "./budget-home.ts";

/** Budgets: `/cost budget …`, their forms, and their part of App Home. */
export function budgeting(bot: Bot, parts: AllParts): BotPart {
  // What a change of budgets causes is told at once.
  const changed = () => parts.ingested();
  return {
    subcommands: ["budget", "budgets"].map((word) => ({
      word,
      run: async (request: CostRequest) => {
        const message = await answer(bot, request, changed);
        if (message) await request.reply(message);
      },
    })),
    listen: (app) => budgetModals(bot, app, changed),
    home: (userId) => budgetHome(bot, userId),
  };
}

async function answer(bot: Bot, request: CostRequest, changed: () => void): Promise<Outgoing | undefined> {
  const command = parseBudgetCommand(request.text, await tagNames(bot.ledger));
  return await runBudgetCommand(bot, command, request, changed);
}
