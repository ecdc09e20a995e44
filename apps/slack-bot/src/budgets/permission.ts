import {
  listBudgets,
  requireBudget,
  scopeText,
  type Budget,
  type BudgetPlace,
  type BudgetTerms,
} from "@runrate/budgets";
import type { Selector } from "@runrate/config";
import { RunrateError, UTC } from "@runrate/core";
import type { Bot } from "../bot.ts";
import { isDirect } from "../slack/places.ts";
import { isChannelId } from "../alerts/slack-id.ts";

/** Whether a person may change budgets, or owns the one at hand. */
export async function mayChange({ slack }: Bot, userId: string, budget?: Budget): Promise<boolean> {
  if (slack === undefined || budget?.terms.owner === userId) return true;
  return await slack.people.may(userId, "budgetOwner");
}

/** @throws RunrateError `not_allowed` unless a person may change budgets, or owns the one at hand. */
export async function requireBudgetOwner(bot: Bot, userId: string, budget?: Budget): Promise<void> {
  if (await mayChange(bot, userId, budget)) return;
  throw new RunrateError("not_allowed", "only budget owners and admins may change budgets", {
    hint: "`roles` in runrate.yml says who they are; ask one of them.",
  });
}

/** What a budget set in a channel has when it does not say so itself: that channel, and the file's time zone. */
export function placeOf({ config }: Bot, channelId: string): BudgetPlace {
  return { channel: channelId, zone: config.timezone ?? UTC };
}

/**
 * Narrows a budget to what its channel may see: an alert tells no more than a question asked there would.
 *
 * @throws RunrateError `channel_unknown` when Slack does not say which channel it is and the file limits some by name
 */
export async function withinSight(bot: Bot, terms: BudgetTerms): Promise<BudgetTerms> {
  const { channel, scope } = terms;
  if (channel === null) return terms;
  const sees = await sightOf(bot, channel);
  const missing = sees.filter(
    (condition) =>
      !scope.some(
        (filter) =>
          filter.dimension === condition.dimension &&
          filter.values.every((value) => value !== null && condition.values.includes(value)),
      ),
  );
  return missing.length === 0 ? terms : { ...terms, scope: [...scope, ...missing] };
}

/** The budgets that a channel may see: those whose scope lies within what it may see. */
export async function seenBudgets(bot: Bot, channelId: string): Promise<readonly Budget[]> {
  const budgets = await listBudgets(bot.ledger);
  const sees = await sightOf(bot, channelId);
  if (sees.length === 0) return budgets;
  const seen: Budget[] = [];
  for (const budget of budgets) {
    const narrowed = await withinSight(bot, { ...budget.terms, channel: channelId });
    if (narrowed.scope.length === budget.terms.scope.length) seen.push(budget);
  }
  return seen;
}

/** @throws RunrateError `unknown_budget` for one that is not there, or that this channel may not see */
export async function requireSeen(bot: Bot, named: string, channelId: string): Promise<Budget> {
  const budget = await requireBudget(bot.ledger, named);
  if ((await seenBudgets(bot, channelId)).some(({ id }) => id === budget.id)) return budget;
  throw new RunrateError("unknown_budget", `there is no budget named "${named.slice(0, 80)}" in this channel`, {
    hint: "`/cost budget` lists those that may be seen here.",
  });
}

/** What a channel may see; empty: everything. */
async function sightOf(bot: Bot, channel: string): Promise<Selector> {
  if (bot.slack === undefined || isDirect(channel)) return [];
  const place = isChannelId(channel) ? { channelId: channel } : { channelId: channel, channelName: channel };
  const settings = await bot.slack.places.settings(place);
  return settings.kind === "found" ? (settings.value?.sees ?? []) : [];
}

/** What was added to a scope by `withinSight`, for the answer; undefined: nothing. */
export function narrowedText(before: BudgetTerms, after: BudgetTerms): string | undefined {
  if (before.scope.length === after.scope.length) return undefined;
  return `Narrowed to what its channel may see: ${scopeText(after.scope.slice(before.scope.length))}.`;
}
