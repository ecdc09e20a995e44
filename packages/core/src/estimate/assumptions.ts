import { CASES, type CallValue, type Case, type KnownSizes, type ModelCall, type Range } from "./call.ts";

/** Assumed where nothing is declared or measured (SPEC.md, section 9): the same on both sides of a change. */
export const ASSUMED_DYNAMIC_INPUT: Range<number> = { low: 100, likely: 1_000, high: 8_000 };
export const ASSUMED_OUTPUT = { low: 50, likely: 500 } as const;
/** The high case of the output of a call that sets no cap. */
export const ASSUMED_OUTPUT_WITHOUT_CAP = 4_000;

/** Tokens of one call in one case. */
export interface CallSize {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
}

export interface SizedCall {
  readonly sizes: Range<CallSize>;
  /** In words, for whoever reads the estimate; empty when all sizes are known. */
  readonly assumptions: readonly string[];
}

/** The sizes of a call in three cases: known ones where there are any, else SPEC.md's assumptions, clamped to the caps. */
export function sizeCall(call: ModelCall, known?: KnownSizes): SizedCall {
  const assumptions: string[] = [];
  const input = known?.inputTokens ?? assumedInput(call, assumptions);
  const output = call.hasOutput ? (known?.outputTokens ?? assumedOutput(call, assumptions)) : NONE;
  const inputCap = capOf(call.maxInputTokens);
  const outputCap = capOf(call.maxOutputTokens);
  const size = (which: Case): CallSize => {
    const inputTokens = Math.min(input[which], inputCap[which]);
    return {
      inputTokens,
      cachedInputTokens: Math.floor((inputTokens * (known?.cachedBasisPoints ?? 0)) / 10_000),
      outputTokens: Math.min(output[which], outputCap[which]),
    };
  };
  return { sizes: perCase(size), assumptions };
}

export function perCase<T>(make: (which: Case) => T): Range<T> {
  const [low, likely, high] = CASES.map(make) as [T, T, T];
  return { low, likely, high };
}

const NONE: Range<number> = { low: 0, likely: 0, high: 0 };

function assumedInput(call: ModelCall, assumptions: string[]): Range<number> {
  if (!call.hasDynamicInput) return perCase(() => call.staticInputTokens);
  assumptions.push("dynamic input of 100 / 1,000 / 8,000 tokens a call (low / likely / high)");
  return perCase((which) => call.staticInputTokens + ASSUMED_DYNAMIC_INPUT[which]);
}

function assumedOutput(call: ModelCall, assumptions: string[]): Range<number> {
  const cap = capOf(call.maxOutputTokens).high;
  const high = Number.isFinite(cap) ? cap : ASSUMED_OUTPUT_WITHOUT_CAP;
  const top = Number.isFinite(cap) ? "the cap" : "4,000";
  const why = Number.isFinite(cap) ? "" : "; no cap could be read";
  assumptions.push(`output of 50 / 500 / ${top} tokens a call (low / likely / high${why})`);
  return { ...ASSUMED_OUTPUT, high };
}

/** The cap in each case; infinite where there is none, or none that can be read. Of several, the most likely comes first. */
function capOf(value: CallValue<number> | undefined): Range<number> {
  switch (value?.kind) {
    case "known":
      return perCase(() => value.value);
    case "one-of":
      return { low: Math.min(...value.values), likely: value.values[0] ?? Infinity, high: Math.max(...value.values) };
    case "absent":
    case "unresolved":
    case undefined:
      return perCase(() => Infinity);
    default:
      return value satisfies never;
  }
}
