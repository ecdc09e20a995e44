import { contributors, termsSentence, unitsText, type MessageView } from "@runrate/budgets";
import { formatPercent, formatPercentDelta, periodAt } from "@runrate/core";
import type { MessageBlock } from "../blocks/block.ts";
import { cut, escapeName, escapeText, mrkdwn } from "../blocks/text.ts";
import type { ChannelView } from "../ask/channel-view.ts";
import type { Outgoing } from "../bot.ts";
import { instantText, periodText } from "./period-text.ts";

/** Why an alert was sent and what makes up the spend now, for the one who asks, out of what their channel may see. */
export async function explainAlert(view: MessageView, { context, notes }: ChannelView): Promise<Outgoing> {
  const { budget, period, alerts, status } = view;
  const { terms } = budget;
  const measure = terms.amount.kind;
  const whole = periodAt(terms.period, period.from, terms.zone);
  const { dimension, top } = await contributors(context.ledger, terms, whole, context.now, 10);
  const told = alerts.map(({ basis, percent, told: how, crossedAt, recordId, revision }) => {
    const when =
      crossedAt === null ? "" : ` at ${new Date(crossedAt).toISOString()} by record ${cut(recordId ?? "", 60)}`;
    const what = basis === "forecast" ? `the forecast reached ${percent} %` : `spend reached ${percent} %${when}`;
    const note = how === "passed" ? " (told with a higher one, or known)" : how === "late" ? " (late data)" : "";
    return `• ${escapeName(`${what}${note}, revision ${revision}`)}`;
  });
  const lead = `Budget ${budget.name}: ${termsSentence(terms)}. ${periodText(terms.period, period.from, terms.zone)} begins ${instantText(period.from, terms.zone)}.`;
  const rows = top.map(({ name, units, earlier }) => {
    const growth = earlier === 0n ? "new" : formatPercentDelta(units - earlier, earlier);
    return `• ${escapeName(cut(name, 80))}: ${unitsText(measure, units)} (${formatPercent(units, status.spent)}, ${growth} against the same span before)`;
  });
  const blocks: MessageBlock[] = [
    { type: "section", text: mrkdwn(escapeName(cut(lead, 1_500))) },
    ...(told.length === 0
      ? []
      : [{ type: "section" as const, text: mrkdwn(cut(`*What was reached*\n${told.join("\n")}`, 2_900)) }]),
    ...(rows.length === 0
      ? []
      : [{ type: "section" as const, text: mrkdwn(cut(`*Spend by ${dimension}*\n${rows.join("\n")}`, 2_900)) }]),
    {
      type: "context",
      elements: [
        mrkdwn(
          [
            "A threshold is reached by the first record, by time, whose running total comes to its share of the amount.",
            ...notes.map((note) => escapeName(note)),
          ].join(" · "),
        ),
      ],
    },
  ];
  return { text: escapeText(cut(lead, 1_000)), blocks };
}
