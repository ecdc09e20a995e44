import type { CallCost } from "./call-cost.ts";
import type { CallValue, ModelCall } from "./call.ts";

/** Which way a change moves the bill, all else equal. */
export type Direction = "up" | "down" | "none" | "unknown";

/** A call before and after a change; null: it was not there. */
export interface CallChange {
  readonly before: ModelCall | null;
  readonly after: ModelCall | null;
}

/** The cost of the call on both sides, where the call is there. */
export interface ChangeCost {
  readonly before: CallCost | null;
  readonly after: CallCost | null;
}

/**
 * The direction of a change (SPEC.md, section 9). A call added is up, one removed is down; where model and tier stay, the
 * sign of caps, prompt and tools is certain without a price; else the likely costs decide, and when the low and the high
 * case disagree, nobody knows.
 */
export function directionOf({ before, after }: CallChange, cost: ChangeCost): Direction {
  if (!before) return after ? "up" : "none";
  if (!after) return "down";
  if (sameValue(before.model, after.model) && sameValue(before.serviceTier, after.serviceTier)) {
    const signs = new Set([
      capDirection(before.maxOutputTokens, after.maxOutputTokens),
      capDirection(before.maxInputTokens ?? ABSENT, after.maxInputTokens ?? ABSENT),
      sign(after.staticInputTokens - before.staticInputTokens),
      toolDirection(before.tools, after.tools),
    ]);
    signs.delete("none");
    const [only, ...others] = signs;
    if (only === undefined) return "none";
    if (others.length === 0) return only;
    if (signs.has("unknown")) return "unknown";
  }
  return costDirection(cost);
}

/** Equal values, or the same unresolved expression on both sides. */
export function sameValue<T>(a: CallValue<T>, b: CallValue<T>): boolean {
  return JSON.stringify(identity(a)) === JSON.stringify(identity(b));
}

const ABSENT: CallValue<number> = { kind: "absent" };

function identity<T>(value: CallValue<T>): unknown {
  switch (value.kind) {
    case "known":
      return value.value;
    case "one-of":
      return [...value.values].sort();
    case "absent":
      return null;
    case "unresolved":
      return { expression: value.expression };
    default:
      return value satisfies never;
  }
}

/** Raised or removed is up, lowered is down; one that is new where there was none may or may not bind: unknown. */
function capDirection(before: CallValue<number>, after: CallValue<number>): Direction {
  if (sameValue(before, after)) return "none";
  if (after.kind === "absent") return "up";
  if (before.kind === "known" && after.kind === "known") return sign(after.value - before.value);
  if (before.kind === "one-of" || after.kind === "one-of") {
    const [was, is] = [valuesOf(before), valuesOf(after)];
    if (was.length === 0 || is.length === 0) return "unknown";
    const [low, high] = [sign(Math.min(...is) - Math.min(...was)), sign(Math.max(...is) - Math.max(...was))];
    if (low === high || high === "none") return low;
    return low === "none" ? high : "unknown";
  }
  return "unknown";
}

function valuesOf(value: CallValue<number>): readonly number[] {
  if (value.kind === "known") return [value.value];
  return value.kind === "one-of" ? value.values : [];
}

function toolDirection(before: readonly string[], after: readonly string[]): Direction {
  const added = after.some((tool) => !before.includes(tool));
  const removed = before.some((tool) => !after.includes(tool));
  if (added && removed) return "unknown";
  return added ? "up" : removed ? "down" : "none";
}

function costDirection({ before, after }: ChangeCost): Direction {
  if (before?.kind !== "priced" || after?.kind !== "priced") return "unknown";
  const low = sign(after.usd.low - before.usd.low);
  const high = sign(after.usd.high - before.usd.high);
  if ((low === "up" && high === "down") || (low === "down" && high === "up")) return "unknown";
  const likely = sign(after.usd.likely - before.usd.likely);
  return likely === "none" ? (high === "none" ? low : high) : likely;
}

function sign(delta: number | bigint): Direction {
  return delta > 0 ? "up" : delta < 0 ? "down" : "none";
}
