import {
  amountText,
  describeTermsChange,
  scopeText,
  termsSentence,
  unitsText,
  type Budget,
  type BudgetReport,
  type BudgetRevision,
  type BudgetTerms,
  type DryRun,
} from "@runrate/budgets";
import { formatPercent } from "@runrate/core";
import type { DataTableBlock } from "@slack/types";
import { channelText, who } from "../alerts/render-alert.ts";
import { instantText, periodText, withinText } from "../alerts/period-text.ts";
import type { MessageBlock } from "../blocks/block.ts";
import { cut, escapeName, escapeText, mrkdwn, plain } from "../blocks/text.ts";
import type { Outgoing } from "../bot.ts";
import { BUDGET_IDS } from "./budget-modal.ts";

/** So many fit into a message with long names; more are listed by the terminal. */
const MOST_ROWS = 30;

/** A sentence, and text in a code block under it. `text` is mrkdwn of ours; names in it are escaped by whoever writes it. */
export function renderText(text: string, code?: string): Outgoing {
  const shown = code === undefined ? [] : [`\`\`\`${escapeText(cut(code.replaceAll("```", "'''"), 2_900))}\`\`\``];
  return {
    text: cut(text, 3_000),
    blocks: [text, ...shown].map((each) => ({ type: "section", text: mrkdwn(cut(each, 3_000)) })),
  };
}

/** How one budget stands. */
export function renderBudget(budget: Budget, report: BudgetReport, said = ""): Outgoing {
  const { terms } = budget;
  const verdict = `${budget.name}: ${standing(report)} ${withinText(terms.period, report.period.from, terms.zone)}`;
  const forecast = forecastText(report);
  const matched =
    report.status.spent === 0n && terms.scope.length > 0 ? ["nothing is recorded for this scope yet"] : [];
  const context = [
    `${termsSentence(terms)}`,
    terms.zone,
    ...matched,
    ...(report.spend.unpricedRequests > 0n ? [`${report.spend.unpricedRequests} requests have no price`] : []),
  ]
    .map((part) => escapeName(part))
    .concat(
      terms.channel === null ? ["told to the admins"] : [`told in ${channelText(terms.channel)}`],
      terms.owner === null ? [] : [`owner ${who(terms.owner)}`],
      budget.origin === "declared" ? ["stands in runrate.yml"] : [],
    );
  const lead = said === "" ? "" : `${escapeText(said)} `;
  return {
    text: `${lead}${escapeText(cut(verdict, 2_000))}`,
    blocks: [
      { type: "section", text: mrkdwn(`${lead}*${escapeName(cut(verdict, 600))}*`) },
      ...(forecast === undefined ? [] : [{ type: "section" as const, text: mrkdwn(escapeName(forecast)) }]),
      { type: "context", elements: [mrkdwn(cut(context.join(" · "), 2_000))] },
    ],
  };
}

/** All budgets, the fullest first. */
export function renderBudgetList(
  budgets: readonly { readonly budget: Budget; readonly report: BudgetReport }[],
): Outgoing {
  if (budgets.length === 0)
    return renderText(
      "There are no budgets yet. Set one: `/cost budget set $500 month`. `/cost budget help` says more.",
    );
  const ordered = budgets.toSorted((a, b) => Number(b.report.status.percentUsed - a.report.status.percentUsed));
  const over = ordered.filter(({ report }) => report.status.remaining < 0n).length;
  const count = `${budgets.length} budget${budgets.length === 1 ? "" : "s"}`;
  const [first] = ordered;
  const fullest = first === undefined ? "" : `; fullest: ${first.budget.name} at ${share(first.report)}`;
  const verdict = over === 0 ? `${count}, none exceeded${fullest}` : `${over} of ${count} exceeded${fullest}`;
  const more = budgets.length - MOST_ROWS;
  const table: DataTableBlock = {
    type: "data_table",
    caption: "budgets",
    page_size: 10,
    rows: [
      ["Budget", "Period", "Spent", "Budget amount", "Used", "Expected", "For"].map((text) => ({
        type: "raw_text",
        text,
      })),
      ...ordered.slice(0, MOST_ROWS).map(({ budget, report }) => {
        const { terms } = budget;
        const measure = terms.amount.kind;
        return [
          budget.name,
          terms.period,
          unitsText(measure, report.status.spent),
          amountText(terms.amount),
          share(report),
          report.forecast.kind === "no-data" ? "n/a" : unitsText(measure, report.forecast.total),
          scopeText(terms.scope),
        ].map((text) => ({ type: "raw_text" as const, text: cut(text, 60) || " " }));
      }),
    ],
  };
  return {
    text: escapeText(cut(verdict, 2_000)),
    blocks: [
      { type: "section", text: mrkdwn(`*${escapeName(cut(verdict, 900))}*`) },
      table,
      {
        type: "actions",
        elements: [
          { type: "button", action_id: BUDGET_IDS.create, text: plain("New budget") },
          ...picks(ordered.map(({ budget }) => budget)),
        ],
      },
      {
        type: "context",
        elements: [
          mrkdwn(
            `${more > 0 ? `The first ${MOST_ROWS}; \`runrate budget\` lists all. ` : ""}\`/cost budget show <name>\` shows one; \`/cost budget help\` says what else`,
          ),
        ],
      },
    ],
  };
}

/** So many fit into a message with long names; a menu may hold 100. */
const MOST_OPTIONS = 25;

/** Menus to change or raise one of the budgets that are not declared in a file. */
function picks(budgets: readonly Budget[]) {
  const editable = budgets.filter(({ origin }) => origin === "slack").slice(0, MOST_OPTIONS);
  if (editable.length === 0) return [];
  const options = editable.map(({ id, name }) => ({ text: plain(cut(name, 40)), value: id }));
  return [
    { type: "static_select" as const, action_id: BUDGET_IDS.edit, placeholder: plain("Change"), options },
    { type: "static_select" as const, action_id: BUDGET_IDS.raise, placeholder: plain("Raise"), options },
  ];
}

/** What a proposed budget would have done. */
export function renderDryRun(terms: BudgetTerms, { alerts, periods, from, to }: DryRun): Outgoing {
  const days = Math.round((to - from) / 86_400_000);
  const measure = terms.amount.kind;
  const times = alerts.length === 1 ? "once" : `${alerts.length} times`;
  const verdict =
    alerts.length === 0
      ? `${termsSentence(terms)}: would not have alerted in the last ${days} days`
      : `${termsSentence(terms)}: would have alerted ${times} in the last ${days} days`;
  const shown = alerts.slice(0, 20).map(({ at, basis, percent }) => {
    const what = basis === "forecast" ? `forecast of ${percent} %` : `${percent} %`;
    return `• on ${instantText(at, terms.zone)}: ${what}`;
  });
  if (alerts.length > shown.length) shown.push(`• and ${alerts.length - shown.length} more`);
  const past = periods
    .slice(-6)
    .map(({ period, spent }) => `${periodText(terms.period, period.from, terms.zone)} ${unitsText(measure, spent)}`)
    .join(" · ");
  return {
    text: escapeText(cut(verdict, 2_000)),
    blocks: [
      { type: "section", text: mrkdwn(`*${escapeName(cut(verdict, 900))}*`) },
      ...(shown.length === 0 ? [] : [{ type: "section" as const, text: mrkdwn(shown.join("\n")) }]),
      { type: "context", elements: [mrkdwn(escapeName(cut(past, 1_900)) || "no usage yet")] },
    ],
  };
}

/** A budget's revisions, newest first. */
export function renderHistory(budget: Budget, revisions: readonly BudgetRevision[]): Outgoing {
  const lines = revisions
    .map(({ revision, at, actor, reason, terms }, index) => {
      const before = revisions[index - 1];
      const what = before === undefined ? `set: ${termsSentence(terms)}` : describeTermsChange(before.terms, terms);
      const why = reason === null ? "" : `: ${reason}`;
      return `• revision ${revision}, ${instantText(at, terms.zone)}, ${who(actor)}: ${escapeName(cut(`${what}${why}`, 300))}`;
    })
    .toReversed();
  const blocks: MessageBlock[] = [
    { type: "section", text: mrkdwn(`*${escapeName(budget.name)}*`) },
    { type: "section", text: mrkdwn(cut(lines.join("\n"), 2_900)) },
  ];
  return {
    text: escapeText(`${budget.name}: ${revisions.length} ${revisions.length === 1 ? "revision" : "revisions"}`),
    blocks,
  };
}

function standing({ terms, status }: BudgetReport): string {
  const measure = terms.amount.kind;
  const left =
    status.remaining < 0n
      ? `${unitsText(measure, -status.remaining)} over`
      : `${unitsText(measure, status.remaining)} left`;
  return `${unitsText(measure, status.spent)} of ${unitsText(measure, status.limit)} (${formatPercent(status.spent, status.limit)}), ${left}`;
}

function forecastText({ terms, forecast, status }: BudgetReport): string | undefined {
  if (forecast.kind !== "forecast") return undefined;
  const measure = terms.amount.kind;
  const range =
    forecast.interval === null
      ? ""
      : `, ${unitsText(measure, forecast.interval.low)} to ${unitsText(measure, forecast.interval.high)}`;
  return `Expected by the end of the ${terms.period}: ${unitsText(measure, forecast.total)} (${formatPercent(forecast.total, status.limit)}${range})`;
}

function share({ status }: BudgetReport): string {
  return formatPercent(status.spent, status.limit);
}
