import type { MeasuredUsage, Span } from "@runrate/core";
import { querySpend, readTier, type LedgerReader, type SpendRow } from "@runrate/ledger";
import type { QueryFilter } from "./query.ts";

/** Measured usage with whose it is. */
export interface OwnedUsage extends MeasuredUsage {
  readonly project: string | null;
  readonly workload: string | null;
}

/**
 * Usage of a span as savings and what-ifs take it: the sums of each day (UTC), model, tier, project and workload. Usage without
 * a price has `usd` null; sums above 2^53 tokens are cut there, which no real ledger reaches in a day.
 */
export async function measuredUsage(
  ledger: LedgerReader,
  span: Span,
  where: readonly QueryFilter[],
): Promise<OwnedUsage[]> {
  const by = ["day", "provider", "model", "service_tier", "project", "workload"] as const;
  const { rows } = await querySpend(ledger, { ...span, zone: "UTC", by, where });
  return rows.map((row) => usageOf(row, span.from));
}

function usageOf({ key, counts, usd, unpricedRequests }: SpendRow, from: number): OwnedUsage {
  const [day, provider, model, tier, project, workload] = key;
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens } = counts;
  return {
    ...(provider == null ? {} : { provider }),
    model: model ?? "",
    serviceTier: readTier(tier) ?? "standard",
    at: Math.max(from, Date.parse(`${day ?? ""}T00:00:00Z`)),
    requests: whole(counts.requests),
    usage: {
      inputTokens: whole(inputTokens),
      cachedInputTokens: whole(cachedInputTokens),
      ...(cacheWriteTokens === 0n ? {} : { cacheWriteTokens: whole(cacheWriteTokens) }),
      outputTokens: whole(outputTokens),
      ...(reasoningTokens === 0n ? {} : { reasoningTokens: whole(reasoningTokens) }),
    },
    usd: unpricedRequests > 0n && unpricedRequests === counts.requests ? null : usd,
    project: project ?? null,
    workload: workload ?? null,
  };
}

function whole(count: bigint): number {
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(count > most ? most : count);
}
