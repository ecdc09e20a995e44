import type { Pricer } from "../compile-pricer.ts";
import { ZERO_USD } from "../money.ts";
import type { RouteTarget } from "../routing/evaluate-routing.ts";
import { whatIf, type MeasuredUsage, type WhatIf } from "../what-if.ts";
import { perMonth, savingOfShare, shareText, type MeasuredSpanMs, type Saving } from "./saving.ts";

export interface RoutingOptions {
  /** Where simple queries would go; absent: whichever model in use saves most. */
  readonly cheap?: RouteTarget;
  /** Whose queries are routed; absent: the model that costs most. */
  readonly strong?: RouteTarget;
  /** The share of its spend whose queries the cheap model can answer, in percent (see `evaluateRouting`). */
  readonly percent?: string;
}

const ASSUMED_PERCENT = "30";

/**
 * What sending simple queries to a cheaper model would save (SPEC.md, section 5). The ledger holds no text of queries, so the
 * share is what a policy's evaluation says, or assumed.
 *
 * @returns undefined where no other model is in use or named, or none is cheaper
 */
export function routingSaving(
  pricer: Pricer,
  usages: Iterable<MeasuredUsage>,
  span: MeasuredSpanMs,
  { cheap, strong, percent }: RoutingOptions = {},
): Saving | undefined {
  const priced = [...usages].filter(({ usd }) => usd !== null);
  const from = strong ?? dearest(priced);
  if (from === undefined) return undefined;
  const routed = priced.filter((usage) => isOf(usage, from));
  const targets = cheap === undefined ? others(priced, from) : [cheap];
  let best: { readonly target: RouteTarget; readonly result: WhatIf } | undefined;
  for (const target of targets) {
    const result = whatIf(pricer, routed, target);
    if (result.saving > (best?.result.saving ?? ZERO_USD)) best = { target, result };
  }
  if (best === undefined) return undefined;
  const { before, saving } = best.result;
  const known = percent === undefined ? `${ASSUMED_PERCENT}%` : `${percent}%`;
  return {
    lever: "routing",
    ...savingOfShare(perMonth(saving, span), percent, ASSUMED_PERCENT),
    how: `${known} of what ${from.model} answers goes to ${best.target.model}, where it costs ${shareText(saving, before)} less`,
    assumptions: [
      ...(percent === undefined
        ? [
            `${ASSUMED_PERCENT}% of ${from.model}'s spend is on simple queries: evaluate a policy on recorded queries to know`,
          ]
        : []),
      `${best.target.model} takes as many tokens for the same answer`,
    ],
  };
}

function isOf(usage: MeasuredUsage, { provider, model }: RouteTarget): boolean {
  return usage.model === model && (provider === undefined || provider === usage.provider);
}

function dearest(usages: readonly MeasuredUsage[]): RouteTarget | undefined {
  const spent = new Map<string, { target: RouteTarget; usd: bigint }>();
  for (const usage of usages) {
    const target = targetOf(usage);
    const key = JSON.stringify(target);
    const sum = spent.get(key);
    spent.set(key, { target, usd: (sum?.usd ?? 0n) + (usage.usd ?? 0n) });
  }
  let most: { readonly target: RouteTarget; readonly usd: bigint } | undefined;
  for (const one of spent.values()) if (most === undefined || one.usd > most.usd) most = one;
  return most?.target;
}

function others(usages: readonly MeasuredUsage[], from: RouteTarget): RouteTarget[] {
  const targets = new Map<string, RouteTarget>();
  for (const usage of usages) {
    if (usage.model === from.model) continue;
    const target = targetOf(usage);
    targets.set(JSON.stringify(target), target);
  }
  return [...targets.values()];
}

function targetOf({ provider, model }: MeasuredUsage): RouteTarget {
  return provider === undefined ? { model } : { provider, model };
}
