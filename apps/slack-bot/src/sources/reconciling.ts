import { adminKeys } from "@runrate/config";
import { formatDelta, formatUsd, monthPeriod, RunrateError, UTC, type Span } from "@runrate/core";
import {
  bridgeSteps,
  CAUSES,
  openAdminClient,
  readSpendLimits,
  reconcile,
  type Reconciliation,
  type SpendLimits,
} from "@runrate/ledger";
import { escapeName } from "../blocks/text.ts";
import { channelView } from "../ask/channel-view.ts";
import type { Bot, BotPart, CostRequest } from "../bot.ts";

/** `/cost reconcile`: the provider's bill against what usage comes to. `/cost limits`: OpenAI's own alerts and hard limit. */
export function reconciling(bot: Bot): BotPart {
  return {
    subcommands: [
      { word: "reconcile", run: (request) => told(bot, request, () => reconcileText(bot, request.text)) },
      { word: "limits", run: (request) => told(bot, request, () => limitsText(bot)) },
    ],
  };
}

/** Answers with a text, or with what is wrong and what to do. */
async function told(bot: Bot, request: CostRequest, work: () => Promise<string>): Promise<void> {
  try {
    // A bill is of the whole organisation: a channel that sees a part of it is not told.
    const { notes, isSure } = await channelView(bot, request);
    if (notes.length > 0 || !isSure) {
      await request.reply({
        text: "This is about the whole organisation, and this channel sees a part of it: ask in a direct message.",
      });
      return;
    }
    await request.reply({ text: await work() });
  } catch (error) {
    if (!(error instanceof RunrateError)) throw error;
    await request.reply({ text: [error.message, error.hint].filter((one) => one !== undefined).join(". ") });
  }
}

async function reconcileText(bot: Bot, words: string): Promise<string> {
  const { catalogue: current, list, aliases } = bot.prices();
  const span = monthOf(words, bot.clock());
  return describe(await reconcile(bot.ledger, span, { list, current, aliases }));
}

/** "", "this month", "last month" or "2026-10", in UTC as the provider bills. */
function monthOf(words: string, now: number): Span {
  const text = words.trim().toLowerCase();
  const today = new Date(now);
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? [];
  if (year !== undefined && month !== undefined) return upTo(monthPeriod(Number(year), Number(month), UTC), now);
  if (text === "last month") {
    const before = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1));
    return monthPeriod(before.getUTCFullYear(), before.getUTCMonth() + 1, UTC);
  }
  if (text === "" || text === "this month")
    return upTo(monthPeriod(today.getUTCFullYear(), today.getUTCMonth() + 1, UTC), now);
  throw new RunrateError("bad_period", `"${escapeName(words.slice(0, 40))}" is not a month`, {
    hint: "Ask `/cost reconcile`, `/cost reconcile last month` or `/cost reconcile 2026-10`",
  });
}

function upTo({ from, to }: Span, now: number): Span {
  return { from, to: Math.max(from + 1, Math.min(to, now)) };
}

function describe(result: Reconciliation): string {
  const { from, to, billedThrough, bridge, causes, unpricedRequests } = result;
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  if (billedThrough === null) {
    return `The ledger has no bill of ${day(from)} to ${day(to - 1)} (UTC): set \`OPENAI_ADMIN_KEY\`, or import pages of the costs API.`;
  }
  const verdict = `*Billed ${formatUsd(bridge.billed)}, computed ${formatUsd(bridge.computed)}: ${formatDelta(bridge.residual, bridge.computed)}*`;
  const steps = bridgeSteps(bridge).map(
    ({ label, usd, sum }) => `${sum ? "=" : " "} ${formatUsd(usd).padStart(14)}  ${label}`,
  );
  return [
    verdict,
    `OpenAI, ${day(from)} to ${day(to - 1)} (UTC, as it bills), billed through ${day(billedThrough - 1)}`,
    "```",
    ...steps,
    "```",
    ...causes
      .slice(0, 6)
      .map(({ cause, usd }) => `• ${formatUsd(usd)} ${cause.replaceAll("_", " ")}: ${CAUSES[cause]}`),
    ...(unpricedRequests === 0
      ? []
      : [`• ${unpricedRequests.toLocaleString("en-US")} requests have no price and are not in "computed"`]),
    "`runrate reconcile --csv` has every day and line item.",
  ].join("\n");
}

async function limitsText(bot: Bot): Promise<string> {
  const { openai } = bot.environment;
  const configured =
    bot.adminKeys ?? adminKeys(bot.config, { OPENAI_ADMIN_KEY: openai.adminKey, OPENAI_BASE_URL: openai.baseUrl });
  const keys = configured.keys.filter(({ provider }) => provider === "openai");
  if (keys.length === 0) return "OpenAI's own limits can be shown once `OPENAI_ADMIN_KEY` is set.";
  const texts: string[] = [];
  for (const { organisation = "OpenAI", key, baseUrl } of keys) {
    const client = await openAdminClient({ adminKey: key, ...(baseUrl === undefined ? {} : { baseUrl }) });
    texts.push(limitText(organisation, await readSpendLimits(client)));
  }
  return texts.join("\n");
}

function limitText(organisation: string, { limit, alerts }: SpendLimits): string {
  const hard =
    limit === null
      ? "no hard limit: calls are never refused for their cost"
      : `hard limit ${formatUsd(limit.usd)} a ${escapeName(limit.interval)} (${escapeName(limit.status)}), past which calls get 429`;
  const mails = alerts.map(
    ({ usd, interval, recipients }) => `• mail to ${recipients} at ${formatUsd(usd)} a ${escapeName(interval)}`,
  );
  return [`*${escapeName(organisation)}*: ${hard}`, ...(mails.length === 0 ? ["• no spend alerts"] : mails)].join("\n");
}
