import { z } from "zod";
import type { PriceRequest } from "./cost.ts";
import { readOwnUsage } from "./read-own-usage.ts";
import { readProviderUsage, type ProviderUsage } from "./read-provider-usage.ts";
import { parseServiceTier } from "./service-tier.ts";

/** A line of usage, read: what is to be priced and what deserves a remark, or the fault of that line. */
export type UsageLine =
  | { readonly kind: "request"; readonly request: PriceRequest; readonly notes: readonly string[] }
  | { readonly kind: "invalid"; readonly code: string; readonly message: string };

const EARLIEST = Date.parse("2020-01-01T00:00:00Z");
const LATEST = Date.parse("2101-01-01T00:00:00Z");
const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;

const instant = z
  .string({ error: "must be an ISO instant such as 2026-11-24T12:00:00Z" })
  .transform((text, context) => {
    const at = instantOf(text);
    if (at !== undefined) return at;
    context.addIssue("must be an ISO instant from 2020 to 2100, such as 2026-11-24T12:00:00Z");
    return z.NEVER;
  });

const line = z.object(
  {
    at: instant.nullish(),
    provider: z.string().max(200).nullish(),
    model: z.string({ error: "must be a model's name" }).trim().min(1, "must be a model's name"),
    service_tier: z.string({ error: "must be standard, batch, flex or priority" }).nullish(),
    // As it is: a parsed copy would lose a key such as "__proto__", which is a count that nobody knows.
    usage: z.custom<object>((value) => typeof value === "object" && value !== null, "must be an object of counts"),
    requests: z.int({ error: "must be a whole number" }).positive("must be 1 or more").nullish(),
    region: z.string().max(200).nullish(),
    raw: z.boolean({ error: "must be true or false" }).nullish(),
  },
  { error: "must be a JSON object" },
);

/**
 * Reads one line of `runrate price` and of `POST /v1/usage` (DESIGN.md, Interfaces). `now` is the instant of a line without
 * `at`. With `raw` the usage is a provider's own object, or the list of a stream's events; a tier that it states holds when the
 * line states none. Other keys (`id`, tags) are the caller's.
 */
export function readUsageLine(json: unknown, now: number): UsageLine {
  const parsed = line.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const message = `${issue?.path.join(".") || "the line"} ${issue?.message ?? "is not valid"}`;
    return { kind: "invalid", code: "bad_line", message };
  }
  const { provider, model, service_tier: named, usage: counts, raw } = parsed.data;
  const tier = named == null ? undefined : parseServiceTier(named);
  if (named != null && tier === undefined) {
    const message = `service_tier ${JSON.stringify(named.slice(0, 40))} is none of standard, batch, flex, priority`;
    return { kind: "invalid", code: "unknown_tier", message };
  }
  const usage = raw === true ? readProviderUsage(counts) : ownUsage(counts);
  if (usage.kind === "invalid") return { kind: "invalid", code: usage.code, message: usage.message };
  const region = parsed.data.region ?? usage.region;
  const request: PriceRequest = {
    model,
    serviceTier: tier ?? usage.serviceTier ?? "standard",
    at: parsed.data.at ?? now,
    usage: usage.usage,
    requests: parsed.data.requests ?? 1,
    ...(provider == null || provider.trim() === "" ? {} : { provider }),
    ...(region == null ? {} : { region }),
  };
  return { kind: "request", request, notes: usage.notes };
}

function ownUsage(counts: unknown): ProviderUsage {
  const own = readOwnUsage(counts);
  return own.kind === "invalid" ? own : { ...own, form: "runrate" };
}

/** The instant of a calendar day that exists, with or without a time; `Date.parse` alone takes the 31st of February for the 3rd of March. */
function instantOf(text: string): number | undefined {
  if (!ISO.test(text)) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at) || at < EARLIEST || at >= LATEST) return undefined;
  const day = text.slice(0, 10);
  const exists = Number(text.slice(8, 10)) <= 28 || new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  return exists ? at : undefined;
}
