import { deliveryProblems, listBudgets, openAlerts, recentNotices, reportBudget, unitsText } from "@runrate/budgets";
import { formatPercent } from "@runrate/core";
import { channelText } from "../alerts/render-alert.ts";
import { remedy } from "../alerts/delivery-worker.ts";
import { periodText } from "../alerts/period-text.ts";
import type { MessageBlock } from "../blocks/block.ts";
import { cut, escapeName, mrkdwn, plain } from "../blocks/text.ts";
import type { Bot } from "../bot.ts";
import { BUDGET_IDS } from "./budget-modal.ts";
import { mayChange } from "./permission.ts";

const SHOWN = 15;
const NOTICE_DAYS = 7;

/** Budgets with the buttons that a person may press, open alerts and channels that take no messages, for their App Home. */
export async function budgetHome(bot: Bot, userId: string): Promise<readonly MessageBlock[]> {
  const now = bot.clock();
  const budgets = await listBudgets(bot.ledger);
  const lines: MessageBlock[] = [];
  for (const budget of budgets.slice(0, SHOWN)) {
    const { status } = await reportBudget(bot.ledger, budget.terms, now);
    const measure = budget.terms.amount.kind;
    const text = `*${escapeName(cut(budget.name, 100))}* ${unitsText(measure, status.spent)} of ${unitsText(measure, status.limit)} a ${budget.terms.period} (${formatPercent(status.spent, status.limit)})`;
    lines.push({
      type: "section",
      text: mrkdwn(text),
      ...(budget.origin === "declared" || !(await mayChange(bot, userId, budget))
        ? {}
        : {
            accessory: { type: "button" as const, action_id: BUDGET_IDS.edit, text: plain("Edit"), value: budget.id },
          }),
    });
  }
  const more = budgets.length - SHOWN;
  const alerts = (await openAlerts(bot.ledger, now)).map(({ budget, period, state, status }) => {
    const ack = state.acknowledged ? `, acknowledged by <@${state.acknowledged.by}>` : "";
    return `• ${escapeName(cut(budget.name, 100))}: ${formatPercent(status.spent, status.limit)} of ${periodText(budget.terms.period, period.from, budget.terms.zone)}${ack}`;
  });
  const problems = (await deliveryProblems(bot.ledger)).map(({ channel, code, fallback }) =>
    channel === "*"
      ? `• Slack refuses the bot's token (${code}): alerts wait`
      : `• ${channelText(channel)} takes no messages (${code}): ${remedy(code)}${fallback === null ? " They wait." : ""}`,
  );
  const notices = (await recentNotices(bot.ledger, now - NOTICE_DAYS * 86_400_000)).map(
    ({ notice }) => `• ${escapeName(cut(notice.title, 300))}`,
  );
  const newBudget: MessageBlock = {
    type: "actions",
    elements: [{ type: "button", action_id: BUDGET_IDS.create, text: plain("New budget") }],
  };
  const section = (text: string): MessageBlock => ({ type: "section", text: mrkdwn(cut(text, 2_900)) });
  return [
    { type: "header", text: plain("Budgets") },
    ...(lines.length === 0 ? [section("No budget is set.")] : lines),
    ...(more > 0 ? [section(`And ${more} more: \`/cost budget\``)] : []),
    ...((await mayChange(bot, userId)) ? [newBudget] : []),
    ...(alerts.length === 0 ? [] : [section(`*Alerts*\n${alerts.slice(0, 20).join("\n")}`)]),
    ...(notices.length === 0 ? [] : [section(`*Noticed in the last ${NOTICE_DAYS} days*\n${notices.join("\n")}`)]),
    ...(problems.length === 0 ? [] : [section(`*Delivery*\n${problems.slice(0, 10).join("\n")}`)]),
  ];
}
