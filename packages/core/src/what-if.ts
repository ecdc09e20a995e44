import { RunrateError } from "./errors.ts";
import { parseDecimal } from "./decimal.ts";
import type { Pricer } from "./compile-pricer.ts";
import type { PriceRequest } from "./cost.ts";
import { picoUsd, subtractUsd, type PicoUsd } from "./money.ts";
import { cacheWritesOf } from "./check-usage.ts";
import type { ServiceTier, UsageCounts } from "./usage.ts";

/** Usage with what it came to: a record, or the sum of many over a stretch of time in which prices did not change. */
export interface MeasuredUsage extends PriceRequest {
  /** What the ledger says it cost; null: it has no price. */
  readonly usd: PicoUsd | null;
}

/** What would have been otherwise. What is absent stays as it was. */
export interface WhatIfChange {
  readonly model?: string;
  /** Of the model; absent: its maker's. */
  readonly provider?: string;
  readonly serviceTier?: ServiceTier;
  /** The share of the input that would have been read from the cache, in percent, as decimal text. */
  readonly cachedPercent?: string;
}

/** Recorded usage against the same usage after a change, at the prices of its own time. */
export interface WhatIf {
  /** Of the priced usage, moved or not. */
  readonly requests: bigint;
  readonly before: PicoUsd;
  /** The likely amount; `low` and `high` differ where sums of calls may straddle a long-context bound. */
  readonly after: PicoUsd;
  readonly low: PicoUsd;
  readonly high: PicoUsd;
  /** before − after; below 0 where the change costs more. */
  readonly saving: PicoUsd;
  /** The part of `before` that no counts explain (tool fees in an aggregate): in `after` as well. */
  readonly kept: PicoUsd;
  /** Priced usage that cannot be priced after the change: it is in `before` and `after` as it was. */
  readonly unmoved: { readonly requests: bigint; readonly usd: PicoUsd; readonly reasons: readonly string[] };
  /** Recorded usage that has no price: in none of the amounts. */
  readonly unpricedRequests: bigint;
}

/**
 * Re-prices usage as if it had run on another model, tier or with another share of cached input (SPEC.md, section 5).
 *
 * Of an aggregate only the counts are known. Where they explain less than it cost even if every call was long, the rest is
 * fees, and stays.
 *
 * @throws RunrateError `bad_what_if` when nothing would change, or for a share that is not 0 to 100
 */
export function whatIf(pricer: Pricer, usages: Iterable<MeasuredUsage>, change: WhatIfChange): WhatIf {
  const changed = changeOf(change);
  const reasons = new Set<string>();
  const sums = { requests: 0n, before: 0n, after: 0n, low: 0n, high: 0n, kept: 0n };
  const unmoved = { requests: 0n, usd: 0n };
  let unpricedRequests = 0n;
  for (const usage of usages) {
    const requests = BigInt(usage.requests);
    if (usage.usd === null) {
      unpricedRequests += requests;
      continue;
    }
    sums.requests += requests;
    sums.before += usage.usd;
    const after = pricer.price(changed(usage));
    if (after.kind === "unpriced") {
      reasons.add(after.message);
      unmoved.requests += requests;
      unmoved.usd += usage.usd;
      for (const name of ["after", "low", "high"] as const) sums[name] += usage.usd;
      continue;
    }
    const kept = unexplained(pricer, usage, usage.usd);
    sums.after += after.usd + kept;
    sums.low += after.low + kept;
    sums.high += after.high + kept;
    sums.kept += kept;
  }
  return {
    requests: sums.requests,
    before: picoUsd(sums.before),
    after: picoUsd(sums.after),
    low: picoUsd(sums.low),
    high: picoUsd(sums.high),
    saving: subtractUsd(picoUsd(sums.before), picoUsd(sums.after)),
    kept: picoUsd(sums.kept),
    unmoved: { requests: unmoved.requests, usd: picoUsd(unmoved.usd), reasons: [...reasons].sort() },
    unpricedRequests,
  };
}

function unexplained(pricer: Pricer, usage: MeasuredUsage, usd: PicoUsd): bigint {
  const own = pricer.price(usage);
  return own.kind === "priced" && usd > own.high ? usd - own.high : 0n;
}

function changeOf(change: WhatIfChange): (usage: PriceRequest) => PriceRequest {
  const { model, provider, serviceTier, cachedPercent } = change;
  if (model === undefined && serviceTier === undefined && cachedPercent === undefined) {
    throw new RunrateError("bad_what_if", "nothing would be otherwise", {
      hint: "Name a model, a service tier or a share of cached input.",
    });
  }
  const share = cachedPercent === undefined ? undefined : percentOf(cachedPercent);
  return ({ provider: own, ...usage }) => {
    const seller = model === undefined ? own : provider;
    return {
      ...usage,
      ...(model === undefined ? {} : { model }),
      ...(seller === undefined ? {} : { provider: seller }),
      ...(serviceTier === undefined ? {} : { serviceTier }),
      ...(share === undefined ? {} : { usage: withCached(usage.usage, share) }),
    };
  };
}

function percentOf(text: string): { readonly digits: bigint; readonly of: bigint } {
  const { digits, scale } = parseDecimal(text);
  const of = 100n * 10n ** BigInt(scale);
  if (digits >= 0n && digits <= of) return { digits, of };
  throw new RunrateError("bad_what_if", `a cached share of ${text} % is not a share`, { hint: "Give 0 to 100." });
}

/** The same counts with another share of the input cached; what was written to the cache still is, as far as there is room. */
function withCached(usage: UsageCounts, share: { readonly digits: bigint; readonly of: bigint }): UsageCounts {
  const cachedInputTokens = Number((BigInt(usage.inputTokens) * share.digits) / share.of);
  const writes = cacheWritesOf(usage);
  const room = usage.inputTokens - cachedInputTokens;
  const {
    cacheWrite5mTokens: _5m,
    cacheWrite30mTokens: _30m,
    cacheWrite1hTokens: _1h,
    cacheWrite12hTokens: _12h,
    cachedAudioTokens: _audio,
    cachedImageTokens: _image,
    cachedVideoTokens: _video,
    ...rest
  } = usage;
  return writes <= room
    ? { ...usage, cachedInputTokens, ...cachedMediaWithin(usage, cachedInputTokens) }
    : { ...rest, cachedInputTokens, cacheWriteTokens: room };
}

/** Of what was cached, the media that still can be. */
function cachedMediaWithin(usage: UsageCounts, cached: number): Partial<UsageCounts> {
  const media = (usage.cachedAudioTokens ?? 0) + (usage.cachedImageTokens ?? 0) + (usage.cachedVideoTokens ?? 0);
  return media <= cached ? {} : { cachedAudioTokens: 0, cachedImageTokens: 0, cachedVideoTokens: 0 };
}
