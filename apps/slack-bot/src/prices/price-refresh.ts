import { addressOf, isUserId } from "../alerts/slack-id.ts";
import { cut, escapeName, mrkdwn } from "../blocks/text.ts";
import type { Bot, BotPart, Outgoing } from "../bot.ts";
import { Deliveries } from "../slack/deliveries.ts";
import { withPlainerFallback } from "../slack/reply.ts";

/** What looking for newer prices came to. */
export type PriceRefresh =
  | { readonly kind: "unchanged" }
  /** The new list is in use. One line for each change. */
  | { readonly kind: "changed"; readonly asOf: string; readonly changes: readonly string[] }
  /** The list was not taken; the prices in use stay. */
  | { readonly kind: "refused"; readonly message: string };

const SCHEDULES = { hour: "0 23 * * * *", day: "0 23 5 * * *", week: "0 23 5 * * 1" } as const;

/** Looks for newer list prices as often as `prices.update.every` says, and tells the admins what changed, once. */
export function priceRefresh(bot: Bot): BotPart {
  const { update } = bot.config.prices;
  const { refreshPrices } = bot;
  if (update === undefined || refreshPrices === undefined) return {};
  return {
    jobs: [
      {
        name: "prices",
        schedule: SCHEDULES[update.every],
        run: async () => {
          const refresh = await refreshPrices();
          if (refresh.kind === "unchanged") return;
          if (refresh.kind === "refused") bot.log.warn({ reason: refresh.message }, "newer prices were refused");
          else bot.log.info({ asOf: refresh.asOf, changes: refresh.changes.length }, "newer prices are in use");
          await tellAdmins(bot, refresh, update.from);
        },
      },
    ],
  };
}

async function tellAdmins(
  bot: Bot,
  refresh: Exclude<PriceRefresh, { kind: "unchanged" }>,
  from: string,
): Promise<void> {
  const { slack, config, ledger, log } = bot;
  if (slack === undefined) return;
  // Replicas look at the same list, and a refused one is refused again at the next look.
  const what = refresh.kind === "changed" ? `${refresh.asOf} ${refresh.changes.join("\n")}` : refresh.message;
  if (!(await new Deliveries(ledger).take(`prices ${what}`.slice(0, 2_000)))) return;
  const message = renderRefresh(refresh, from);
  const { adminChannel } = config.alerts;
  const admins = (config.roles.admin ?? []).filter(isUserId);
  for (const channel of adminChannel === undefined ? admins : [addressOf(adminChannel)]) {
    try {
      await withPlainerFallback(message, ({ text, blocks }) =>
        slack.client.chat.postMessage({ channel, text, ...(blocks === undefined ? {} : { blocks: [...blocks] }) }),
      );
    } catch (error) {
      log.warn({ err: error, channel }, "an admin could not be told of the new prices");
    }
  }
}

const MOST_LINES = 20;

/** What changed in the price list, for the admins. Pure. */
export function renderRefresh(refresh: Exclude<PriceRefresh, { kind: "unchanged" }>, from: string): Outgoing {
  if (refresh.kind === "refused") {
    const text = `The price list of ${escapeName(cut(from, 200))} was refused: ${escapeName(cut(refresh.message, 500))}. The prices in use stay.`;
    return { text, blocks: [{ type: "section", text: mrkdwn(`:warning: ${text}`) }] };
  }
  const { changes, asOf } = refresh;
  const count = `${changes.length.toLocaleString("en-US")} ${changes.length === 1 ? "change" : "changes"}`;
  const text = `New list prices of ${asOf} are in use: ${count}`;
  const shown = changes.slice(0, MOST_LINES).map((line) => `• ${escapeName(cut(line, 100))}`);
  const more =
    changes.length > shown.length ? [`… and ${(changes.length - shown.length).toLocaleString("en-US")} more`] : [];
  return {
    text,
    blocks: [
      { type: "section", text: mrkdwn(`*${text}*\n${cut([...shown, ...more].join("\n"), 2_800)}`) },
      {
        type: "context",
        elements: [mrkdwn("Stored usage keeps its price: `runrate reprice` shows the difference by month.")],
      },
    ],
  };
}
