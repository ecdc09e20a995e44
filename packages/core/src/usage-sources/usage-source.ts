import type { ServiceTier, UsageCounts } from "../usage.ts";
import type { UsageBody } from "./usage-body.ts";

/** What a provider's usage object says beside its counts. */
export interface SourceReading {
  readonly usage: UsageCounts;
  /** The tier at which it was served, where the usage object says so and it is one that is billed apart. */
  readonly serviceTier?: ServiceTier;
  readonly region?: string;
  /** What deserves a remark: what is billed beside these counts, and is not in them. */
  readonly notes?: readonly string[];
}

/** One provider's form of a usage object. Each states in its comment what its counts include. */
export interface UsageSource {
  readonly name: string;
  /** Whether an object is in this form; forms are tried in order, and the first that fits reads it. */
  fits(body: UsageBody): boolean;
  read(body: UsageBody): SourceReading;
}

/** Leaves counts of 0 out, so that an absent count and a zero one are the same record. */
export function withoutZeros(counts: UsageCounts): UsageCounts {
  const entries = Object.entries(counts).filter(
    ([name, count]) => count !== 0 || name === "inputTokens" || name === "outputTokens",
  );
  return { inputTokens: counts.inputTokens, outputTokens: counts.outputTokens, ...Object.fromEntries(entries) };
}
