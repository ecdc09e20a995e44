import { picoUsd, type BudgetAmount, type SpendPoint, type Span } from "@runrate/core";
import {
  needsRecords,
  querySpend,
  recordsFrom,
  tellableSpan,
  type LedgerReader,
  type SpendResult,
} from "@runrate/ledger";
import type { BudgetTerms } from "./budget.ts";

/** What a budget counts. */
export type Measure = BudgetAmount["kind"];

/** What was spent in a span: pico-dollars or tokens, and what has no price and is therefore in no amount. */
export interface ScopeSpend {
  readonly units: bigint;
  readonly unpricedRequests: bigint;
  readonly unpricedModels: readonly string[];
}

/** What a budget's scope came to in a span. */
export async function scopeSpend(ledger: LedgerReader, terms: BudgetTerms, span: Span): Promise<ScopeSpend> {
  const { total, unpricedModels } = await querySpend(ledger, {
    from: span.from,
    to: span.to,
    zone: terms.zone,
    by: [],
    where: terms.scope,
  });
  return {
    units: unitsOfRow(total, terms.amount.kind),
    unpricedRequests: total.unpricedRequests,
    unpricedModels,
  };
}

/**
 * Hourly spend of a budget's scope, in its own unit. The forecast is linear, so tokens go through it as amounts do. A scope that
 * roll-ups do not know is told of as far back as single calls are kept.
 */
export async function hourlySpend(
  ledger: LedgerReader,
  terms: BudgetTerms,
  span: Span,
): Promise<readonly SpendPoint[]> {
  const isNeedy = terms.scope.some(({ dimension }) => needsRecords(ledger, dimension));
  const { from, to } = isNeedy
    ? { from: Math.max(span.from, await recordsFrom(ledger)), to: span.to }
    : await tellableSpan(ledger, span);
  if (from >= to) return [];
  const { rows } = await querySpend(ledger, {
    from,
    to,
    zone: "UTC",
    by: ["hour"],
    where: terms.scope,
  });
  return rows.map((row) => ({
    at: Date.parse(row.key[0] ?? ""),
    usd: picoUsd(unitsOfRow(row, terms.amount.kind)),
  }));
}

/** A row of spend in a budget's unit: the likely cost, or input and output tokens. */
export function unitsOfRow(row: Omit<SpendResult["rows"][number], "key">, measure: Measure): bigint {
  return measure === "usd" ? row.usd : row.counts.inputTokens + row.counts.outputTokens;
}
