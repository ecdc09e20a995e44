import type { WorkloadSettings } from "@runrate/config";
import type { KnownSizes, ModelCall, Range, UsageProfileRow } from "@runrate/core";

/** Sizes that `runrate.yml` declares for a workload; absent ones stay assumed. */
export function declaredSizes(workload: WorkloadSettings): KnownSizes | null {
  const { inputTokens, outputTokens, cachedBasisPoints } = workload;
  if (!inputTokens && !outputTokens && cachedBasisPoints === undefined) return null;
  return {
    origin: "declared",
    ...(inputTokens ? { inputTokens } : {}),
    ...(outputTokens ? { outputTokens } : {}),
    ...(cachedBasisPoints === undefined ? {} : { cachedBasisPoints }),
  };
}

/**
 * Sizes that were measured: the mean over the rows' calls is the likely one, the largest p95 the high one. The low one is the
 * mean less what the high one is above it, and not below 0: a profile keeps no lower percentile.
 */
export function measuredSizes(rows: readonly UsageProfileRow[]): KnownSizes | null {
  const calls = rows.reduce((sum, row) => sum + row.calls, 0);
  if (calls === 0) return null;
  const mean = (of: (row: UsageProfileRow) => number) =>
    rows.reduce((sum, row) => sum + of(row) * row.calls, 0) / calls;
  const range = (of: (row: UsageProfileRow) => UsageProfileRow["input_tokens"]): Range<number> => {
    const likely = Math.round(mean((row) => of(row).mean));
    const high = Math.max(likely, ...rows.filter((row) => row.calls > 0).map((row) => of(row).p95));
    return { low: Math.max(0, 2 * likely - high), likely, high };
  };
  return {
    origin: "measured",
    inputTokens: range((row) => row.input_tokens),
    outputTokens: range((row) => row.output_tokens),
    cachedBasisPoints: Math.round(mean((row) => row.cached_basis_points)),
  };
}

/** Known sizes are those of the call before the change: the head's differ by what was added to or taken from its constant prompt. */
export function sizesAfter(known: KnownSizes, before: ModelCall | null, after: ModelCall | null): KnownSizes {
  if (!known.inputTokens || !before || !after) return known;
  const added = after.staticInputTokens - before.staticInputTokens;
  if (added === 0) return known;
  const { low, likely, high } = known.inputTokens;
  const shift = (tokens: number) => Math.max(0, tokens + added);
  return { ...known, inputTokens: { low: shift(low), likely: shift(likely), high: shift(high) } };
}

/** In words, for the list of assumptions. */
export function describeSizes(known: KnownSizes, of: string): readonly string[] {
  const counts = (range: Range<number>) =>
    range.low === range.high
      ? range.likely.toLocaleString("en-US")
      : [range.low, range.likely, range.high].map((tokens) => tokens.toLocaleString("en-US")).join(" / ");
  const verb = known.origin === "declared" ? "declared in runrate.yml for" : "measured for";
  return [
    ...(known.inputTokens ? [`input of ${counts(known.inputTokens)} tokens a call, ${verb} ${of}`] : []),
    ...(known.outputTokens ? [`output of ${counts(known.outputTokens)} tokens a call, ${verb} ${of}`] : []),
    ...(known.cachedBasisPoints
      ? [`${known.cachedBasisPoints / 100} % of the input from the prompt cache, ${verb} ${of}`]
      : []),
  ];
}
