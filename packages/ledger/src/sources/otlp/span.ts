/** A value of an attribute that Runrate reads; texts of prompts and answers never become one. */
export type AttributeValue = string | number | boolean;

/** What is read of a span, from JSON and protobuf alike. */
export interface Span {
  /** Lower-case hexadecimal. */
  readonly traceId: string;
  readonly spanId: string;
  /** Absent for the root of a trace. */
  readonly parentSpanId?: string;
  readonly name: string;
  /** Of the OTLP enumeration: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  /** Milliseconds since 1970 UTC. */
  readonly startedAt: number;
  /** Milliseconds since 1970 UTC; absent where it is not told. */
  readonly endedAt?: number;
  /** The instrumentation that made it. */
  readonly scope: string;
  /** Of the span, with those of its resource beneath; only those that `isReadAttribute` lets in. */
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}

/** The spans of a request, and how many could not be read. */
export interface SpanBatch {
  readonly spans: readonly Span[];
  readonly faults: readonly string[];
}

/** Kind of a span that calls something outside its process. */
export const CLIENT_SPAN = 3;

const READ_PREFIXES = [
  "gen_ai.usage.",
  "ai.usage.",
  "llm.usage.",
  "llm.token_count.",
  "ai.telemetry.metadata.",
  "traceloop.association.properties.",
  "runrate.",
];

const READ_NAMES = new Set([
  "gen_ai.operation.name",
  "gen_ai.provider.name",
  "gen_ai.system",
  "gen_ai.request.model",
  "gen_ai.response.model",
  "gen_ai.response.id",
  "gen_ai.conversation.id",
  "gen_ai.agent.name",
  "gen_ai.request.user",
  "gen_ai.openai.request.service_tier",
  "gen_ai.openai.response.service_tier",
  "openai.request.service_tier",
  "openai.response.service_tier",
  "gen_ai.request.service_tier",
  "gen_ai.response.service_tier",
  "ai.operationId",
  "ai.model.id",
  "ai.model.provider",
  "ai.response.id",
  "ai.response.model",
  "ai.response.providerMetadata",
  "ai.telemetry.functionId",
  "ai.request.headers.user-agent",
  "openinference.span.kind",
  "openinference.project.name",
  "llm.model_name",
  "llm.provider",
  "llm.system",
  "llm.request.model",
  "llm.response.model",
  "llm.request.type",
  "embedding.model_name",
  "reranker.model_name",
  "traceloop.span.kind",
  "traceloop.workflow.name",
  "session.id",
  "user.id",
  "enduser.id",
  "enduser.pseudo.id",
  "service.name",
  "service.version",
  "deployment.environment.name",
  "deployment.environment",
  "vcs.ref.head.revision",
  "cloud.region",
]);

/** True for the attributes that say who called which model and what it counted. All others, prompts among them, are dropped unread. */
export function isReadAttribute(name: string): boolean {
  return READ_NAMES.has(name) || READ_PREFIXES.some((prefix) => name.startsWith(prefix));
}
