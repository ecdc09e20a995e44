import {
  alertFactsSchema,
  asKnownNow,
  lastSent,
  latestFacts,
  messageView,
  type AlertFacts,
  type ClaimedEntry,
  type Delivery,
  type MessageView,
} from "@runrate/budgets";
import type { LedgerReader } from "@runrate/ledger";
import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import { plainer } from "../blocks/plainer.ts";
import type { Outgoing } from "../bot.ts";
import { readLine, readPost } from "./alert-payload.ts";
import { renderAlert, renderDeleted, renderReply, type Sending } from "./render-alert.ts";
import { cut, escapeText, mrkdwn, oneLine } from "../blocks/text.ts";
import { slackFailure, type SlackFailure } from "./slack-outcome.ts";
import { isChannelId } from "./slack-id.ts";

/** What delivering needs. */
export interface DeliveryContext {
  readonly ledger: LedgerReader;
  readonly client: WebClient;
  /** By the ledger's clock. */
  readonly now: () => number;
}

/** How one attempt went. */
export type Attempt = Extract<Delivery, { kind: "sent" | "superseded" }> | SlackFailure;

/** Where a message goes, and in which thread. */
interface Target {
  readonly channel: string;
  readonly threadTs?: string;
  readonly broadcast?: boolean;
}

/**
 * Makes one attempt to deliver an entry of the outbox to a channel. An entry whose earlier attempt has an unknown outcome is looked
 * for first; where that does not tell, it is sent once more and marked as a possible repeat.
 */
export async function deliver(
  context: DeliveryContext,
  entry: ClaimedEntry,
  channel: string,
  redirected?: Sending["redirected"],
): Promise<Attempt> {
  const { ledger } = context;
  const period = entry.periodStart ?? 0;
  const view = entry.budget === undefined ? undefined : await messageView(ledger, entry.budget, period, context.now());
  const sending = { isRepeat: false, ...(redirected ? { redirected } : {}) };
  switch (entry.kind) {
    case "refresh": {
      const message = view?.state.message;
      if (!view) return await updateDeleted(context, entry);
      if (!message) return { kind: "superseded" };
      return await update(context, message, renderAlert(view, { ...sending, isRepeat: view.isRepeat }), openedAs(view));
    }
    case "open": {
      if (!view) return { kind: "superseded" };
      const facts = asKnownNow(alertFactsSchema.parse(JSON.parse(entry.payload)), view.alerts);
      return await post(context, entry, { channel }, (isRepeat) => renderAlert(view, { ...sending, isRepeat }), facts);
    }
    case "reply": {
      const facts = asKnownNow(alertFactsSchema.parse(JSON.parse(entry.payload)), view?.alerts ?? []);
      const message = view?.state.message;
      const target = message
        ? { channel: message.channel, threadTs: message.ts, broadcast: facts.broadcast }
        : { channel };
      const render = (isRepeat: boolean) => renderReply(facts, { ...sending, isRepeat });
      const attempt = await post(context, entry, target, render, facts);
      // Somebody has deleted the message, or its channel is closed: the reply stands for itself.
      const isAlone = attempt.kind === "gone" || (attempt.kind === "channel" && target.channel !== channel);
      return isAlone ? await post(context, entry, { channel }, render, facts) : attempt;
    }
    case "note": {
      const message = view?.state.message;
      // A deleted budget has no view, yet its thread is to say so.
      const place = message ?? (await threadOf(ledger, entry));
      if (!place) return { kind: "superseded" };
      const { text } = readLine(entry.payload);
      return await post(context, entry, { channel: place.channel, threadTs: place.ts }, (isRepeat) =>
        isRepeat ? markRepeat(line(text)) : line(text),
      );
    }
    case "post": {
      const message = readPost(entry.payload);
      return await post(context, entry, { channel }, (isRepeat) => (isRepeat ? markRepeat(message) : message));
    }
  }
}

async function post(
  context: DeliveryContext,
  entry: ClaimedEntry,
  target: Target,
  render: (isRepeat: boolean) => Outgoing,
  facts?: AlertFacts,
): Promise<Attempt> {
  let isRepeat = false;
  if (entry.isUncertain) {
    const found = await lookFor(context, entry, target);
    if (found.kind === "found")
      return { kind: "sent", channel: target.channel, ts: found.ts, isRepeat: found.isRepeat };
    isRepeat = found.kind === "unknown";
  }
  return await inPlainerForms(render(isRepeat), async (message) => {
    const content = { ...contentOf(message), channel: target.channel, metadata: metadataOf(entry, isRepeat, facts) };
    const { channel, ts } = await context.client.chat.postMessage(
      target.threadTs === undefined
        ? content
        : target.broadcast === true
          ? { ...content, thread_ts: target.threadTs, reply_broadcast: true }
          : { ...content, thread_ts: target.threadTs },
    );
    return { kind: "sent", channel: channel ?? target.channel, ts: ts ?? "", isRepeat };
  });
}

async function update(
  { client }: DeliveryContext,
  message: { readonly channel: string; readonly ts: string },
  content: Outgoing,
  metadata: ReturnType<typeof metadataOf> | undefined,
): Promise<Attempt> {
  const attempt = await inPlainerForms(content, async (form) => {
    const { text, blocks } = form;
    const shown = blocks === undefined ? { text } : { text, blocks: [...blocks] };
    // Without metadata in the call the message keeps its own.
    const identity = metadata === undefined ? {} : { metadata };
    await client.chat.update({ ...shown, ...identity, channel: message.channel, ts: message.ts });
    return { kind: "sent", channel: message.channel, ts: message.ts, isRepeat: false };
  });
  // A message that somebody has deleted, or that stands in a channel that is closed now, cannot be brought up to date.
  return attempt.kind === "gone" || attempt.kind === "channel" ? { kind: "superseded" } : attempt;
}

/** The message of a budget that has been deleted says so, and has nothing to press any more. */
async function updateDeleted(context: DeliveryContext, entry: ClaimedEntry): Promise<Attempt> {
  const message = await threadOf(context.ledger, entry);
  const facts = await latestFacts(context.ledger, entry.budget ?? "0", entry.periodStart ?? 0);
  if (!message || !facts) return { kind: "superseded" };
  return await update(context, message, renderDeleted(facts), undefined);
}

async function inPlainerForms(message: Outgoing, send: (message: Outgoing) => Promise<Attempt>): Promise<Attempt> {
  let failure: SlackFailure = { kind: "blocks" };
  for (const form of [message, ...plainer(message)]) {
    try {
      return await send(form);
    } catch (error) {
      failure = slackFailure(error);
      if (failure.kind !== "blocks") return failure;
    }
  }
  return { kind: "later", code: "invalid_blocks", isUncertain: false };
}

type Search =
  /** It may itself be a repeat, of an attempt before the last one. */
  | { readonly kind: "found"; readonly ts: string; readonly isRepeat: boolean }
  | { readonly kind: "absent" }
  | { readonly kind: "unknown" };

/**
 * Looks whether a message has arrived, by the identity in its metadata. Slack limits reading of history, and an app may lack the
 * scope: then it stays unknown. That a message is absent is believed only when one that is known to be there is shown.
 */
async function lookFor(
  { client, ledger }: DeliveryContext,
  entry: ClaimedEntry,
  { channel, threadTs }: Target,
): Promise<Search> {
  if (!isChannelId(channel)) return { kind: "unknown" };
  const anchor = threadTs ?? (await lastSent(ledger, channel));
  try {
    const { messages = [], has_more: hasMore = false } =
      threadTs === undefined
        ? await client.conversations.history({
            channel,
            include_all_metadata: true,
            limit: 100,
            ...(anchor === null ? {} : { oldest: anchor, inclusive: true }),
          })
        : await client.conversations.replies({ channel, ts: threadTs, include_all_metadata: true, limit: 200 });
    for (const { ts, metadata } of messages) {
      const own = identitySchema.safeParse(metadata?.event_payload);
      if (ts === undefined || !own.success || own.data.key !== entry.key) continue;
      return { kind: "found", ts, isRepeat: own.data.possible_repeat };
    }
    const isTrusted = anchor !== null && !hasMore && messages.some(({ ts }) => ts === anchor);
    return isTrusted ? { kind: "absent" } : { kind: "unknown" };
  } catch (error) {
    slackFailure(error);
    return { kind: "unknown" };
  }
}

/** Of a message's metadata, what `metadataOf` puts there. */
const identitySchema = z.object({ key: z.string(), possible_repeat: z.boolean().default(false) });

/** The identity of a budget's message, under which it was opened, with the record that is known now. */
function openedAs({ budget, period, opening, isRepeat }: MessageView): ReturnType<typeof metadataOf> | undefined {
  if (opening === null) return undefined;
  const entry = { key: opening.key, kind: "open", budget: budget.id, periodStart: period.from } as const;
  return metadataOf(entry, isRepeat, opening.facts);
}

function metadataOf(
  entry: Pick<ClaimedEntry, "key" | "kind" | "budget" | "periodStart">,
  isRepeat: boolean,
  facts: AlertFacts | undefined,
) {
  return {
    event_type: "runrate_alert",
    event_payload: {
      key: entry.key,
      kind: entry.kind,
      ...(entry.budget === undefined ? {} : { budget: entry.budget }),
      ...(entry.periodStart === undefined ? {} : { period_start: new Date(entry.periodStart).toISOString() }),
      ...(facts === undefined ? {} : crossingOf(facts)),
      possible_repeat: isRepeat,
    },
  };
}

/** The record that reached the threshold, for whoever reads messages by program. */
function crossingOf({ basis, percent, crossed }: AlertFacts): Record<string, string> {
  return {
    basis,
    threshold: percent,
    ...(crossed === null ? {} : { crossed_at: new Date(crossed.at).toISOString(), record: crossed.record }),
  };
}

async function threadOf(
  ledger: LedgerReader,
  entry: ClaimedEntry,
): Promise<{ readonly channel: string; readonly ts: string } | undefined> {
  const row = await ledger.db
    .selectFrom("budget_periods")
    .select(["message_channel", "message_ts"])
    .where("budget_id", "=", BigInt(entry.budget ?? 0))
    .where("period_start", "=", BigInt(entry.periodStart ?? 0))
    .executeTakeFirst();
  if (!row || row.message_channel === null || row.message_ts === null) return undefined;
  return { channel: row.message_channel, ts: row.message_ts };
}

/** Text with mentions: everything else in it is shown as it is. */
function line(text: string): Outgoing {
  const shown = cut(oneLine(text), 1_000)
    .split(/(<@[UW][A-Z0-9]+>)/)
    .map((part) => (/^<@[UW]/.test(part) ? part : escapeText(part).replaceAll(/[*_~`]/g, (mark) => `${mark}\u200b`)))
    .join("");
  return { text: shown, blocks: [{ type: "section", text: mrkdwn(shown) }] };
}

function markRepeat({ text, blocks }: Outgoing): Outgoing {
  const note = "Possible repeat: Slack's answer to the first attempt was lost";
  return {
    text: `${text} (possible repeat)`,
    ...(blocks === undefined ? {} : { blocks: [...blocks, { type: "context", elements: [mrkdwn(note)] }] }),
  };
}

/** Links in names from outside are not unfurled. */
function contentOf({ text, blocks }: Outgoing) {
  return { text, ...(blocks === undefined ? {} : { blocks: [...blocks] }), unfurl_links: false, unfurl_media: false };
}
