import type { NoticeFacts, NoticeKind } from "@runrate/budgets";
import type { MessageBlock } from "../blocks/block.ts";
import { cut, escapeName, escapeText, mrkdwn, plain } from "../blocks/text.ts";
import type { Outgoing } from "../bot.ts";
import { ACTIONS } from "./actions.ts";

const MARKS: Readonly<Record<NoticeKind, string>> = {
  "new-model": ":new:",
  unpriced: ":grey_question:",
  "price-change": ":label:",
  shutdown: ":hourglass_flowing_sand:",
  "stale-source": ":mute:",
  drift: ":scales:",
  estimate: ":mag:",
  anomaly: ":zap:",
};

/** An option's value holds 75 characters: docs.slack.dev/reference/block-kit/composition-objects/option-object. */
const MOST_SCOPE = 70;

/** A block's id: docs.slack.dev/reference/block-kit/blocks/actions-block. */
const MOST_KEY = 255;

/** How a notice stands: what its buttons carry to know it by, and what people have done about it, in mrkdwn. */
export interface NoticeState {
  readonly key?: string;
  /** Who, and since when. */
  readonly acknowledged?: string;
  /** By whom, and until when. */
  readonly snoozed?: string;
  /** Who expects higher spend, and until when. */
  readonly expected?: string;
}

/** An alert that is not about a budget. Pure. */
export function renderNotice(
  { kind, title, lines, why, expects }: NoticeFacts,
  { key, acknowledged, snoozed, expected }: NoticeState,
): Outgoing {
  // Only what an older release wrote carries a key that is too long.
  const place = key === undefined || key.length > MOST_KEY ? undefined : key;
  const elements = [
    ...(place === undefined || acknowledged !== undefined ? [] : [button(ACTIONS.acknowledgeNotice, "Acknowledge")]),
    ...(place === undefined ? [] : [snoozeMenu(), button(ACTIONS.whyNotice, "Why?")]),
    ...(expects === undefined || (expects.length > MOST_SCOPE && place === undefined) ? [] : [expectedMenu(expects)]),
  ];
  const blocks: MessageBlock[] = [
    { type: "section", text: mrkdwn(`${MARKS[kind]} *${escapeName(cut(title, 600))}*`) },
    ...(lines.length === 0
      ? []
      : [
          {
            type: "section" as const,
            text: mrkdwn(cut(lines.map((line) => `• ${escapeLine(line)}`).join("\n"), 2_900)),
          },
        ]),
    {
      type: "context",
      elements: [
        mrkdwn(cut(`Sent because ${escapeLine(why)}`, 2_000)),
        ...(acknowledged === undefined ? [] : [mrkdwn(`Acknowledged by ${acknowledged}`)]),
        ...(snoozed === undefined ? [] : [mrkdwn(`Snoozed by ${snoozed}`)]),
        ...(expected === undefined ? [] : [mrkdwn(`Expected by ${expected}`)]),
      ],
    },
    ...(elements.length === 0
      ? []
      : [{ type: "actions" as const, ...(place === undefined ? {} : { block_id: place }), elements }]),
  ];
  return { text: escapeText(cut(title, 1_000)), blocks };
}

function button(action: string, text: string) {
  return { type: "button" as const, action_id: action, text: plain(text) };
}

/** How long a notice can be snoozed; notices have no period of their own, so the longest is the calendar month. */
const SNOOZES = [
  ["hour", "1 hour"],
  ["day", "1 day"],
  ["period", "To the end of the month"],
] as const;

function snoozeMenu() {
  return {
    type: "static_select" as const,
    action_id: ACTIONS.snoozeNotice,
    placeholder: plain("Snooze"),
    options: SNOOZES.map(([value, text]) => ({ text: plain(text), value })),
  };
}

/** Somebody may say that a scope's higher spend is expected for a while. */
function expectedMenu(scope: string) {
  return {
    type: "static_select" as const,
    action_id: ACTIONS.expected,
    placeholder: plain("Expected"),
    options: [1, 7, 30].map((days) => ({
      text: plain(days === 1 ? "for 1 day" : `for ${days} days`),
      // A scope that is too long for a value is looked up in the notice.
      value: scope.length > MOST_SCOPE ? String(days) : `${days}/${scope}`,
    })),
  };
}

/** Our own sentences name commands between backticks; what stands outside of them is escaped like a name. */
function escapeLine(line: string): string {
  return cut(line, 400)
    .split(/(`[\w .:/@<>-]+`)/)
    .map((part) =>
      /^`[^`]+`$/.test(part)
        ? `\`${escapeText(part.slice(1, -1))}\``
        : escapeText(part).replaceAll(/[*_~`]/g, (mark) => `${mark}\u200b`),
    )
    .join("");
}
