import {
  acknowledgeNotice,
  expectSpend,
  noticeKey,
  noticeView,
  snoozeNotice,
  type NoticeView,
  type Response,
} from "@runrate/budgets";
import type { QueryOf } from "@runrate/ask";
import { periodAt, UTC } from "@runrate/core";
import type { App, BlockAction, RespondFn } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { answerAs } from "../ask/answer-request.ts";
import type { Bot } from "../bot.ts";
import { pressedAt, type PressedAt } from "../slack/press.ts";
import { ACTIONS } from "./actions.ts";
import { instantText } from "./period-text.ts";
import { who } from "./render-alert.ts";
import { renderNotice, type NoticeState } from "./render-notice.ts";

const HOUR_MS = 3_600_000;

/** The buttons of alerts that are not about a budget. Of two people who press at once one wins, and both see who. */
export function respondToNotices(bot: Bot, app: App): void {
  const { ledger } = bot;
  const zone = bot.config.timezone ?? UTC;

  app.action<BlockAction>(ACTIONS.acknowledgeNotice, async (args) => {
    const pressed = await at(bot, args);
    const response = await ledger.transaction((tx) => acknowledgeNotice(tx, pressed.key, pressed.userId));
    await settle(
      bot,
      pressed,
      response,
      ({ by, at: since }) => `${who(by)} has acknowledged this already, ${instantText(since, zone)}.`,
    );
  });

  app.action<BlockAction>(ACTIONS.snoozeNotice, async (args) => {
    const pressed = await at(bot, args);
    const { action } = args;
    const length = "selected_option" in action ? action.selected_option?.value : undefined;
    const until = snoozeEnd(length, bot.clock(), zone);
    if (until === undefined) return;
    const response = await ledger.transaction((tx) => snoozeNotice(tx, pressed.key, until, pressed.userId));
    await settle(
      bot,
      pressed,
      response,
      ({ by, at: end }) => `${who(by)} has snoozed this already, until ${instantText(end, zone)}.`,
    );
    if (response?.kind === "done")
      await pressed.reply({
        text: `Snoozed until ${instantText(until, zone)}. What is still so then, and what is new by then, is told then.`,
      });
  });

  app.action<BlockAction>(ACTIONS.expected, async (args) => {
    const pressed = await at(bot, args);
    const { action } = args;
    const value = "selected_option" in action ? action.selected_option?.value : undefined;
    const [, days, named] = /^(\d{1,3})(?:\/(.*))?$/s.exec(value ?? "") ?? [];
    if (days === undefined) return;
    const scope = named ?? (await noticeView(ledger, pressed.key, bot.clock()))?.facts.expects;
    if (scope === undefined) return await pressed.reply(GONE);
    const until = bot.clock() + Number(days) * 24 * HOUR_MS;
    const response = await ledger.transaction((tx) => expectSpend(tx, { scope, until }, pressed.userId));
    await settle(
      bot,
      pressed,
      response,
      ({ by, at: end }) => `${who(by)} has said that already, until ${instantText(end, zone)}.`,
    );
    if (response.kind === "done")
      await pressed.reply({
        text: `Higher spend is expected until ${instantText(until, zone)}: no anomaly of it is told before.`,
      });
  });

  app.action<BlockAction>(ACTIONS.whyNotice, async (args) => {
    const pressed = await at(bot, args);
    const view = await noticeView(ledger, pressed.key, bot.clock());
    if (view === undefined) {
      await pressed.reply(GONE);
      return;
    }
    await answerAs(bot, { ...pressed, text: "", via: "button" }, whyOf(view));
  });
}

const GONE = { text: "What this was about is kept no more. `/cost why` explains the spend of this month." };

interface PressedNotice extends PressedAt {
  readonly key: string;
  /** What the buttons carry for it. */
  readonly carried: string;
  readonly respond: RespondFn;
}

async function at(
  bot: Bot,
  { body, client, respond }: { readonly body: BlockAction; readonly client: WebClient; readonly respond: RespondFn },
): Promise<PressedNotice> {
  const carried = body.actions[0]?.block_id ?? "";
  const key = await noticeKey(bot.ledger, carried);
  return { ...pressedAt(bot, client, body, respond), key, carried, respond };
}

/** Writes into the message what has been done, for all; who came too late is told so. */
async function settle(
  bot: Bot,
  { key, carried, reply, respond }: PressedNotice,
  response: Response | undefined,
  tooLate: (first: { readonly by: string; readonly at: number }) => string,
): Promise<void> {
  const view = await noticeView(bot.ledger, key, bot.clock());
  if (response === undefined || view === undefined) return await reply(GONE);
  if (response.kind === "already") return await reply({ text: tooLate(response) });
  const { text, blocks = [] } = renderNotice(view.facts, stateOf(view, carried, bot.config.timezone ?? UTC));
  await respond({ replace_original: true, text, blocks: [...blocks] });
}

function stateOf({ acknowledged, snoozed, expected }: NoticeView, carried: string, zone: string): NoticeState {
  return {
    key: carried,
    ...(acknowledged === null
      ? {}
      : { acknowledged: `${who(acknowledged.by)}, ${instantText(acknowledged.at, zone)}` }),
    ...(expected === null ? {} : { expected: `${who(expected.by)} until ${instantText(expected.until, zone)}` }),
    ...(snoozed === null ? {} : { snoozed: `${who(snoozed.by)} until ${instantText(snoozed.until, zone)}` }),
  };
}

/** When a snooze that is begun now is over; undefined for a length that the menu does not have. */
function snoozeEnd(length: string | undefined, now: number, zone: string): number | undefined {
  if (length === "hour") return now + HOUR_MS;
  if (length === "day") return now + 24 * HOUR_MS;
  return length === "period" ? periodAt("month", now, zone).to : undefined;
}

/** What the spend that a notice is about comes from: the last 30 days against the 30 before. */
function whyOf({ facts }: NoticeView): QueryOf<"why"> {
  return {
    kind: "why",
    period: { kind: "last", unit: "day", count: 30 },
    where: (facts.where ?? []).map(({ dimension, values }) => ({ dimension, values })),
    zone: null,
    against: { kind: "previous" },
    by: null,
  };
}
