import { matchesGlob, RunrateError } from "@runrate/core";
import { billedCosts, type BilledCost } from "./billed-cost.ts";
import { readLineItem, WHOLE_BILL } from "./reconcile/line-item.ts";
import { filtersOf } from "./scope.ts";
import type { LedgerReader, SpendFilter } from "./store.ts";

/** What a provider's bill tells apart: `line_item` as it writes it, `model` the model or service that the line is about. */
export const BILLED_DIMENSIONS = [
  "line_item",
  "model",
  "provider",
  "project",
  "api_key",
  "organisation",
  "source",
] as const;

export type BilledDimension = (typeof BILLED_DIMENSIONS)[number];

export function isBilledDimension(name: string): name is BilledDimension {
  return BILLED_DIMENSIONS.some((dimension) => dimension === name);
}

/** What a line of a bill says of a dimension; null where it says nothing. */
export function billedValue(cost: BilledCost, dimension: BilledDimension): string | null {
  switch (dimension) {
    case "line_item":
      return cost.lineItem ?? null;
    case "model": {
      const { item } = readLineItem(cost.lineItem);
      return item === WHOLE_BILL ? null : item;
    }
    case "api_key":
      return cost.apiKey ?? null;
    case "provider":
    case "project":
    case "organisation":
    case "source":
      return cost[dimension] ?? null;
  }
}

/**
 * The lines of a bill that fit all filters, and of which so much may be seen.
 *
 * @param span half-open, in milliseconds since 1970 UTC: a line belongs to it when its bucket starts in it
 * @throws RunrateError `unknown_dimension` when a filter is of something that a bill does not tell apart
 */
export async function billedLines(
  ledger: LedgerReader,
  span: { readonly from: number; readonly to: number },
  where: readonly SpendFilter[],
): Promise<readonly BilledCost[]> {
  const filters = filtersOf(ledger, where).map(({ dimension, values, not = false }) => {
    if (!isBilledDimension(dimension)) {
      throw new RunrateError("unknown_dimension", `a bill does not tell ${dimension.replaceAll("_", " ")}s apart`, {
        dimension,
        hint: `It tells apart ${BILLED_DIMENSIONS.join(", ")}.`,
      });
    }
    return (cost: BilledCost) => {
      const value = billedValue(cost, dimension);
      const fits = values.some((wanted) =>
        wanted === null || value === null ? wanted === value : matchesGlob(wanted, value),
      );
      return fits !== not;
    };
  });
  return (await billedCosts(ledger, span)).filter((cost) => filters.every((fits) => fits(cost)));
}

/** From when to when a source's bill of a provider reaches, in milliseconds since 1970 UTC. */
export interface BilledCoverage {
  readonly source: string;
  readonly provider: string;
  readonly begins: number;
  /** End of the newest bucket. */
  readonly reaches: number;
}

/** How far the bills reach that had begun by an instant, by provider, then source. */
export async function billedCoverage(ledger: LedgerReader, now: number): Promise<readonly BilledCoverage[]> {
  const rows = await ledger.db
    .selectFrom("billed_costs")
    .select(({ fn, eb, ref }) => [
      "source",
      "provider",
      fn.min("at").as("begins"),
      fn.max(eb(ref("at"), "+", ref("span_ms"))).as("reaches"),
    ])
    .where("at", "<", BigInt(now))
    .groupBy(["source", "provider"])
    .orderBy("provider")
    .orderBy("source")
    .execute();
  return rows.map(({ source, provider, begins, reaches }) => ({
    source,
    provider,
    begins: Number(begins),
    reaches: Math.min(now, Number(reaches)),
  }));
}
