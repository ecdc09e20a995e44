import type { Catalogue } from "./catalogue.ts";
import { priceUsage } from "./cost.ts";
import { toDecimal } from "./money.ts";
import { readUsageLine } from "./read-usage-line.ts";
import type { ModelAliases } from "./resolve-model.ts";

/** What `priceLine` needs beside the line. */
export interface PriceLineContext {
  readonly catalogue: Catalogue;
  /** The instant of a line that has no `at`, in milliseconds. */
  readonly now: number;
  readonly aliases?: ModelAliases;
}

/** One line of `runrate price`'s output (DESIGN.md, Interfaces); amounts are canonical decimal strings. */
export type PriceLineResult =
  | {
      readonly id?: unknown;
      readonly usd: string;
      /** Where the cost is a range: every request short, every request long; `usd` is the likely amount. */
      readonly low?: string;
      readonly high?: string;
      readonly lines: readonly { readonly component: string; readonly units: number; readonly usd: string }[];
      readonly price: {
        readonly provider: string;
        readonly model: string;
        /** Since when it holds; null: for as long as anyone knows. */
        readonly from: string | null;
        readonly source: string;
        /** The day on which the source was looked at. */
        readonly seen: string;
      };
      readonly warnings?: readonly string[];
    }
  | { readonly id?: unknown; readonly error: { readonly code: string; readonly message: string } };

/**
 * Prices one line of `runrate price`: a JSON value with `model`, `usage` and, as one likes, `id`, `at`, `provider`,
 * `service_tier`, `raw`. A fault is an error of that line alone, with its `id`.
 */
export function priceLine(json: unknown, { catalogue, now, aliases }: PriceLineContext): PriceLineResult {
  const id = identity(json);
  const line = readUsageLine(json, now);
  if (line.kind === "invalid") return failed(id, line.code, line.message);
  const priced = priceUsage(catalogue, line.request, aliases);
  if (priced.kind === "unpriced") return failed(id, priced.code, priced.message);
  const { price } = priced;
  const warnings = [...priced.warnings.map(({ message }) => message), ...line.notes];
  return {
    ...id,
    usd: toDecimal(priced.usd),
    ...(priced.low === priced.high ? {} : { low: toDecimal(priced.low), high: toDecimal(priced.high) }),
    lines: priced.lines.map(({ component, units, usd }) => ({ component, units, usd: toDecimal(usd) })),
    price: {
      provider: price.provider,
      model: price.model,
      from: price.from,
      source: price.source,
      seen: price.seen,
    },
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}

function identity(json: unknown): { readonly id?: unknown } {
  return typeof json === "object" && json !== null && "id" in json ? { id: json.id } : {};
}

function failed(id: { readonly id?: unknown }, code: string, message: string): PriceLineResult {
  return { ...id, error: { code, message } };
}
