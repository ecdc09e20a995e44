import { unitsText, type AlertFacts, type MessageView, type StoredAlert } from "@runrate/budgets";
import { comparePercent, formatPercent, formatPercentDelta, highestPercent } from "@runrate/core";
import type { Outgoing } from "../bot.ts";
import type { MessageBlock } from "../blocks/block.ts";
import { cut, escapeName, escapeText, mrkdwn, plain } from "../blocks/text.ts";
import { ACTIONS, placeValue } from "./actions.ts";
import { instantText, periodText, withinText } from "./period-text.ts";
import { isChannelId, isUserId } from "./slack-id.ts";

/** How a message came to be sent, beside what it says. */
export interface Sending {
  /** An earlier attempt may have reached Slack. */
  readonly isRepeat: boolean;
  /** The channel that it should have gone to, and why it did not. */
  readonly redirected?: { readonly channel: string; readonly code: string };
}

/** The one message of a budget's period, as it stands now. Pure. */
export function renderAlert(view: MessageView, sending: Sending): Outgoing {
  const { budget, facts, state } = view;
  const verdict = verdictOf(view);
  const mark = markOf(view);
  const value = placeValue(budget.id, view.period.from);
  return {
    text: escapeText(cut(`${verdict}${repeatText(sending)}`, 2_000)),
    blocks: [
      { type: "section", text: mrkdwn(`${mark} *${escapeName(cut(verdict, 600))}*`) },
      { type: "section", fields: fieldsOf(view) },
      ...(facts === null ? [] : [...driverBlocks(facts), ...helpBlocks(facts)]),
      { type: "context", elements: [mrkdwn(contextOf(view, sending))] },
      ...(state.isResolved || view.isOver
        ? []
        : [
            {
              type: "actions" as const,
              elements: [
                ...(state.acknowledged
                  ? []
                  : [{ type: "button" as const, action_id: ACTIONS.acknowledge, text: plain("Acknowledge"), value }]),
                {
                  type: "static_select" as const,
                  action_id: ACTIONS.snooze,
                  placeholder: plain("Snooze"),
                  options: [
                    { text: plain("1 hour"), value: `hour/${value}` },
                    { text: plain("1 day"), value: `day/${value}` },
                    { text: plain(`To the end of the ${budget.terms.period}`), value: `period/${value}` },
                  ],
                },
                { type: "button" as const, action_id: ACTIONS.raise, text: plain("Raise budget"), value },
                { type: "button" as const, action_id: ACTIONS.why, text: plain("Why?"), value },
              ],
            },
          ]),
    ],
  };
}

/** The message of a budget that is watched no more: what it said last, with nothing to press. Pure. */
export function renderDeleted(facts: AlertFacts): Outgoing {
  const verdict = `Deleted: nobody watches this budget any more. Last, ${factsVerdict(facts)}`;
  return {
    text: escapeText(cut(verdict, 2_000)),
    blocks: [{ type: "section", text: mrkdwn(`:wastebasket: *${escapeName(cut(verdict, 600))}*`) }],
  };
}

/** A reply in the thread: what has been reached now. Pure. */
export function renderReply(facts: AlertFacts, sending: Sending): Outgoing {
  const verdict = factsVerdict(facts);
  const blocks: MessageBlock[] = [
    { type: "section", text: mrkdwn(`${factsMark(facts)} *${escapeName(cut(verdict, 600))}*`) },
    ...driverBlocks(facts),
    { type: "context", elements: [mrkdwn(cut(replyContext(facts, sending), 2_000))] },
  ];
  return { text: escapeText(cut(`${verdict}${repeatText(sending)}`, 2_000)), blocks };
}

/** One sentence: how much of what, in which period, how far over. */
export function factsVerdict(facts: AlertFacts): string {
  const { measure, basis, percent, kind, budget } = facts;
  const [spent, limit] = [BigInt(facts.spent), BigInt(facts.limit)];
  const within = withinText(budget.period, facts.periodFrom, budget.zone);
  const late = kind === "late" ? "Late data: " : "";
  const of = `${unitsText(measure, spent)} of ${unitsText(measure, limit)}`;
  if (facts.isTest)
    return `Test alert: ${budget.name} would be told like this at ${percent} %; it stands at ${of} ${within}`;
  if (basis === "forecast" && facts.forecast !== null) {
    const total = BigInt(facts.forecast.total);
    const over = total > limit ? `, ${unitsText(measure, total - limit)} over` : "";
    return `${budget.name} is expected to come to ${unitsText(measure, total)} of ${unitsText(measure, limit)} ${within}${over}; ${unitsText(measure, spent)} spent so far`;
  }
  const over = spent > limit ? `, ${unitsText(measure, spent - limit)} over` : "";
  const foretold = facts.wasForetold ? ", as foretold" : "";
  return `${late}${budget.name} has reached ${percent} %: ${of} ${within} (${formatPercent(spent, limit)})${over}${foretold}`;
}

function verdictOf(view: MessageView): string {
  const { budget, status, state, period } = view;
  const measure = budget.terms.amount.kind;
  const of = `${unitsText(measure, status.spent)} of ${unitsText(measure, status.limit)}`;
  const name = periodText(budget.terms.period, period.from, budget.terms.zone);
  const within = withinText(budget.terms.period, period.from, budget.terms.zone);
  const share = formatPercent(status.spent, status.limit);
  if (state.isResolved) {
    const why = state.resolution === "raised" ? "the budget was raised" : "the figures were corrected";
    return `Resolved, ${why}: ${budget.name} stands at ${of} ${within} (${share})`;
  }
  if (view.isOver) {
    const end =
      status.remaining < 0n
        ? `${unitsText(measure, -status.remaining)} over`
        : `${unitsText(measure, status.remaining)} left`;
    return `${budget.name} ended ${name} at ${of} (${share}), ${end}`;
  }
  const told = highestTold(view.alerts, budget.revision);
  if (told === undefined && view.facts !== null && view.facts.basis === "forecast") return factsVerdict(view.facts);
  const over = status.remaining < 0n ? `, ${unitsText(measure, -status.remaining)} over` : "";
  const reached = told === undefined ? "stands at" : `has reached ${told} %:`;
  return `${budget.name} ${reached} ${of} ${within} (${share})${over}`;
}

/** The highest threshold of spend that was told of a revision, or of an earlier one when that has told nothing. */
function highestTold(alerts: readonly StoredAlert[], revision: number): string | undefined {
  const actual = alerts.filter(({ basis, told }) => basis === "actual" && told !== "passed");
  const own = actual.filter((alert) => alert.revision === revision);
  return highestPercent((own.length > 0 ? own : actual).map(({ percent }) => percent));
}

function markOf(view: MessageView): string {
  if (view.state.isResolved) return ":white_check_mark:";
  return view.status.remaining <= 0n ? ":red_circle:" : ":large_orange_circle:";
}

function factsMark(facts: AlertFacts): string {
  if (facts.isTest) return ":test_tube:";
  if (facts.basis === "forecast") return ":chart_with_upwards_trend:";
  return comparePercent(facts.percent, "100") >= 0 ? ":red_circle:" : ":large_orange_circle:";
}

function fieldsOf({ budget, status, spend, alerts, facts, period }: MessageView) {
  const { terms } = budget;
  const measure = terms.amount.kind;
  const field = (label: string, text: string) => mrkdwn(`*${label}*\n${escapeText(cut(text, 300))}`);
  const reached = alerts
    .filter(
      ({ basis, revision, crossedAt }) => basis === "actual" && revision === budget.revision && crossedAt !== null,
    )
    .toSorted((a, b) => comparePercent(b.percent, a.percent))
    .map(
      ({ percent, crossedAt }) => `${percent} % since ${instantText(crossedAt ?? period.from, terms.zone, "second")}`,
    );
  const forecast = facts?.forecast ?? null;
  const range =
    forecast === null || forecast.low === null || forecast.high === null
      ? ""
      : ` (${unitsText(measure, BigInt(forecast.low))} to ${unitsText(measure, BigInt(forecast.high))})`;
  return [
    field("Spent", `${unitsText(measure, status.spent)} (${formatPercent(status.spent, status.limit)})`),
    status.remaining < 0n
      ? field("Over", unitsText(measure, -status.remaining))
      : field("Remaining", unitsText(measure, status.remaining)),
    ...(reached.length === 0 ? [] : [field("Reached", reached.slice(0, 4).join("\n"))]),
    ...(forecast === null ? [] : [field("Expected", `${unitsText(measure, BigInt(forecast.total))}${range}`)]),
    ...(spend.unpricedRequests === 0n || measure === "tokens"
      ? []
      : [
          field(
            "Without a price",
            `${spend.unpricedRequests} requests of ${spend.unpricedModels.slice(0, 3).join(", ")}`,
          ),
        ]),
  ];
}

function driverBlocks({ drivers, measure, spent }: AlertFacts): MessageBlock[] {
  if (drivers.top.length === 0) return [];
  const lines = drivers.top.map(({ name, units, earlier }) => {
    const [now, was] = [BigInt(units), BigInt(earlier)];
    const growth = was === 0n ? "new" : `${formatPercentDelta(now - was, was)} against the same span before`;
    return `• *${escapeName(cut(name, 80))}* ${unitsText(measure, now)} (${formatPercent(now, BigInt(spent))} of it, ${growth})`;
  });
  return [
    { type: "section", text: mrkdwn(`What drives it, by ${escapeText(drivers.dimension)}:\n${lines.join("\n")}`) },
  ];
}

function helpBlocks({ help }: AlertFacts): MessageBlock[] {
  if (help.length === 0) return [];
  const lines = help.slice(0, 3).map((line) => `• ${escapeName(cut(line, 300))}`);
  return [{ type: "section", text: mrkdwn(`What would help:\n${lines.join("\n")}`) }];
}

function contextOf(view: MessageView, sending: Sending): string {
  const { budget, facts, state } = view;
  const parts = [
    ...(facts === null ? [] : [whySent(facts)]),
    ...(state.acknowledged ? [`Acknowledged by ${who(state.acknowledged.by)}`] : []),
    ...(state.snoozed
      ? [`Snoozed by ${who(state.snoozed.by)} until ${instantText(state.snoozed.until, budget.terms.zone)}`]
      : []),
    ...(budget.terms.owner === null ? [] : [`Owner ${who(budget.terms.owner)}`]),
    ...sendingParts(sending),
  ];
  return cut(parts.join(" · "), 2_000);
}

function replyContext(facts: AlertFacts, sending: Sending): string {
  return [
    whySent(facts),
    ...(facts.passed.length === 0 ? [] : [`also passed: ${facts.passed.join(", ")} %`]),
    ...(facts.kind === "late" ? ["this usage came after its period had closed"] : []),
    ...sendingParts(sending),
  ].join(" · ");
}

/** "Sent because budget search alerts at 80 % of actual, reached at … by record …". */
export function whySent({ budget, percent, basis, crossed, isTest }: AlertFacts): string {
  if (isTest) return `Sent because somebody tried out the budget ${escapeName(budget.name)}: nothing has happened`;
  const reached =
    crossed === null
      ? ""
      : `, reached at ${new Date(crossed.at).toISOString()} by record ${escapeName(cut(crossed.record, 60))}`;
  return `Sent because budget ${escapeName(budget.name)} alerts at ${percent} % of ${basis}${reached}`;
}

function sendingParts({ isRepeat, redirected }: Sending): string[] {
  return [
    ...(isRepeat ? ["*Possible repeat*: Slack's answer to the first attempt was lost"] : []),
    ...(redirected
      ? [`Meant for ${channelText(redirected.channel)}, which takes no messages (${escapeText(redirected.code)})`]
      : []),
  ];
}

function repeatText({ isRepeat }: Sending): string {
  return isRepeat ? " (possible repeat)" : "";
}

/** A channel as Slack shows it. */
export function channelText(channel: string): string {
  return isChannelId(channel) ? `<#${channel}>` : `#${escapeText(channel)}`;
}

/** A person as Slack shows them, or by name. */
export function who(actor: string): string {
  return isUserId(actor) ? `<@${actor}>` : escapeName(actor);
}
