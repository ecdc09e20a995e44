import type { Pricer } from "../compile-pricer.ts";
import { picoUsd, ZERO_USD } from "../money.ts";
import { whatIf, type MeasuredUsage } from "../what-if.ts";
import { perMonth, shareText, type MeasuredSpanMs, type Saving } from "./saving.ts";

export interface CachingOptions {
  /** Tokens at the start of every call that do not change, where they are known (a prompt in the source). */
  readonly stablePrefixTokens?: number;
  /** What is called alike and so could share a prefix; absent: each model by itself. */
  readonly groupOf?: (usage: MeasuredUsage) => string;
}

/** A day below this part of its group's input says nothing about what is possible: 1 / 50. */
const SMALLEST_PART = 50n;

interface Group {
  readonly usages: MeasuredUsage[];
  input: bigint;
  cached: bigint;
  requests: bigint;
}

/**
 * What a stable prompt prefix would save: the measured cached share against the possible one. Possible is what the prefix allows,
 * where it is known; else what the same group reached on its best day, each usage being a day's sum or a call.
 *
 * @returns undefined where caching could not be better, or saves nothing
 */
export function cachingSaving(
  pricer: Pricer,
  usages: Iterable<MeasuredUsage>,
  span: MeasuredSpanMs,
  { stablePrefixTokens, groupOf = modelOf }: CachingOptions = {},
): Saving | undefined {
  const all = { input: 0n, cached: 0n, possible: 0n };
  let saving = 0n;
  for (const group of groupsOf(usages, groupOf).values()) {
    const best = stablePrefixTokens === undefined ? bestShare(group) : prefixShare(group, stablePrefixTokens);
    all.input += group.input;
    all.cached += group.cached;
    let possible = 0n;
    for (const usage of group.usages) {
      const input = BigInt(usage.usage.inputTokens);
      const cached = BigInt(usage.usage.cachedInputTokens ?? 0);
      const reachable = (input * best.part) / best.whole;
      possible += reachable > cached ? reachable : cached;
      if (reachable <= cached) continue;
      const gained = whatIf(pricer, [usage], { cachedPercent: percentText(best.part, best.whole) }).saving;
      if (gained > ZERO_USD) saving += gained;
    }
    all.possible += possible;
  }
  if (saving <= 0n) return undefined;
  const month = perMonth(picoUsd(saving), span);
  const from =
    stablePrefixTokens === undefined
      ? "as on the best day of each"
      : `with a stable prefix of ${stablePrefixTokens} tokens`;
  return {
    lever: "caching",
    likely: month,
    low: month,
    high: month,
    how: `${shareText(all.cached, all.input)} of the input is read from the cache, ${shareText(all.possible, all.input)} could be, ${from}`,
    assumptions: ["writing to the cache costs no more than now"],
  };
}

function modelOf({ provider, model, serviceTier }: MeasuredUsage): string {
  return JSON.stringify([provider, model, serviceTier]);
}

function groupsOf(usages: Iterable<MeasuredUsage>, groupOf: (usage: MeasuredUsage) => string): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const usage of usages) {
    if (usage.usd === null) continue;
    const key = groupOf(usage);
    const group = groups.get(key) ?? { usages: [], input: 0n, cached: 0n, requests: 0n };
    group.usages.push(usage);
    group.input += BigInt(usage.usage.inputTokens);
    group.cached += BigInt(usage.usage.cachedInputTokens ?? 0);
    group.requests += BigInt(usage.requests);
    groups.set(key, group);
  }
  return groups;
}

interface Share {
  readonly part: bigint;
  readonly whole: bigint;
}

function bestShare({ usages, input: total }: Group): Share {
  let best: Share = { part: 0n, whole: 1n };
  for (const { usage } of usages) {
    const whole = BigInt(usage.inputTokens);
    const part = BigInt(usage.cachedInputTokens ?? 0);
    if (whole > 0n && whole * SMALLEST_PART >= total && part * best.whole > best.part * whole) best = { part, whole };
  }
  return best;
}

function prefixShare({ input, requests }: Group, prefixTokens: number): Share {
  const part = BigInt(prefixTokens) * requests;
  if (input === 0n) return { part: 0n, whole: 1n };
  return { part: part < input ? part : input, whole: input };
}

/** A share in percent, rounded down at nine decimals. */
function percentText(part: bigint, whole: bigint): string {
  const scaled = (part * 100n * 10n ** 9n) / whole;
  return `${scaled / 10n ** 9n}.${(scaled % 10n ** 9n).toString().padStart(9, "0")}`;
}
