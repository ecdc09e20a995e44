import { divideHalfEven, picoUsd, type PicoUsd } from "../money.ts";
import type { Rate } from "../rate.ts";
import { addRational, multiplyRational, rational, type Rational } from "../rational.ts";
import type { SpendCell, TokenRates, UsageTotals } from "./spend-cell.ts";

/** Why spend changed; what each part means stands at `explainChange`. */
export const CHANGE_PARTS = [
  "volume",
  "mix",
  "output-size",
  "input-size",
  "caching",
  "other",
  "price",
  "new",
  "gone",
] as const;

export type ChangePart = (typeof CHANGE_PARTS)[number];

export type PartAmounts = { readonly [part in ChangePart]: PicoUsd };

/** How many times as many calls the pool of models had later as earlier. */
export interface Growth {
  readonly earlier: bigint;
  readonly later: bigint;
}

/** One model in both periods; `pooled` tells whether a model that came or went counts as mix (else as new or gone). */
export interface CellPair {
  readonly earlier: SpendCell | undefined;
  readonly later: SpendCell | undefined;
  /** What the later usage would have cost at the earlier prices; undefined: the prices are taken to be the same. */
  readonly laterAtEarlierPrices: PicoUsd | undefined;
  /** The earlier prices; undefined: changes of size and caching cannot be told apart and are `other`. */
  readonly earlierRates: TokenRates | undefined;
  readonly growth: Growth;
  readonly pooled: boolean;
}

const NO_USAGE: UsageTotals = {
  requests: 0n,
  inputTokens: 0n,
  cachedInputTokens: 0n,
  cacheWriteTokens: 0n,
  outputTokens: 0n,
};

/**
 * The parts of one cell's difference. The cost is taken along a path from the earlier to the later period, one cause at a
 * time; each stop is rounded to the pico-dollar and a part is the distance between two stops, so the parts add up exactly.
 */
export function changeOfCell(pair: CellPair): PartAmounts {
  const before: bigint = pair.earlier?.usd ?? 0n;
  const after: bigint = pair.later?.usd ?? 0n;
  if (!pair.pooled && pair.earlier === undefined) return amounts({ new: after });
  if (!pair.pooled && pair.later === undefined) return amounts({ gone: -before });
  const repriced: bigint = pair.laterAtEarlierPrices ?? after;
  const pool = pair.growth;
  const grown = pool.earlier === 0n ? before : divideHalfEven(before * pool.later, pool.earlier);
  const parts: Partial<Record<ChangePart, bigint>> = { volume: grown - before, price: after - repriced };
  if (pair.earlier === undefined || pair.later === undefined) return amounts({ ...parts, mix: repriced - grown });
  const [earlier, later] = [pair.earlier.totals, pair.later.totals];
  if (earlier.requests === 0n) return amounts({ price: after - repriced, other: repriced - before });
  const shifted = divideHalfEven(before * later.requests, earlier.requests);
  const sizes = pair.earlierRates ? sizeChange(earlier, later, pair.earlierRates) : [0n, 0n, 0n];
  const [output = 0n, input = 0n, caching = 0n] = sizes;
  return amounts({
    ...parts,
    mix: shifted - grown,
    "output-size": output,
    "input-size": input,
    caching,
    other: repriced - shifted - output - input - caching,
  });
}

export function addParts(all: Iterable<PartAmounts>): PartAmounts {
  const sums: Partial<Record<ChangePart, bigint>> = {};
  for (const parts of all) for (const part of CHANGE_PARTS) sums[part] = (sums[part] ?? 0n) + parts[part];
  return amounts(sums);
}

/** Same number of calls, other sizes: first the output, then the input at its earlier cached share, then that share. */
function sizeChange(earlier: UsageTotals, later: UsageTotals, rates: TokenRates): readonly [bigint, bigint, bigint] {
  const callsGrew = rational(later.requests, earlier.requests);
  const input = perToken(rates.input);
  const cached = perToken(rates.cachedInput);
  const write = perToken(rates.cacheWrite);
  const moreOutput = beyond(later.outputTokens, earlier.outputTokens, callsGrew);
  const moreInput = beyond(later.inputTokens, earlier.inputTokens, callsGrew);
  const start = earlier.inputTokens === 0n ? { ...NO_USAGE, inputTokens: 1n } : earlier;
  const perInputToken = multiplyRational(inputCost(start, input, cached, write), rational(1n, start.inputTokens));
  const inputGrew = rational(later.inputTokens, start.inputTokens);
  const moreCached = beyond(later.cachedInputTokens, start.cachedInputTokens, inputGrew);
  const moreWritten = beyond(later.cacheWriteTokens, start.cacheWriteTokens, inputGrew);
  const caching = addRational(
    multiplyRational(moreCached, minus(cached, input)),
    multiplyRational(moreWritten, minus(write, input)),
  );
  return [
    rounded(multiplyRational(moreOutput, perToken(rates.output))),
    rounded(multiplyRational(moreInput, perInputToken)),
    rounded(caching),
  ];
}

function inputCost(totals: UsageTotals, input: Rational, cached: Rational, write: Rational): Rational {
  const plain = totals.inputTokens - totals.cachedInputTokens - totals.cacheWriteTokens;
  return addRational(
    multiplyRational(rational(plain), input),
    addRational(
      multiplyRational(rational(totals.cachedInputTokens), cached),
      multiplyRational(rational(totals.cacheWriteTokens), write),
    ),
  );
}

function perToken({ numerator, denominator }: Rate): Rational {
  return rational(numerator, denominator);
}

/** later - earlier × growth */
function beyond(later: bigint, earlier: bigint, growth: Rational): Rational {
  return minus(rational(later), multiplyRational(rational(earlier), growth));
}

function minus(a: Rational, b: Rational): Rational {
  return addRational(a, rational(-b.numerator, b.denominator));
}

function rounded({ numerator, denominator }: Rational): bigint {
  return divideHalfEven(numerator, denominator);
}

function amounts(parts: Partial<Record<ChangePart, bigint>>): PartAmounts {
  return {
    volume: picoUsd(parts.volume ?? 0n),
    mix: picoUsd(parts.mix ?? 0n),
    "output-size": picoUsd(parts["output-size"] ?? 0n),
    "input-size": picoUsd(parts["input-size"] ?? 0n),
    caching: picoUsd(parts.caching ?? 0n),
    other: picoUsd(parts.other ?? 0n),
    price: picoUsd(parts.price ?? 0n),
    new: picoUsd(parts.new ?? 0n),
    gone: picoUsd(parts.gone ?? 0n),
  };
}
