import {
  addRational,
  compilePricer,
  explainChange,
  multiplyRational,
  picoUsd,
  rational,
  resolveModel,
  scaleUsd,
  sumUsd,
  tokenRates,
  type ChangeExplanation,
  type EarlierPrices,
  type PicoUsd,
  type Pricer,
  type Rate,
  type Span,
  type SpendCell,
  type TokenRates,
  type UsageTotals,
} from "@runrate/core";
import { querySpend, readTier, type SpendRow } from "@runrate/ledger";
import type { AskContext } from "./ask-context.ts";
import type { QueryDimension, QueryFilter } from "./query.ts";

export interface ChangeOfSpend {
  readonly earlier: Span;
  readonly later: Span;
  readonly by: QueryDimension;
  readonly where: readonly QueryFilter[];
}

/** What is called, as its prices are looked up. */
interface Called {
  readonly provider: string | null;
  readonly model: string;
  readonly tier: string | null;
}

/** Usage of one group and model in a stretch of time in which no list price changes. */
interface StretchCell extends SpendCell {
  readonly at: number;
}

/** Groups of usage that have no value in the dimension asked. */
export const UNATTRIBUTED = "(unattributed)";

/**
 * Why spend changed between two spans of the ledger, exactly (see `explainChange`). Spans are cut where a list price of a model
 * in use changes, so that what the later usage would have cost at the earlier prices follows from its own counts; where a price
 * changed within the earlier span, its prices are weighted by the tokens of that span.
 */
export async function explainSpend(
  { earlier, later, by, where }: ChangeOfSpend,
  context: Pick<AskContext, "ledger" | "catalogue" | "aliases">,
): Promise<ChangeExplanation> {
  const called = new Map<string, Called>();
  const read = async (span: Span): Promise<StretchCell[]> => {
    const cells: StretchCell[] = [];
    for (const stretch of await priceStretches(span, where, context)) {
      const dimensions = ["provider", "model", "service_tier"] as const;
      const { rows } = await querySpend(context.ledger, { ...stretch, zone: "UTC", by: [by, ...dimensions], where });
      for (const row of rows) cells.push(cellOf(row, by, stretch.from, called));
    }
    return cells;
  };
  const before = await read(earlier);
  const after = await read(later);
  const prices = earlierPrices(before, after, called, compilePricer(context.catalogue, context.aliases));
  return explainChange({ earlier: before, later: after, by, prices });
}

/** The span cut at the instants at which a price of a model that it uses begins or ends. */
async function priceStretches(
  span: Span,
  where: readonly QueryFilter[],
  { ledger, catalogue, aliases }: Pick<AskContext, "ledger" | "catalogue" | "aliases">,
): Promise<Span[]> {
  const { rows } = await querySpend(ledger, { ...span, zone: "UTC", by: ["provider", "model"], where });
  const cuts = new Set<number>();
  for (const { key } of rows) {
    const [provider, model] = key;
    const found = resolveModel(catalogue, { ...(provider == null ? {} : { provider }), model: model ?? "" }, aliases);
    if (found.kind !== "found") continue;
    for (const { from, to } of found.model.prices) {
      for (const at of [from, to]) if (at !== undefined) cuts.add(Date.parse(at));
    }
  }
  const inside = [...cuts].filter((at) => at > span.from && at < span.to).toSorted((a, b) => a - b);
  return [span.from, ...inside].map((from, index) => ({ from, to: inside[index] ?? span.to }));
}

function cellOf(row: SpendRow, by: QueryDimension, at: number, called: Map<string, Called>): StretchCell {
  const [group = null, provider = null, model = null, tier = null] = row.key;
  const name = model ?? "";
  const label = tier === null || tier === "standard" ? name : `${name} (${tier})`;
  const known = called.get(label);
  // The same name at two sellers has two prices.
  const cell = known !== undefined && known.provider !== provider ? `${provider}/${label}` : label;
  called.set(cell, { provider, model: name, tier });
  const priced = row.counts.requests - row.unpricedRequests;
  const isPriced = priced > 0n || row.unpricedRequests === 0n;
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens } = row.counts;
  return {
    group: by === "model" ? cell : (group ?? UNATTRIBUTED),
    model: cell,
    at,
    totals: isPriced
      ? { requests: priced, inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens }
      : { requests: 0n, inputTokens: 0n, cachedInputTokens: 0n, cacheWriteTokens: 0n, outputTokens: 0n },
    usd: row.usd,
    unpricedRequests: row.unpricedRequests,
  };
}

function earlierPrices(
  before: readonly StretchCell[],
  after: readonly StretchCell[],
  called: ReadonlyMap<string, Called>,
  pricer: Pricer,
): EarlierPrices {
  const priceAt = (name: string, totals: UsageTotals, at: number): PicoUsd | undefined => {
    const request = requestOf(called.get(name), at);
    if (request === undefined) return undefined;
    const priced = pricer.price({ ...request, usage: usageOf(totals), requests: Math.max(1, Number(totals.requests)) });
    return priced.kind === "priced" ? priced.usd : undefined;
  };
  // When the earlier span's calls of a model happened, weighted by tokens; a model that is new is priced at the span's end.
  const weightsOf = (model: string): readonly { readonly at: number; readonly weight: bigint }[] => {
    const own = before.filter((cell) => cell.model === model && cell.usd !== 0n);
    if (own.length > 0)
      return own.map(({ at, totals }) => ({ at, weight: totals.inputTokens + totals.outputTokens + 1n }));
    const last = before.at(-1);
    return last === undefined ? [] : [{ at: last.at, weight: 1n }];
  };
  return {
    costThen(later) {
      // The cell was added up from the stretches of the later span: each is priced at its own instant and at the earlier ones.
      const own = after.filter(({ group, model }) => group === later.group && model === later.model);
      const differences = own.map(({ totals, at }) => {
        const now = priceAt(later.model, totals, at);
        const then = weighted(weightsOf(later.model), (instant) => priceAt(later.model, totals, instant));
        return now === undefined || then === undefined ? undefined : picoUsd(then - now);
      });
      const known = differences.filter((one) => one !== undefined);
      return known.length < own.length ? undefined : picoUsd(later.usd + sumUsd(known));
    },
    ratesThen: (earlier) =>
      blendRates(weightsOf(earlier.model), (at) => ratesAt(pricer, called.get(earlier.model), at)),
  };
}

function requestOf(called: Called | undefined, at: number) {
  const serviceTier = readTier(called?.tier ?? "standard");
  if (called === undefined || serviceTier === undefined) return undefined;
  const { provider, model } = called;
  return { ...(provider === null ? {} : { provider }), model, serviceTier, at };
}

function usageOf({ inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens }: UsageTotals) {
  return {
    inputTokens: Number(inputTokens),
    cachedInputTokens: Number(cachedInputTokens),
    ...(cacheWriteTokens === 0n ? {} : { cacheWriteTokens: Number(cacheWriteTokens) }),
    outputTokens: Number(outputTokens),
  };
}

type Weights = readonly { readonly at: number; readonly weight: bigint }[];

/** The weighted mean of amounts, rounded once; undefined when one of them is not known. */
function weighted(weights: Weights, amountAt: (at: number) => PicoUsd | undefined): PicoUsd | undefined {
  let sum = 0n;
  for (const { at, weight } of weights) {
    const amount = amountAt(at);
    if (amount === undefined) return undefined;
    sum += amount * weight;
  }
  const all = weights.reduce((total, { weight }) => total + weight, 0n);
  return all === 0n ? undefined : scaleUsd(picoUsd(sum), 1n, all);
}

function ratesAt(pricer: Pricer, called: Called | undefined, at: number): TokenRates | undefined {
  const request = requestOf(called, at);
  return request && tokenRates(pricer, request);
}

function blendRates(weights: Weights, ratesOf: (at: number) => TokenRates | undefined): TokenRates | undefined {
  const all = weights.reduce((total, { weight }) => total + weight, 0n);
  let blended: TokenRates | undefined;
  for (const { at, weight } of weights) {
    const rates = ratesOf(at);
    if (rates === undefined) return undefined;
    const share = (rate: Rate): Rate =>
      multiplyRational(rational(rate.numerator, rate.denominator), rational(weight, all));
    const part = {
      input: share(rates.input),
      cachedInput: share(rates.cachedInput),
      cacheWrite: share(rates.cacheWrite),
      output: share(rates.output),
    };
    blended = blended === undefined ? part : addRates(blended, part);
  }
  return blended;
}

function addRates(a: TokenRates, b: TokenRates): TokenRates {
  return {
    input: addRational(a.input, b.input),
    cachedInput: addRational(a.cachedInput, b.cachedInput),
    cacheWrite: addRational(a.cacheWrite, b.cacheWrite),
    output: addRational(a.output, b.output),
  };
}
