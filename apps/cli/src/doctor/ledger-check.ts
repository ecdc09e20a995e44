import { existsSync } from "node:fs";
import { deliveryProblems } from "@runrate/budgets";
import { coverage, ledgerSize, querySpend, restatements, type LedgerStore } from "@runrate/ledger";
import { formatDelta } from "@runrate/core";
import type { CommandContext } from "../context.ts";
import { ledgerUrl, withLedger } from "../ledger.ts";
import { pricesOf } from "../prices.ts";
import { ok, warning, type Check } from "./check.ts";
import { failed } from "./configuration-check.ts";
import { shutdownChecks } from "./price-check.ts";

const LOOK_BACK_MS = 30 * 86_400_000;

/** The ledger: whether it opens, how far its sources reach, what has no price, what ends, what could not be delivered. */
export async function ledgerChecks(context: CommandContext): Promise<Check[]> {
  const url = ledgerUrl(context);
  const file = url.startsWith("sqlite:") ? url.slice("sqlite:".length) : undefined;
  if (file !== undefined && file !== ":memory:" && !existsSync(file)) {
    return [warning("ledger", `${file} does not exist yet`, "`runrate import <file>` or `runrate sync` fills it.")];
  }
  try {
    return await withLedger(context, async (ledger) => [
      await sizeCheck(ledger),
      ...(await sourceChecks(ledger, context.now)),
      ...(await usageChecks(ledger, context)),
      ...(await restatementChecks(ledger)),
      ...(await deliveryChecks(ledger)),
    ]);
  } catch (error) {
    return [failed("ledger", error)];
  }
}

async function sizeCheck(ledger: LedgerStore): Promise<Check> {
  const { records } = await ledgerSize(ledger);
  const count = records.toLocaleString("en-US");
  return Number(records) === 0
    ? warning("ledger", `${ledger.name} opens, and is empty`, "`runrate import <file>` or `runrate sync` fills it.")
    : ok("ledger", `${ledger.name} opens: ${count} records`);
}

async function sourceChecks(ledger: LedgerStore, now: number): Promise<Check[]> {
  const sources = await coverage(ledger, now);
  return sources.map(({ source, provider, reaches, billing, stale }) => {
    const what = `${source} (${provider}) reaches to ${new Date(reaches).toISOString()}${billing ? "" : ", and only enriches"}`;
    return stale && billing
      ? warning(
          "sources",
          `${what}: nothing newer has come`,
          "Import or sync what is missing; answers name it until then.",
        )
      : ok("sources", what);
  });
}

async function usageChecks(ledger: LedgerStore, context: CommandContext): Promise<Check[]> {
  const span = { from: context.now - LOOK_BACK_MS, to: context.now };
  const { rows, total, unpricedModels } = await querySpend(ledger, { ...span, zone: "UTC", by: ["model"], where: [] });
  const { catalogue } = pricesOf(context);
  const used = rows.flatMap(({ key }) => key[0] ?? []);
  const unpriced =
    total.unpricedRequests === 0n
      ? []
      : [
          warning(
            "usage",
            `${total.unpricedRequests.toLocaleString("en-US")} requests of the last 30 days have no price (${unpricedModels.slice(0, 5).join(", ")}${unpricedModels.length > 5 ? " …" : ""})`,
            "Add a price override or an alias to runrate.yml, or update the prices; then `runrate reprice --apply`.",
          ),
        ];
  return [...unpriced, ...shutdownChecks(catalogue, used, context.now)];
}

async function restatementChecks(ledger: LedgerStore): Promise<Check[]> {
  return (await restatements(ledger)).map(({ month, difference, usd }) =>
    warning(
      "closed months",
      `${month} has changed since it was closed: ${formatDelta(difference, usd)}`,
      "`runrate close` shows it.",
    ),
  );
}

async function deliveryChecks(ledger: LedgerStore): Promise<Check[]> {
  return (await deliveryProblems(ledger)).map(({ channel, code, since, fallback }) => {
    const where = channel === "*" ? "" : ` to ${channel}`;
    const meanwhile = fallback === null ? "messages wait" : `messages go to ${fallback} meanwhile`;
    return warning(
      "Slack",
      `nothing can be delivered${where} since ${new Date(since).toISOString()} (${code}); ${meanwhile}`,
      deliveryFix(channel, code),
    );
  });
}

function deliveryFix(channel: string, code: string): string {
  if (channel === "*") return "Install the app anew and set SLACK_BOT_TOKEN; what waits leaves then.";
  switch (code) {
    case "not_in_channel":
    case "channel_not_found":
      return "Invite the bot to the channel, or give the budget another one.";
    case "is_archived":
      return "Unarchive it, or give the budget another channel with `/cost budget edit`.";
    default:
      return "Let apps post in that channel, or give the budget another one with `/cost budget edit`.";
  }
}
