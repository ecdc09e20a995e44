import { ZERO_USD } from "@runrate/core";
import type { SpendRow } from "@runrate/ledger";

/** What a group came to in which nothing was spent. */
export const NO_SPEND: Omit<SpendRow, "key"> = {
  counts: {
    requests: 0n,
    inputTokens: 0n,
    cachedInputTokens: 0n,
    cacheWriteTokens: 0n,
    outputTokens: 0n,
    reasoningTokens: 0n,
  },
  records: 0n,
  usd: ZERO_USD,
  usdLow: ZERO_USD,
  usdHigh: ZERO_USD,
  unpricedRequests: 0n,
};
