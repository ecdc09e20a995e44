import { z } from "zod";
import type { Catalogue } from "./catalogue.ts";
import { priceUsage } from "./cost.ts";
import { toDecimal } from "./money.ts";
import { readOwnUsage } from "./read-own-usage.ts";
import type { ModelAliases } from "./resolve-model.ts";
import { parseServiceTier } from "./service-tier.ts";

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
      readonly low?: string;
      readonly high?: string;
      readonly lines: readonly { readonly component: string; readonly units: number; readonly usd: string }[];
      readonly price: {
        readonly provider: string;
        readonly model: string;
        readonly from: string | null;
        readonly source: string;
      };
      readonly warnings?: readonly string[];
    }
  | { readonly id?: unknown; readonly error: { readonly code: string; readonly message: string } };

const EARLIEST = Date.parse("2020-01-01T00:00:00Z");
const LATEST = Date.parse("2101-01-01T00:00:00Z");

const instant = z
  .string()
  .refine((text) => /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) && inRange(Date.parse(text)), {
    error: "must be an ISO instant from 2020 to 2100, such as 2026-11-24T12:00:00Z",
  })
  .transform((text) => Date.parse(text));

const line = z.looseObject({
  at: instant.optional(),
  provider: z.string().min(1).max(200).optional(),
  model: z.string({ error: "must be a model's name" }).trim().min(1, "must be a model's name").max(1_000),
  service_tier: z.string().nullable().optional(),
  usage: z.record(z.string(), z.unknown(), { error: "must be an object of counts" }),
  requests: z.int().positive().optional(),
  raw: z
    .literal(false, { error: "a provider's own usage object cannot be read yet: give Runrate's counts" })
    .optional(),
});

/**
 * Prices one line of `runrate price`: a JSON value with `model`, `usage` and, as one likes, `id`, `at`, `provider`,
 * `service_tier`. A fault is an error of that line alone, with its `id`.
 */
export function priceLine(json: unknown, { catalogue, now, aliases }: PriceLineContext): PriceLineResult {
  const id = identity(json);
  const parsed = line.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return failed(id, "bad_line", `${issue?.path.join(".") || "the line"}: ${issue?.message ?? "is not valid"}`);
  }
  const { at = now, provider, model, service_tier: tier, usage: counts, requests = 1 } = parsed.data;
  const serviceTier = parseServiceTier(tier ?? "standard");
  if (serviceTier === undefined) {
    return failed(id, "unknown_tier", `service_tier "${tier}" is none of standard, batch, flex, priority`);
  }
  const usage = readOwnUsage(counts);
  if (usage.kind === "invalid") return failed(id, usage.code, usage.message);
  const request = {
    model,
    serviceTier,
    at,
    usage: usage.usage,
    requests,
    ...(provider === undefined ? {} : { provider }),
  };
  const priced = priceUsage(catalogue, request, aliases);
  if (priced.kind === "unpriced") return failed(id, priced.code, priced.message);
  const { price } = priced;
  return {
    ...id,
    usd: toDecimal(priced.usd),
    ...(priced.low === priced.high ? {} : { low: toDecimal(priced.low), high: toDecimal(priced.high) }),
    lines: priced.lines.map(({ component, units, usd }) => ({ component, units, usd: toDecimal(usd) })),
    price: { provider: price.provider, model: price.model, from: price.from, source: price.source },
    ...(priced.warnings.length === 0 ? {} : { warnings: priced.warnings.map(({ message }) => message) }),
  };
}

function identity(json: unknown): { readonly id?: unknown } {
  return typeof json === "object" && json !== null && "id" in json ? { id: json.id } : {};
}

function failed(id: { readonly id?: unknown }, code: string, message: string): PriceLineResult {
  return { ...id, error: { code, message } };
}

function inRange(at: number): boolean {
  return at >= EARLIEST && at < LATEST;
}
