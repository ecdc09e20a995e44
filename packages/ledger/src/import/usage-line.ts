import { putTag, readUsageLine as readPricedLine, type UsageRecord } from "@runrate/core";
import { hasNoCounts } from "../other-counts.ts";
import { nameFault, rejected, type RowOutcome } from "./row-outcome.ts";

/** What a line that leaves something out is given. */
export interface UsageLineDefaults {
  /** The instant of a line without `at`, in milliseconds since 1970 UTC. */
  readonly now: number;
  readonly source: string;
  /** Takes the source that a line names, as an export of a ledger does; otherwise it is ignored. */
  readonly keepSource?: boolean;
  /** The id of a line without `id`. */
  readonly idOf: () => string;
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

const HANDLED = new Set([
  "id",
  "at",
  "span_ms",
  "model",
  "service_tier",
  "usage",
  "raw",
  "requests",
  "tags",
  "source",
  "charge",
]);

/**
 * Reads one usage record: a line of `runrate price` (DESIGN.md, Interfaces), with `id` and who it belongs to beside it:
 * `project`, `api_key`, `user`, `workload`, `conversation`, `organisation`, `region`, `response_id`, `requests`, `span_ms`
 * and `tags`; an export's `charge` is computed anew. Any other text, number or boolean beside them is a tag.
 */
export function readUsageLine(json: unknown, defaults: UsageLineDefaults): RowOutcome {
  if (!isObject(json)) return rejected("the line must be a JSON object");
  const { requests: requestsGiven } = json;
  const entries = requestsGiven === undefined ? json : withoutRequests(json);
  const { id, span_ms: spanGiven } = entries;
  if (id !== undefined && id !== null && (typeof id !== "string" || id === "")) return rejected("id must be a text");
  // An aggregate may count no requests at all (a day of storage), which a single call cannot.
  const requests = countOf(requestsGiven, 1);
  if (requests === undefined) return rejected("requests must be a whole number");
  const spanMs = countOf(spanGiven, 0);
  if (spanMs === undefined) return rejected("span_ms must be a whole number of milliseconds");
  const line = readPricedLine(entries, defaults.now);
  if (line.kind === "invalid") return rejected(line.message);

  const texts: Partial<Record<(typeof TEXTS)[keyof typeof TEXTS], string>> = {};
  const tags: Record<string, string> = {};
  for (const key of Object.keys(entries)) {
    const value = entries[key];
    if (value === null || value === undefined || value === "" || HANDLED.has(key)) continue;
    const text = textOf(value);
    if (text === undefined) return rejected(`${key.slice(0, 60)} is neither a text nor a number nor true or false`);
    const isKnown = isText(key);
    const fault = nameFault(key.slice(0, 60), text) ?? (isKnown ? undefined : nameFault("a tag's name", key));
    if (fault !== undefined) return rejected(fault);
    if (isKnown) texts[TEXTS[key]] = text;
    else putTag(tags, key, text);
  }
  const { model, serviceTier, at, usage, region } = line.request;
  const fault =
    addTags(tags, entries["tags"]) ??
    nameFault("model", model) ??
    (typeof id === "string" ? nameFault("id", id) : undefined);
  if (fault !== undefined) return rejected(fault);
  const record: UsageRecord = {
    ...texts,
    ...(region === undefined ? {} : { region }),
    id: typeof id === "string" ? id : defaults.idOf(),
    at,
    ...(spanMs === 0 ? {} : { spanMs }),
    model,
    serviceTier,
    usage,
    requests,
    tags,
    source: defaults.keepSource === true ? sourceOf(entries["source"], defaults.source) : defaults.source,
  };
  const reason = hasNoCounts(usage) ? unpricedReason(entries["charge"]) : undefined;
  return reason === undefined ? { kind: "record", record } : { kind: "record", record, unpriced: reason };
}

/** Why an exported record has no price, when it cannot have one: nothing of it was counted. */
function unpricedReason(charge: unknown): string | undefined {
  if (typeof charge !== "object" || charge === null || !("unpriced" in charge)) return undefined;
  return typeof charge.unpriced === "string" ? charge.unpriced.slice(0, 500) : undefined;
}

function sourceOf(named: unknown, fallback: string): string {
  return typeof named === "string" && named !== "" && nameFault("source", named) === undefined ? named : fallback;
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function withoutRequests({ requests: _requests, ...entries }: Readonly<Record<string, unknown>>) {
  return entries;
}

function isText(key: string): key is keyof typeof TEXTS {
  return Object.hasOwn(TEXTS, key);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function countOf(value: unknown, fallback: number): number | undefined {
  if (value === undefined || value === null) return fallback;
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function addTags(tags: Record<string, string>, given: unknown): string | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== "object" || Array.isArray(given)) return "tags must be an object of texts";
  for (const [key, value] of Object.entries(given)) {
    if (value === null) continue;
    const text = textOf(value);
    if (text === undefined) return `the tag ${key.slice(0, 60)} is neither a text nor a number nor true or false`;
    const fault = nameFault(`the tag ${key.slice(0, 60)}`, text) ?? nameFault("a tag's name", key);
    if (fault !== undefined) return fault;
    putTag(tags, key, text);
  }
  return undefined;
}
