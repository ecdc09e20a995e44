import { unitsText, type Digest } from "@runrate/budgets";
import { formatDelta, formatPercent, formatUsd, subtractUsd, toDecimal } from "@runrate/core";
import type { ChartBlock, MessageBlock } from "../blocks/block.ts";
import { cut, escapeName, escapeText, mrkdwn } from "../blocks/text.ts";
import type { Outgoing } from "../bot.ts";
import { instantText, periodText } from "./period-text.ts";

/** A summary of a day or a week: the figure, what made it, the budgets. Pure. */
export function renderDigest(digest: Digest, about: string): Outgoing {
  const { period, usd, earlierUsd, requests, dimension, top, days, monthUsd, forecast, budgets } = digest;
  const unit = period.unit === "week" ? "week" : "day";
  const name = periodText(unit, period.from, period.zone);
  const of = about === "everything" ? "" : ` of ${about}`;
  const change = formatDelta(subtractUsd(usd, earlierUsd), earlierUsd);
  const verdict = `Spend${of} on ${name}: ${formatUsd(usd)}, ${change} against the ${unit} before`.replace(
    "on the week",
    "in the week",
  );
  const lines = top.map(({ name: group, usd: amount, earlierUsd: was }) => {
    const growth = was === 0n ? "new" : formatDelta(subtractUsd(amount, was), was);
    return `• *${escapeName(cut(group, 80))}* ${formatUsd(amount)}, ${growth}`;
  });
  const expected = forecast.kind === "no-data" ? "" : `, expected by its end: ${formatUsd(forecast.total)}`;
  const standing = budgets.slice(0, 10).map(({ budget, report }) => {
    const { status } = report;
    const measure = budget.terms.amount.kind;
    return `• ${escapeName(cut(budget.name, 80))}: ${unitsText(measure, status.spent)} of ${unitsText(measure, status.limit)} (${formatPercent(status.spent, status.limit)})`;
  });
  const context = [
    `${requests.toLocaleString("en-US")} requests`,
    ...(digest.unpricedRequests > 0n ? [`${digest.unpricedRequests} without a price`] : []),
    `zone ${period.zone}`,
    ...(digest.dataThrough === null ? [] : [`data through ${instantText(digest.dataThrough, period.zone)}`]),
  ];
  const chart: ChartBlock = {
    type: "data_visualization",
    title: "Spend by day",
    chart: {
      type: "bar",
      series: [
        {
          name: "USD",
          data: days.map(({ day, usd: amount }) => ({ label: day.slice(5), value: Number(toDecimal(amount)) })),
        },
      ],
      axis_config: { categories: days.map(({ day }) => day.slice(5)) },
    },
  };
  const blocks: MessageBlock[] = [
    { type: "section", text: mrkdwn(`:newspaper: *${escapeName(cut(verdict, 900))}*`) },
    ...(lines.length === 0
      ? []
      : [{ type: "section" as const, text: mrkdwn(`By ${escapeText(dimension)}:\n${lines.join("\n")}`) }]),
    ...(days.some(({ usd: amount }) => amount > 0n) ? [chart] : []),
    { type: "section", text: mrkdwn(`This month so far: ${formatUsd(monthUsd)}${expected}`) },
    ...(standing.length === 0 ? [] : [{ type: "section" as const, text: mrkdwn(`Budgets:\n${standing.join("\n")}`) }]),
    { type: "context", elements: [mrkdwn(escapeName(context.join(" · ")))] },
  ];
  return { text: escapeText(cut(verdict, 2_000)), blocks };
}
