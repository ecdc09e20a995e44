import type { PicoUsd } from "@runrate/core";
import { sql } from "kysely";
import { amountOf } from "./amount.ts";
import { nextChange, writeChange } from "./change.ts";
import type { LedgerReader, LedgerStore, LedgerTransaction } from "./store.ts";

/** One line of a provider's bill: what it says was spent in a bucket, computed by nobody here. */
export interface BilledCost {
  /** The bucket and what it is grouped by; never the amount. */
  readonly id: string;
  readonly source: string;
  readonly provider: string;
  /** Start of the bucket, in milliseconds since 1970 UTC, and its length. */
  readonly at: number;
  readonly spanMs: number;
  /** As the provider names it, such as "gpt-6-astra, input_tokens"; absent: not grouped. */
  readonly lineItem?: string;
  readonly project?: string;
  readonly apiKey?: string;
  readonly organisation?: string;
  /** Decimal text. */
  readonly quantity?: string;
  readonly quantityUnit?: string;
  /** Negative for a credit. */
  readonly usd: PicoUsd;
}

/** What storing a bill did. */
export interface BilledResult {
  readonly stored: number;
  readonly unchanged: number;
}

/**
 * Replaces a source's billed lines whose buckets start in [from, to), in one transaction; `afterwards` runs in it, for the
 * source's cursor.
 */
export async function replaceBilled(
  store: LedgerStore,
  window: { readonly source: string; readonly from: number; readonly to: number },
  costs: readonly BilledCost[],
  afterwards?: (tx: LedgerTransaction) => Promise<void>,
): Promise<BilledResult> {
  return await store.transaction(async (tx) => {
    const before = new Map(
      (await billedCosts(tx, window, window.source)).map((cost) => [cost.id, JSON.stringify(textOf(cost))]),
    );
    const fresh = costs.filter((cost) => before.get(cost.id) !== JSON.stringify(textOf(cost)));
    const kept = new Set(costs.map((cost) => cost.id));
    const gone = [...before.keys()].filter((id) => !kept.has(id));
    for (const id of [...gone, ...fresh.map((cost) => cost.id)])
      await tx.db.deleteFrom("billed_costs").where("id", "=", id).execute();
    for (let start = 0; start < fresh.length; start += 500) {
      await tx.db
        .insertInto("billed_costs")
        .values(fresh.slice(start, start + 500).map(rowOf))
        .execute();
    }
    if (fresh.length > 0 || gone.length > 0) {
      const change = await nextChange(tx);
      await writeChange(tx, change, {
        kind: "billed",
        records: fresh.length + gone.length,
        from: window.from,
        to: window.to,
      });
    }
    await afterwards?.(tx);
    return { stored: fresh.length, unchanged: costs.length - fresh.length };
  });
}

/** Billed lines whose buckets start in [from, to), by time, then line item. */
export async function billedCosts(
  ledger: LedgerReader,
  span: { readonly from: number; readonly to: number },
  source?: string,
): Promise<readonly BilledCost[]> {
  let query = ledger.db
    .selectFrom("billed_costs")
    .selectAll()
    .where("at", ">=", BigInt(span.from))
    .where("at", "<", BigInt(span.to))
    .orderBy("at")
    .orderBy(sql`line_item`)
    .orderBy("id");
  if (source !== undefined) query = query.where("source", "=", source);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    provider: row.provider,
    at: Number(row.at),
    spanMs: Number(row.span_ms),
    ...(row.line_item === null ? {} : { lineItem: row.line_item }),
    ...(row.project === null ? {} : { project: row.project }),
    ...(row.api_key === null ? {} : { apiKey: row.api_key }),
    ...(row.organisation === null ? {} : { organisation: row.organisation }),
    ...(row.quantity === null ? {} : { quantity: row.quantity }),
    ...(row.quantity_unit === null ? {} : { quantityUnit: row.quantity_unit }),
    usd: amountOf(row.usd_micro, row.usd_pico),
  }));
}

function textOf(cost: BilledCost): Record<string, string | number | null> {
  const { usd_micro, usd_pico, ...row } = rowOf(cost);
  return { ...row, usd: `${usd_micro}:${usd_pico}` };
}

function rowOf(cost: BilledCost) {
  return {
    id: cost.id,
    source: cost.source,
    provider: cost.provider,
    at: cost.at,
    span_ms: cost.spanMs,
    line_item: cost.lineItem ?? null,
    project: cost.project ?? null,
    api_key: cost.apiKey ?? null,
    organisation: cost.organisation ?? null,
    quantity: cost.quantity ?? null,
    quantity_unit: cost.quantityUnit ?? null,
    usd_micro: cost.usd / 1_000_000n,
    usd_pico: cost.usd % 1_000_000n,
  };
}
