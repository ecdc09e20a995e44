import { formatDelta, formatUsd, monthName, picoUsd, startOfDay, subtractUsd, sumUsd, UTC } from "@runrate/core";
import { billedCosts, querySpend, sourceStates, type LedgerReader } from "@runrate/ledger";
import type { Notice } from "../notice.ts";

const DAY_MS = 86_400_000;

/** Billing sources that have delivered nothing for longer than they should; each silence is told once. Files that were imported are done, not silent. */
export async function staleSources(ledger: LedgerReader, now: number): Promise<Notice[]> {
  // A source that is reading its past is late by its nature, and not silent.
  const stale = (await sourceStates(ledger, now)).filter(
    ({ source, billing, stale: isStale, reaches, backfill }) =>
      isStale && billing && backfill === undefined && reaches > 0 && !source.startsWith("import:"),
  );
  return stale.map(({ source, provider, reaches }) => ({
    kind: "stale-source",
    keys: [`stale/${source}/${provider}/${reaches}`],
    channel: null,
    title: `${source} has delivered no usage of ${provider} since ${new Date(reaches).toISOString().slice(0, 16).replace("T", " ")} UTC`,
    lines: ["what is missing is not $0: budgets and answers know nothing of it until the source delivers again"],
    why: "a source that bills has gone stale; `stale_after_hours` in runrate.yml says after how long that is told",
    where: [{ dimension: "provider", values: [provider] }],
  }));
}

/** How far billed and computed cost may be apart before it is told. */
const DRIFT_PERCENT = 5n;
const DRIFT_FLOOR = picoUsd(5n * 10n ** 12n);
const DRIFT_LEAST_DAYS = 3;

/** Providers whose bill of this month (by day, as far as there is one) differs from what usage comes to by 5 % and $5; once a month. */
export async function billDrift(ledger: LedgerReader, now: number): Promise<Notice[]> {
  const month = monthName(now - DAY_MS, UTC);
  const from = startOfDay(`${month}-01`, UTC);
  const bill = (await billedCosts(ledger, { from, to: now })).filter(({ usd }) => usd > 0n);
  const providers = [...new Set(bill.map(({ provider }) => provider))];
  const notices: Notice[] = [];
  for (const provider of providers) {
    const own = bill.filter((cost) => cost.provider === provider);
    // The newest day may still grow, on the bill and in the usage alike.
    const to = Math.max(...own.map(({ at }) => at));
    if (to - from < DRIFT_LEAST_DAYS * DAY_MS) continue;
    const billed = sumUsd(own.filter(({ at }) => at < to).map(({ usd }) => usd));
    const where = [{ dimension: "provider", values: [provider] }] as const;
    const { total } = await querySpend(ledger, { from, to, zone: UTC, by: [], where });
    const difference = subtractUsd(billed, total.usd);
    const size = difference < 0n ? -difference : difference;
    if (size < DRIFT_FLOOR || size * 100n < billed * DRIFT_PERCENT) continue;
    const until = new Date(to).toISOString().slice(0, 10);
    notices.push({
      kind: "drift",
      keys: [`drift/${provider}/${month}`],
      channel: null,
      title: `${provider} has billed ${formatUsd(billed)} for ${month} up to ${until}, usage comes to ${formatUsd(total.usd)}`,
      lines: [
        `the bill differs by ${formatDelta(difference, total.usd)}`,
        ...(total.unpricedRequests > 0n ? [`${total.unpricedRequests} requests have no price and are not in it`] : []),
        `\`runrate reconcile --month ${month}\` says where and why`,
      ],
      why: "billed and computed cost are apart by more than 5 % and $5",
      where: [{ dimension: "provider", values: [provider] }],
    });
  }
  return notices;
}
