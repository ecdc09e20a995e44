import {
  dayName,
  formatRate,
  formatUsd,
  ratesInForce,
  UTC,
  type Catalogue,
  type ModelAliases,
  type RatesInForce,
} from "@runrate/core";
import { querySpend, tellableSpan, type LedgerReader, type SpendRow } from "@runrate/ledger";
import type { Notice } from "../notice.ts";

const DAY_MS = 86_400_000;
/** A model that was called in the last so many days is in use. */
const IN_USE_DAYS = 30;
const SHUTDOWN_DAYS = [7, 30, 90] as const;
const SHOWN = 10;
/** So many names are kept for an explanation. */
const MOST_NAMED = 50;

/** A model with its usage of the last 30 days. */
export interface UsedModel {
  readonly provider: string;
  readonly model: string;
  readonly row: SpendRow;
}

/** The models in use, dearest first. */
export async function modelsInUse(ledger: LedgerReader, now: number): Promise<readonly UsedModel[]> {
  const { rows } = await querySpend(ledger, {
    ...(await tellableSpan(ledger, { from: now - IN_USE_DAYS * DAY_MS, to: now })),
    zone: UTC,
    by: ["provider", "model"],
    where: [],
  });
  return rows.map((row) => ({ provider: row.key[0] ?? "unknown", model: row.key[1] ?? "unknown", row }));
}

/** Models that appeared after a change of the ledger. */
export async function newModels(ledger: LedgerReader, after: bigint, used: readonly UsedModel[]): Promise<Notice[]> {
  const rows = await ledger.db
    .selectFrom("series")
    .select(["provider", "model"])
    .groupBy(["provider", "model"])
    .having((build) => build.fn.min("first_change"), ">", after)
    .execute();
  const fresh = rows.map(({ provider, model }) => ({ provider, model, key: `model/${provider}/${model}` }));
  if (fresh.length === 0) return [];
  const lines = fresh.slice(0, SHOWN).map(({ provider, model }) => {
    const row = used.find((one) => one.provider === provider && one.model === model)?.row;
    if (row === undefined) return `${model} (${provider})`;
    const priced = row.unpricedRequests > 0n ? "without a price" : formatUsd(row.usd);
    return `${model} (${provider}): ${row.counts.requests} requests so far, ${priced}`;
  });
  return [
    {
      kind: "new-model",
      keys: fresh.map(({ key }) => key),
      channel: null,
      title:
        fresh.length === 1
          ? `A new model is in use: ${fresh[0]?.model ?? ""}`
          : `${fresh.length} new models are in use`,
      lines: withRest(lines, fresh.length),
      why: "it had not been seen in any usage before",
      where: ofModels(fresh),
    },
  ];
}

/** Models whose usage has no price: it is in no amount and no budget. */
export function unpricedModels(used: readonly UsedModel[]): Notice[] {
  const unpriced = used.filter(({ row }) => row.unpricedRequests > 0n);
  if (unpriced.length === 0) return [];
  const lines = unpriced
    .slice(0, SHOWN)
    .map(
      ({ provider, model, row }) =>
        `${model} (${provider}): ${row.unpricedRequests} ${row.unpricedRequests === 1n ? "request" : "requests"} without a price`,
    );
  return [
    {
      kind: "unpriced",
      keys: unpriced.map(({ provider, model }) => `unpriced/${provider}/${model}`),
      channel: null,
      title:
        unpriced.length === 1
          ? `Usage of ${unpriced[0]?.model ?? ""} has no price and is in no amount`
          : `Usage of ${unpriced.length} models has no price and is in no amount`,
      lines: [
        ...withRest(lines, unpriced.length),
        "add the price to `prices.overrides` in runrate.yml, or run `runrate prices update`, then `runrate reprice`",
      ],
      why: "spend and budgets leave out what has no price",
      where: ofModels(unpriced),
    },
  ];
}

/** Models in use whose maker shuts them down within 90, 30 or 7 days; each of the three is told once. */
export function shutdowns(
  used: readonly UsedModel[],
  catalogue: Catalogue,
  aliases: ModelAliases,
  now: number,
): Notice[] {
  return SHUTDOWN_DAYS.flatMap((days, index): Notice[] => {
    const least = index === 0 ? -1 : (SHUTDOWN_DAYS[index - 1] ?? 0);
    const ending = used.flatMap((one) => {
      const rates = ratesOf(one, catalogue, aliases, now);
      if (rates?.shutdown === undefined) return [];
      const left = Math.ceil((Date.parse(`${rates.shutdown}T00:00:00Z`) - now) / DAY_MS);
      return left > least && left <= days ? [{ ...one, shutdown: rates.shutdown, left, rates }] : [];
    });
    if (ending.length === 0) return [];
    const lines = ending.slice(0, SHOWN).map(({ model, shutdown, left, row, rates }) => {
      const { replacement } = rates.model;
      const instead = replacement === undefined ? "" : `; its maker recommends ${replacement}`;
      const when = left < 0 ? `was shut down on ${shutdown}` : `ends on ${shutdown}, in ${left} days`;
      return `${model} ${when}: ${formatUsd(row.usd)} in the last ${IN_USE_DAYS} days${instead}`;
    });
    const [first] = ending;
    return [
      {
        kind: "shutdown",
        keys: ending.map(({ provider, model, shutdown }) => `shutdown/${provider}/${model}/${shutdown}/${days}`),
        channel: null,
        title:
          ending.length === 1
            ? `${first?.model ?? ""} shuts down in ${first?.left ?? 0} days and is in use`
            : `${ending.length} models in use shut down within ${days} days`,
        lines: withRest(lines, ending.length),
        why: `models in use are told 90, 30 and 7 days before they end`,
        where: ofModels(ending),
      },
    ];
  });
}

/** The standard rates of the models in use, as text by model: what a later look is held against. */
export function ratesText(
  used: readonly UsedModel[],
  catalogue: Catalogue,
  aliases: ModelAliases,
  now: number,
): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const one of used) {
    const band = ratesOf(one, catalogue, aliases, now)?.bands[0];
    if (band === undefined) continue;
    texts[`${one.provider}/${one.model}`] = band.rates
      .filter(({ component }) => /^(input|cached_input|output)$/.test(component))
      .map(({ component, usd }) => `${component.replaceAll("_", " ")} ${formatRate(usd)}`)
      .join(", ");
  }
  return texts;
}

/** List prices of models in use that differ from what they were at the last look. */
export function priceChanges(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  used: readonly UsedModel[],
  now: number,
): Notice[] {
  const changed = Object.entries(after).filter(([name, text]) => before[name] !== undefined && before[name] !== text);
  if (changed.length === 0) return [];
  const lines = changed.slice(0, SHOWN).map(([name, text]) => {
    const row = used.find((one) => `${one.provider}/${one.model}` === name)?.row;
    const spent = row === undefined ? "" : `; ${formatUsd(row.usd)} were spent on it in the last ${IN_USE_DAYS} days`;
    return `${name.slice(name.indexOf("/") + 1)}: ${before[name] ?? ""} is now ${text} per 1M tokens${spent}`;
  });
  return [
    {
      kind: "price-change",
      keys: changed.map(([name, text]) => `price/${name}/${dayName(now, UTC)}/${text}`),
      channel: null,
      title:
        changed.length === 1
          ? `The list price of ${changed[0]?.[0].replace(/^[^/]*\//, "") ?? ""} has changed`
          : `The list prices of ${changed.length} models in use have changed`,
      lines: withRest(lines, changed.length),
      why: "models in use are watched for changes of their list prices",
      where: ofModels(
        changed.map(([name]) => ({
          provider: name.slice(0, name.indexOf("/")),
          model: name.slice(name.indexOf("/") + 1),
        })),
      ),
    },
  ];
}

/** Whose spend a notice about models is about. */
function ofModels(models: readonly Pick<UsedModel, "provider" | "model">[]): NonNullable<Notice["where"]> {
  const distinct = (values: readonly string[]) => [...new Set(values)].slice(0, MOST_NAMED);
  return [
    { dimension: "provider", values: distinct(models.map(({ provider }) => provider)) },
    { dimension: "model", values: distinct(models.map(({ model }) => model)) },
  ];
}

function ratesOf(
  { provider, model }: UsedModel,
  catalogue: Catalogue,
  aliases: ModelAliases,
  at: number,
): RatesInForce | undefined {
  const found = ratesInForce(catalogue, { provider, model, serviceTier: "standard", at }, aliases);
  return found.kind === "rates" ? found : undefined;
}

function withRest(lines: readonly string[], all: number): string[] {
  return all > lines.length ? [...lines, `and ${all - lines.length} more`] : [...lines];
}
