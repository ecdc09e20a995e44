import { createHash } from "node:crypto";
import { digestOf, enqueue, scopeText } from "@runrate/budgets";
import type { DigestSettings } from "@runrate/config";
import { UTC } from "@runrate/core";
import { Cron } from "croner";
import type { Bot } from "../bot.ts";
import { renderDigest } from "./render-digest.ts";
import { isChannelId } from "./slack-id.ts";

/** A digest that was due longer ago, because nothing ran, is not sent any more. */
const LATE_MS = 6 * 3_600_000;

const WEEKDAYS: readonly DigestSettings["on"][] = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
];

/**
 * Writes the digests that have become due into the outbox, by the bot's clock and each digest's time zone; each is written once,
 * whichever replica comes first.
 *
 * @returns how many were written
 */
export async function writeDueDigests(bot: Bot): Promise<number> {
  const now = bot.clock();
  let written = 0;
  for (const digest of bot.config.alerts.digests) {
    const due = lastDue(digest, bot.config.timezone ?? UTC, now);
    if (due === undefined || now - due > LATE_MS) continue;
    const key = `digest/${identity(digest)}/${new Date(due).toISOString()}`;
    const known = await bot.ledger.db.selectFrom("outbox").select("id").where("key", "=", key).executeTakeFirst();
    if (known) continue;
    const message = await render(bot, digest, due);
    await bot.ledger.transaction((tx) =>
      enqueue(tx, { key, kind: "post", channel: channelOf(digest), payload: JSON.stringify(message) }),
    );
    written += 1;
  }
  return written;
}

async function render(bot: Bot, digest: DigestSettings, due: number) {
  const zone = digest.timezone ?? bot.config.timezone ?? UTC;
  const channel = channelOf(digest);
  const place = isChannelId(channel) ? { channelId: channel } : { channelId: channel, channelName: channel };
  const settings = await bot.slack?.places.settings(place);
  const sees = settings?.kind === "found" ? (settings.value?.sees ?? []) : [];
  const scope = [...digest.scope, ...sees];
  const channels = [channel, (await bot.slack?.places.idOf(channel)) ?? channel];
  return renderDigest(
    await digestOf(bot.ledger, { every: digest.every, zone, scope, channels }, due),
    scopeText(scope),
  );
}

/** The last instant, at or before now, at which a digest was due; the calendar is croner's. */
export function lastDue(digest: DigestSettings, fileZone: string, now: number): number | undefined {
  const [hour = "9", minute = "0"] = digest.at.split(":");
  const day = digest.every === "week" ? String(WEEKDAYS.indexOf(digest.on)) : "*";
  const pattern = `0 ${Number(minute)} ${Number(hour)} * * ${day}`;
  const cron = new Cron(pattern, { timezone: digest.timezone ?? fileZone, paused: true });
  // The instant itself counts: croner looks for runs before its reference.
  return cron.previousRuns(1, new Date(now + 1_000))[0]?.getTime();
}

function channelOf({ channel }: DigestSettings): string {
  return channel.replace(/^#/, "");
}

function identity({ channel, every, on, at, scope }: DigestSettings): string {
  return createHash("sha256")
    .update(JSON.stringify([channel, every, on, at, scope]))
    .digest("hex")
    .slice(0, 12);
}
