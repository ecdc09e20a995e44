import { putTag, type UsageRecord } from "@runrate/core";
import { EARLIEST, LATEST } from "../../import/instant.ts";
import { namesFault, rejected, type RowOutcome } from "../../import/row-outcome.ts";
import { REPORTED_TIER, readTier } from "../../import/tier.ts";
import type { BillableSpan } from "./billable-spans.ts";
import type { Span } from "./span.ts";
import { keyOf } from "./span-tree.ts";

const MODEL = [
  "gen_ai.response.model",
  "ai.response.model",
  "llm.response.model",
  "llm.model_name",
  "embedding.model_name",
  "reranker.model_name",
  "gen_ai.request.model",
  "llm.request.model",
  "ai.model.id",
];
const PROVIDER = ["gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system", "ai.model.provider"];
/** Frameworks that call themselves the provider of what they pass on: the model says whose it is. */
const FRAMEWORKS: ReadonlySet<string> = new Set([
  "langchain",
  "langgraph",
  "llamaindex",
  "haystack",
  "crewai",
  "autogen",
  "ag2",
  "dspy",
  "agno",
  "smolagents",
  "strandsagents",
  "pydanticai",
  "semantickernel",
  "microsoftagentframework",
  "openaiagents",
  "googleadk",
  "mastra",
]);
const RESPONSE_ID = ["gen_ai.response.id", "ai.response.id"];
const TIER = [
  "gen_ai.openai.response.service_tier",
  "openai.response.service_tier",
  "gen_ai.response.service_tier",
  "gen_ai.openai.request.service_tier",
  "openai.request.service_tier",
  "gen_ai.request.service_tier",
];
const METADATA = ["ai.telemetry.metadata.", "traceloop.association.properties."];
/** Who a call belongs to, by the attribute or the last part of a metadata attribute's name. */
const WHO = {
  project: ["runrate.project", "openinference.project.name", "*project"],
  workload: ["runrate.workload", "*workload"],
  user: [
    "runrate.user",
    "enduser.pseudo.id",
    "user.id",
    "enduser.id",
    "gen_ai.request.user",
    "*userId",
    "*user_id",
    "*user",
  ],
  conversation: [
    "runrate.conversation",
    "gen_ai.conversation.id",
    "session.id",
    "*sessionId",
    "*session_id",
    "*threadId",
    "*thread_id",
    "*conversationId",
    "*conversation_id",
    "*chat_id",
  ],
  region: ["cloud.region"],
} as const;
const TAGS: Readonly<Record<string, readonly string[]>> = {
  service: ["service.name"],
  environment: ["deployment.environment.name", "deployment.environment"],
  version: ["service.version"],
  commit: ["runrate.commit", "vcs.ref.head.revision"],
  agent: ["gen_ai.agent.name"],
  workflow: ["traceloop.workflow.name"],
  function: ["ai.telemetry.functionId"],
};
const MAX_TAGS = 24;
const MAX_TAG_LENGTH = 200;

/** The id of a span's record: an exporter's second try stores nothing twice. */
export function spanRecordId(key: string): string {
  return `otlp:${key}`;
}

/** A call as a usage record. */
export function spanRecord({ span, usage }: BillableSpan, source: string): RowOutcome {
  const model = textOf(span, MODEL);
  if (model === undefined) return rejected("a span with usage names no model");
  const at = span.startedAt;
  if (at < EARLIEST || at >= LATEST) return rejected("a span's startTimeUnixNano is outside 2020 to 2100");
  const tierName = textOf(span, TIER) ?? tierInMetadata(span);
  const tier = readTier(tierName);
  const provider = providerOf(span);
  const responseId = textOf(span, RESPONSE_ID);
  const who = Object.fromEntries(
    Object.entries(WHO).flatMap(([column, names]) => {
      const text = whoOf(span, names);
      return text === undefined ? [] : [[column, text]];
    }),
  );
  const record: UsageRecord = {
    ...who,
    id: spanRecordId(keyOf(span)),
    at,
    ...(provider === undefined ? {} : { provider }),
    model,
    serviceTier: tier ?? "standard",
    usage,
    requests: 1,
    ...(responseId === undefined ? {} : { responseId }),
    tags: { ...tagsOf(span), ...(tier === undefined && tierName ? { [REPORTED_TIER]: tierName } : {}) },
    source,
  };
  const fault = namesFault({ model, provider, id: record.id, ...who }, record.tags);
  return fault === undefined ? { kind: "record", record } : rejected(fault);
}

function textOf({ attributes }: Span, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = attributes.get(name);
    if (value !== undefined && value !== "" && typeof value !== "boolean") return String(value);
  }
  return undefined;
}

function providerOf(span: Span): string | undefined {
  const named = PROVIDER.flatMap((name) => textOf(span, [name]) ?? []);
  return named.find((name) => !FRAMEWORKS.has(name.toLowerCase().replaceAll(/[^a-z0-9]/g, "")));
}

/** A name that begins with "*" stands for what users attach under any of the libraries' metadata prefixes. */
function whoOf(span: Span, names: readonly string[]): string | undefined {
  return textOf(
    span,
    names.flatMap((name) => (name.startsWith("*") ? METADATA.map((prefix) => prefix + name.slice(1)) : [name])),
  );
}

function tagsOf(span: Span): Record<string, string> {
  const tags: Record<string, string> = {};
  const add = (name: string, value: string) => {
    if (Object.keys(tags).length < MAX_TAGS && value !== "" && !Object.hasOwn(tags, name))
      putTag(tags, name, value.slice(0, MAX_TAG_LENGTH));
  };
  for (const [name, from] of Object.entries(TAGS)) add(name, textOf(span, from) ?? "");
  const taken: ReadonlySet<string> = new Set(Object.values(WHO).flat());
  for (const [key, value] of span.attributes) {
    const prefix = [...METADATA, "runrate.tag."].find((one) => key.startsWith(one));
    if (prefix === undefined) continue;
    const name = key.slice(prefix.length);
    if (name !== "" && !taken.has(`*${name}`)) add(name, String(value));
  }
  return tags;
}

/** The AI SDK leaves the tier that was served in the provider's own metadata. */
function tierInMetadata({ attributes }: Span): string | undefined {
  const text = attributes.get("ai.response.providerMetadata");
  if (typeof text !== "string" || text.length > 65_536) return undefined;
  const found = /"(?:serviceTier|service_tier)"\s*:\s*"([a-z_]{1,20})"/.exec(text);
  return found?.[1];
}
