import { COMPONENTS, type Component } from "./component.ts";
import { parseDecimal } from "./decimal.ts";
import { takeDisjoint, takeFees } from "./disjoint-usage.ts";
import { divideHalfEven, picoUsd, type PicoUsd } from "./money.ts";
import type { AppliedRate, RateMap } from "./price-table.ts";
import { amountOf } from "./rate.ts";
import type { UsageCounts } from "./usage.ts";

/** One line of a bill: how many units of a component, and what they cost. */
export interface ChargeLine {
  readonly component: Component;
  /** Tokens, calls, sessions, minutes, seconds or GB-days (COMPONENTS names the unit); only GB-days can be fractional. */
  readonly units: number;
  readonly usd: PicoUsd;
}

export interface ChargeWarning {
  readonly code: string;
  readonly message: string;
}

export type Charge =
  | {
      readonly kind: "charge";
      readonly usd: PicoUsd;
      readonly lines: readonly ChargeLine[];
      readonly warnings: readonly ChargeWarning[];
    }
  | { readonly kind: "missing"; readonly component: Component };

export type CacheRetention = "5m" | "30m";

/** What a component is billed as when it has no rate of its own, nearest first. */
const FALLBACK: { readonly [component in Component]?: readonly Component[] } = {
  cached_input: ["input"],
  cache_write: ["input"],
  cache_write_5m: ["cache_write", "input"],
  cache_write_30m: ["cache_write", "input"],
  cache_write_1h: ["cache_write", "input"],
  cache_write_12h: ["cache_write", "input"],
  input_audio: ["input"],
  cached_audio: ["cached_input", "input_audio", "input"],
  input_image: ["input"],
  cached_image: ["cached_input", "input_image", "input"],
  input_video: ["input"],
  cached_video: ["cached_input", "input_video", "input"],
  output_reasoning: ["output"],
  output_audio: ["output"],
  output_image: ["output"],
  output_video: ["output"],
  output_citation: ["output"],
};

/** Components that may well cost more than what they are billed as for want of a rate: said aloud. */
const DEARER = new Set<Component>([
  "cache_write_1h",
  "cache_write_12h",
  "input_audio",
  "input_video",
  "output_audio",
  "output_image",
  "output_video",
]);

/** The rate by which a component is billed, and whether it is its own. */
export function rateFor(
  rates: RateMap,
  component: Component,
  retention: CacheRetention | undefined,
): { readonly rate: AppliedRate; readonly as: Component } | undefined {
  if (component === "cache_write" && retention !== undefined) {
    const named = rates[`cache_write_${retention}`];
    if (named) return { rate: named, as: `cache_write_${retention}` };
  }
  const own = rates[component];
  if (own) return { rate: own, as: component };
  for (const other of FALLBACK[component] ?? []) {
    const rate = rates[other];
    if (rate) return { rate, as: other };
  }
  return undefined;
}

/**
 * Multiplies a record's counts by the rates of one band: each line is exact to the pico-dollar, and the lines add up to
 * the amount. A request fee that nobody charges is no line; any other count without a rate is `missing`.
 */
export function chargeUsage(
  rates: RateMap,
  usage: UsageCounts,
  requests: number,
  retention: CacheRetention | undefined,
): Charge {
  const lines = new Map<Component, { units: number; usd: bigint }>();
  const warnings: ChargeWarning[] = [];
  let missing: Component | undefined;
  const take = (component: Component, units: number): void => {
    if (units === 0) return;
    const found = rateFor(rates, component, retention);
    if (!found) {
      if (component !== "request") missing ??= component;
      return;
    }
    const shown = lineName(component, found.as, retention);
    const line = lines.get(shown) ?? { units: 0, usd: 0n };
    lines.set(shown, { units: line.units + units, usd: line.usd + amountOf(found.rate, BigInt(units)) });
    if (found.as !== component && DEARER.has(component)) {
      const message = `no ${component} rate is known: billed as ${found.as}`;
      warnings.push({ code: "no_own_rate", message });
    }
  };
  takeDisjoint(usage, take);
  takeFees(usage, requests, take);
  takeStorage(rates, usage, lines, (component) => (missing ??= component));
  if (missing !== undefined) return { kind: "missing", component: missing };
  let usd = 0n;
  for (const line of lines.values()) usd += line.usd;
  return {
    kind: "charge",
    usd: picoUsd(usd),
    lines: [...lines].map(([component, line]) => ({ component, units: line.units, usd: picoUsd(line.usd) })),
    warnings,
  };
}

/** Reasoning and citations that cost what output costs are shown as output; a default write by its retention. */
function lineName(component: Component, as: Component, retention: CacheRetention | undefined): Component {
  if (component === "output_reasoning" || component === "output_citation") return as;
  return component === "cache_write" && retention !== undefined ? `cache_write_${retention}` : component;
}

function takeStorage(
  rates: RateMap,
  usage: UsageCounts,
  lines: Map<Component, { units: number; usd: bigint }>,
  miss: (component: Component) => void,
): void {
  if (usage.storageGbDays === undefined) return;
  const days = parseDecimal(usage.storageGbDays);
  if (days.digits === 0n) return;
  const rate = rates.storage_gb_day;
  if (!rate) return miss("storage_gb_day");
  const usd = divideHalfEven(rate.numerator * days.digits, rate.denominator * 10n ** BigInt(days.scale));
  lines.set("storage_gb_day", { units: Number(usage.storageGbDays), usd });
}

/** A component in words, for messages ("web searches" rather than web_search). */
export function componentLabel(component: Component): string {
  return `${component.replaceAll("_", " ")} (${COMPONENTS[component].unit})`;
}
