import { readOwnUsage, type UsageOutcome, type UsageRecord } from "@runrate/core";
import { readInstant } from "./instant.ts";
import { nameFault, rejected, type RowOutcome } from "./row-outcome.ts";
import { readTier } from "./tier.ts";

/** Reads a provider's usage object verbatim: whose it is follows from its shape, helped by the provider's name. */
export type RawUsageReader = (body: unknown, provider: string | undefined) => UsageOutcome;

/** What a line that leaves something out is given. */
export interface UsageLineDefaults {
  /** The instant of a line without `at`, in milliseconds since 1970 UTC. */
  readonly now: number;
  readonly source: string;
  /** Takes the source that a line names, as an export of a ledger does; otherwise it is ignored. */
  readonly keepSource?: boolean;
  /** The id of a line without `id`. */
  readonly idOf: () => string;
  readonly readRaw: RawUsageReader;
}

const TEXTS = {
  provider: "provider",
  project: "project",
  project_id: "project",
  api_key: "apiKey",
  user: "user",
  workload: "workload",
  conversation: "conversation",
  organisation: "organisation",
  region: "region",
  response_id: "responseId",
} as const;

const HANDLED = new Set(["id", "at", "span_ms", "model", "service_tier", "usage", "raw", "requests", "tags", "source"]);

/**
 * Reads one usage record in the form of `runrate price` (DESIGN.md, Interfaces), with `id` and who it belongs to beside it:
 * `project`, `api_key`, `user`, `workload`, `conversation`, `organisation`, `region`, `response_id`, `requests`, `span_ms`
 * and `tags`. Any other text, number or boolean beside them is a tag.
 */
export function readUsageLine(json: unknown, defaults: UsageLineDefaults): RowOutcome {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return rejected("not an object");
  const entries: Readonly<Record<string, unknown>> = { ...json };
  const { id, at, model, usage, raw, requests = 1, span_ms: spanMs = 0, service_tier: tier } = entries;
  if (typeof model !== "string" || model === "") return rejected("no model");
  if (usage === undefined || usage === null) return rejected("no usage");
  if (id !== undefined && id !== null && (typeof id !== "string" || id === "")) return rejected("id is not a text");
  const instant = at === undefined || at === null ? defaults.now : readAt(at);
  if (typeof instant === "string") return rejected(instant);
  const serviceTier = tier === undefined || tier === null || typeof tier === "string" ? readTier(tier) : undefined;
  if (serviceTier === undefined) return rejected(`${JSON.stringify(tier)?.slice(0, 60)} is not a service tier (standard, batch, flex, priority)`);
  if (!isCount(requests)) return rejected("requests is not a whole number");
  if (!isCount(spanMs)) return rejected("span_ms is not a whole number of milliseconds");
  if (raw !== undefined && typeof raw !== "boolean") return rejected("raw is neither true nor false");

  const texts: Partial<Record<(typeof TEXTS)[keyof typeof TEXTS], string>> = {};
  const tags: Record<string, string> = {};
  for (const [key, value] of Object.entries(entries)) {
    if (value === null || value === undefined || HANDLED.has(key)) continue;
    const shown = typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
    if (shown === undefined) return rejected(`${key.slice(0, 60)} is not a text: put structured data elsewhere`);
    if (shown === "") continue;
    const fault = nameFault(key.slice(0, 60), shown) ?? nameFault("a tag's name", key);
    if (fault !== undefined) return rejected(fault);
    if (isText(key)) texts[TEXTS[key]] = shown;
    else tags[key] = shown;
  }
  const tagFault = addTags(tags, entries["tags"]);
  if (tagFault !== undefined) return rejected(tagFault);
  const fault = nameFault("model", model) ?? (typeof id === "string" ? nameFault("id", id) : undefined);
  if (fault !== undefined) return rejected(fault);

  const read = raw === true ? defaults.readRaw(usage, texts.provider) : readOwnUsage(usage);
  if (read.kind === "invalid") return rejected(read.message);
  const record: UsageRecord = {
    ...texts,
    id: typeof id === "string" ? id : defaults.idOf(),
    at: instant,
    ...(spanMs === 0 ? {} : { spanMs }),
    model,
    serviceTier,
    usage: read.usage,
    requests,
    tags,
    source: defaults.keepSource === true ? sourceOf(entries["source"], defaults.source) : defaults.source,
  };
  return { kind: "record", record };
}

function sourceOf(named: unknown, fallback: string): string {
  return typeof named === "string" && named !== "" && nameFault("source", named) === undefined ? named : fallback;
}

function readAt(at: unknown): number | string {
  if (typeof at === "string" || typeof at === "number") return readInstant(String(at));
  return "at is not an instant";
}

function isText(key: string): key is keyof typeof TEXTS {
  return Object.hasOwn(TEXTS, key);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function addTags(tags: Record<string, string>, given: unknown): string | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== "object" || Array.isArray(given)) return "tags is not an object of texts";
  for (const [key, value] of Object.entries(given)) {
    if (value === null) continue;
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return `the tag ${key.slice(0, 60)} is not a text`;
    const fault = nameFault(`the tag ${key.slice(0, 60)}`, String(value)) ?? nameFault("a tag's name", key);
    if (fault !== undefined) return fault;
    tags[key] = String(value);
  }
  return undefined;
}
