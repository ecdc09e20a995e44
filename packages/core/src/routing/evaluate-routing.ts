import type { Pricer } from "../compile-pricer.ts";
import type { PriceRequest } from "../cost.ts";
import { picoUsd, subtractUsd, type PicoUsd } from "../money.ts";
import type { Route, RoutingPolicy } from "./routing.ts";

/** A recorded call with the text by which it would have been routed. */
export interface RoutedTraffic {
  readonly query: string;
  /** As it was called. */
  readonly call: PriceRequest;
}

/** A model to route to; without a provider its maker is meant. */
export interface RouteTarget {
  readonly provider?: string;
  readonly model: string;
}

/** What a policy would have done to recorded traffic. Shares are `requests` of a route over all of them. */
export interface RoutingEvaluation {
  /** All that were routed and could be priced both ways. */
  readonly requests: bigint;
  readonly routes: Readonly<Record<Route, RouteTally>>;
  /** As it was called, at the prices of its time. */
  readonly recordedUsd: PicoUsd;
  /** As it would have been routed, at the prices of the same time. */
  readonly routedUsd: PicoUsd;
  /** recorded − routed; below 0 where the policy sends dear what was cheap. */
  readonly savingUsd: PicoUsd;
  /** What all of it costs on the strong model: what a policy saves against having none. */
  readonly allStrongUsd: PicoUsd;
  /** How many requests each rule's word led, most first, ties by name. */
  readonly words: readonly { readonly word: string; readonly requests: bigint }[];
  /** Requests that have no price on one side or the other: not in the figures above. */
  readonly unpriced: { readonly requests: bigint; readonly reasons: readonly string[] };
}

export interface RouteTally {
  readonly requests: bigint;
  readonly recordedUsd: PicoUsd;
  readonly routedUsd: PicoUsd;
}

/** Runs a policy over recorded traffic: the share that goes each way, and what it saves (SPEC.md, section 5). */
export function evaluateRouting(
  pricer: Pricer,
  policy: RoutingPolicy,
  traffic: Iterable<RoutedTraffic>,
  targets: Readonly<Record<Route, RouteTarget>>,
): RoutingEvaluation {
  const tallies = { cheap: newTally(), strong: newTally() };
  const words = new Map<string, bigint>();
  const reasons = new Set<string>();
  let allStrong = 0n;
  let unpriced = 0n;
  for (const { query, call } of traffic) {
    const decision = policy(query);
    const { route, matched } = typeof decision === "string" ? { route: decision, matched: [] } : decision;
    const requests = BigInt(call.requests);
    const recorded = pricer.price(call);
    const routed = pricer.price(callOn(call, targets[route]));
    const strong = pricer.price(callOn(call, targets.strong));
    if (recorded.kind === "unpriced" || routed.kind === "unpriced" || strong.kind === "unpriced") {
      unpriced += requests;
      for (const price of [recorded, routed, strong]) if (price.kind === "unpriced") reasons.add(price.message);
      continue;
    }
    const tally = tallies[route];
    tally.requests += requests;
    tally.recorded += recorded.usd;
    tally.routed += routed.usd;
    allStrong += strong.usd;
    for (const word of matched) words.set(word, (words.get(word) ?? 0n) + requests);
  }
  const { cheap, strong } = tallies;
  const recordedUsd = picoUsd(cheap.recorded + strong.recorded);
  const routedUsd = picoUsd(cheap.routed + strong.routed);
  return {
    requests: cheap.requests + strong.requests,
    routes: { cheap: tallyOf(cheap), strong: tallyOf(strong) },
    recordedUsd,
    routedUsd,
    savingUsd: subtractUsd(recordedUsd, routedUsd),
    allStrongUsd: picoUsd(allStrong),
    words: [...words]
      .map(([word, requests]) => ({ word, requests }))
      .sort((a, b) => (a.requests === b.requests ? (a.word < b.word ? -1 : 1) : a.requests > b.requests ? -1 : 1)),
    unpriced: { requests: unpriced, reasons: [...reasons].sort() },
  };
}

/** The same call on another model, at its tier and time. */
function callOn(call: PriceRequest, { provider, model }: RouteTarget): PriceRequest {
  const { provider: _own, ...rest } = call;
  return { ...rest, model, ...(provider === undefined ? {} : { provider }) };
}

interface Tally {
  requests: bigint;
  recorded: bigint;
  routed: bigint;
}

function newTally(): Tally {
  return { requests: 0n, recorded: 0n, routed: 0n };
}

function tallyOf({ requests, recorded, routed }: Tally): RouteTally {
  return { requests, recordedUsd: picoUsd(recorded), routedUsd: picoUsd(routed) };
}
