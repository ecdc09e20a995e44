import type { Pricer } from "../compile-pricer.ts";
import { ZERO_USD } from "../money.ts";
import { whatIf, type MeasuredUsage } from "../what-if.ts";
import { perMonth, savingOfShare, shareText, type MeasuredSpanMs, type Saving } from "./saving.ts";

export interface BatchOptions {
  /** The share of the usage that can wait 24 hours, in percent, where someone knows it. */
  readonly percent?: string;
  /** Which usage can wait; absent: any. With it, and no `percent`, all of that. */
  readonly canWait?: (usage: MeasuredUsage) => boolean;
}

const ASSUMED_PERCENT = "20";

/**
 * What the Batch API would save on usage of the standard tier that could wait up to 24 hours (SPEC.md, section 5).
 *
 * @returns undefined where no such usage was measured or batch is no cheaper for it
 * @throws RunrateError `bad_share`, `bad_period`
 */
export function batchSaving(
  pricer: Pricer,
  usages: Iterable<MeasuredUsage>,
  span: MeasuredSpanMs,
  { percent, canWait }: BatchOptions = {},
): Saving | undefined {
  const standard = [...usages].filter(({ serviceTier, usd }) => serviceTier === "standard" && usd !== null);
  const waiting = canWait ? standard.filter(canWait) : standard;
  const { before, saving } = whatIf(pricer, waiting, { serviceTier: "batch" });
  if (saving <= ZERO_USD) return undefined;
  const spent = standard.reduce((sum, { usd }) => sum + (usd ?? 0n), 0n);
  const known = percent ?? (canWait ? "100" : undefined);
  const subject = canWait
    ? `${shareText(before, spent)} of the standard-tier spend can wait 24 h`
    : "standard-tier spend as batch";
  return {
    lever: "batch",
    ...savingOfShare(perMonth(saving, span), known, ASSUMED_PERCENT),
    how: `${subject}, which costs ${shareText(saving, before)} less${percent === undefined ? "" : `, for ${percent}% of it`}`,
    assumptions:
      known === undefined
        ? [`${ASSUMED_PERCENT}% of the standard-tier spend can wait 24 h: nobody has said how much`]
        : [],
  };
}
