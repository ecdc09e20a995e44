import { picoUsd, sumUsd, type PicoUsd } from "../money.ts";
import { addParts, CHANGE_PARTS, changeOfCell, type ChangePart, type Growth, type PartAmounts } from "./cell-change.ts";
import { checkTotals, type SpendCell, type TokenRates } from "./spend-cell.ts";

/** What prices were in the earlier period, for a cell of the later one. */
export interface EarlierPrices {
  /** What the later cell would have cost then; undefined when it cannot be priced: no change of price is then claimed. */
  costThen(later: SpendCell): PicoUsd | undefined;
  /** What a token cost then; undefined when unknown: size and caching are then one part, `other`. */
  ratesThen(earlier: SpendCell): TokenRates | undefined;
}

export interface ChangeQuestion {
  readonly earlier: readonly SpendCell[];
  readonly later: readonly SpendCell[];
  /** The dimension asked: what `group` is. By `model`, mix is the shift between models of the whole. */
  readonly by: string;
  readonly prices: EarlierPrices;
}

export interface RankedPart {
  readonly part: ChangePart;
  readonly usd: PicoUsd;
}

export interface GroupChange {
  readonly group: string;
  readonly status: "continuing" | "new" | "gone";
  readonly earlierUsd: PicoUsd;
  readonly laterUsd: PicoUsd;
  readonly difference: PicoUsd;
  /** Largest first; those that are 0 are left out. They add up to `difference`. */
  readonly parts: readonly RankedPart[];
}

export interface ChangeExplanation {
  readonly earlierUsd: PicoUsd;
  readonly laterUsd: PicoUsd;
  readonly difference: PicoUsd;
  /** Over all groups, largest first; they add up to `difference`. */
  readonly parts: readonly RankedPart[];
  /** Largest difference first; their differences add up to `difference`. */
  readonly groups: readonly GroupChange[];
  /** Every part of every group, largest first: what drove the change. They add up to `difference`. */
  readonly drivers: readonly (RankedPart & { readonly group: string })[];
  /** Usage that is in none of the amounts, since it has no price. */
  readonly unpriced: {
    readonly earlierRequests: bigint;
    readonly laterRequests: bigint;
    readonly models: readonly string[];
  };
}

/**
 * Why spend changed from one period to a later one, exactly: the parts add up to the difference, to the pico-dollar.
 *
 * The cost of each model is taken from the earlier to the later period one cause at a time, in this order:
 * - `volume`: as many more or fewer calls as the group made as a whole, at the earlier cost per call;
 * - `mix`: the calls shifted between models (a model that the group began or ceased to use included);
 * - `output-size`, `input-size`: other tokens per call, the input at its earlier cached share;
 * - `caching`: another share of the input read from or written to the cache;
 * - `other`: what is not a text token (tools, audio, sessions, storage) or follows from the length of single calls
 *   (long-context bands), and all of the above where the earlier rates are not known;
 * - `price`: the later usage at its own prices instead of the earlier ones;
 * - `new`, `gone`: groups that have no calls in the earlier or the later period, whole.
 *
 * By the dimension `model` the pool of calls is all models together, so that volume is the traffic's growth and mix the shift
 * between models. A fixed order rather than an average over all orders (Shapley): each part then reads as "and then this
 * changed", price is what the change of prices costs on today's usage, and volume what the finance world calls it.
 *
 * @throws RunrateError `bad_totals`
 */
export function explainChange({ earlier, later, by, prices }: ChangeQuestion): ChangeExplanation {
  for (const cell of [...earlier, ...later]) checkTotals(cell);
  const before = byGroup(earlier);
  const after = byGroup(later);
  const byModel = by === "model";
  const whole = byModel ? continuingGrowth(before, after) : undefined;
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const explained = names.map((group) => {
    const [old = [], now = []] = [before.get(group), after.get(group)];
    const status = !hasUsage(old) ? "new" : !hasUsage(now) ? "gone" : "continuing";
    const growth = whole ?? { earlier: requestsOf(old), later: requestsOf(now) };
    const models = [...new Set([...old, ...now].map(({ model }) => model))];
    const parts = models.map((model) => {
      const [was, is] = [mergeCells(old, model), mergeCells(now, model)];
      return changeOfCell({
        earlier: was,
        later: is,
        laterAtEarlierPrices: is && prices.costThen(is),
        earlierRates: was && prices.ratesThen(was),
        growth,
        pooled: status === "continuing",
      });
    });
    return { group, status, old, now, parts: addParts(parts) } as const;
  });
  const groups = explained.map(({ group, status, old, now, parts }): GroupChange => {
    const [earlierUsd, laterUsd] = [usdOf(old), usdOf(now)];
    const difference = picoUsd(laterUsd - earlierUsd);
    return { group, status, earlierUsd, laterUsd, difference, parts: ranked(parts) };
  });
  const [earlierUsd, laterUsd] = [usdOf(earlier), usdOf(later)];
  return {
    earlierUsd,
    laterUsd,
    difference: picoUsd(laterUsd - earlierUsd),
    parts: ranked(addParts(explained.map(({ parts }) => parts))),
    groups: groups
      .filter((group) => group.earlierUsd !== 0n || group.laterUsd !== 0n)
      .toSorted((a, b) => bySize(a.difference, b.difference) || byName(a.group, b.group)),
    drivers: groups
      .flatMap(({ group, parts }) => parts.map((part) => ({ group, ...part })))
      .toSorted((a, b) => bySize(a.usd, b.usd) || byName(a.group, b.group) || byName(a.part, b.part)),
    unpriced: {
      earlierRequests: unpricedOf(earlier),
      laterRequests: unpricedOf(later),
      models: [...new Set([...earlier, ...later].filter(isUnpriced).map(({ model }) => model))].toSorted(byName),
    },
  };
}

function byGroup(cells: readonly SpendCell[]): Map<string, SpendCell[]> {
  const groups = new Map<string, SpendCell[]>();
  for (const cell of cells) {
    const group = groups.get(cell.group);
    if (group) group.push(cell);
    else groups.set(cell.group, [cell]);
  }
  return groups;
}

/** Calls of the groups that both periods have: what came or went is not the growth of the rest. */
function continuingGrowth(before: Map<string, SpendCell[]>, after: Map<string, SpendCell[]>): Growth {
  const both = [...before].filter(([group, cells]) => hasUsage(cells) && hasUsage(after.get(group) ?? []));
  return {
    earlier: requestsOf(both.flatMap(([, cells]) => cells)),
    later: requestsOf(both.flatMap(([group]) => after.get(group) ?? [])),
  };
}

/** The cells of one model added up, so that a caller may hand over finer ones (by day, by key); undefined without usage. */
function mergeCells(cells: readonly SpendCell[], model: string): SpendCell | undefined {
  const [first, ...others] = cells.filter((cell) => cell.model === model && hasUsage([cell]));
  if (first === undefined) return undefined;
  return others.reduce(
    (sum, { totals, usd }) => ({
      ...sum,
      usd: picoUsd(sum.usd + usd),
      totals: {
        requests: sum.totals.requests + totals.requests,
        inputTokens: sum.totals.inputTokens + totals.inputTokens,
        cachedInputTokens: sum.totals.cachedInputTokens + totals.cachedInputTokens,
        cacheWriteTokens: sum.totals.cacheWriteTokens + totals.cacheWriteTokens,
        outputTokens: sum.totals.outputTokens + totals.outputTokens,
      },
    }),
    first,
  );
}

function hasUsage(cells: readonly SpendCell[]): boolean {
  return cells.some(({ totals, usd }) => totals.requests > 0n || usd !== 0n);
}

function requestsOf(cells: readonly SpendCell[]): bigint {
  return cells.reduce((sum, { totals }) => sum + totals.requests, 0n);
}

function usdOf(cells: readonly SpendCell[]): PicoUsd {
  return sumUsd(cells.map(({ usd }) => usd));
}

function isUnpriced({ unpricedRequests }: SpendCell): boolean {
  return (unpricedRequests ?? 0n) > 0n;
}

function unpricedOf(cells: readonly SpendCell[]): bigint {
  return cells.reduce((sum, { unpricedRequests }) => sum + (unpricedRequests ?? 0n), 0n);
}

function ranked(parts: PartAmounts): RankedPart[] {
  return CHANGE_PARTS.map((part) => ({ part, usd: parts[part] }))
    .filter(({ usd }) => usd !== 0n)
    .toSorted((a, b) => bySize(a.usd, b.usd));
}

function bySize(a: bigint, b: bigint): number {
  const [sizeA, sizeB] = [a < 0n ? -a : a, b < 0n ? -b : b];
  return sizeA > sizeB ? -1 : sizeA < sizeB ? 1 : 0;
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
