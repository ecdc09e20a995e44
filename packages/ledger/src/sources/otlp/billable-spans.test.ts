import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { HAS_SHARED, sharedFile } from "../../../test/shared-data.ts";
import { billableSpans } from "./billable-spans.ts";
import { isReadAttribute, type AttributeValue, type Span } from "./span.ts";
import { spanRecord } from "./span-record.ts";

let ids = 0;

function span(attributes: Record<string, AttributeValue>, more: Partial<Span> = {}): Span {
  ids += 1;
  return {
    traceId: "t",
    spanId: `s${ids}`,
    name: "",
    kind: 1,
    startedAt: Date.UTC(2026, 10, 24),
    scope: "",
    attributes: new Map(Object.entries(attributes)),
    ...more,
  };
}

const within = (outer: Span): Partial<Span> => ({ parentSpanId: outer.spanId });
const tokens = (input: number, output: number) => ({
  "gen_ai.usage.input_tokens": input,
  "gen_ai.usage.output_tokens": output,
});
const usagesOf = (...spans: Span[]) => billableSpans(spans).calls.map(({ usage }) => usage);

test.each([
  ["current", { "gen_ai.usage.input_tokens": 9, "gen_ai.usage.output_tokens": 4 }],
  ["deprecated", { "gen_ai.usage.prompt_tokens": 9, "gen_ai.usage.completion_tokens": 4 }],
  ["OpenInference", { "llm.token_count.prompt": 9, "llm.token_count.completion": 4 }],
  ["early OpenLLMetry", { "llm.usage.prompt_tokens": 9, "llm.usage.completion_tokens": 4 }],
  ["early AI SDK", { "ai.usage.promptTokens": 9, "ai.usage.completionTokens": 4 }],
  ["counts sent as text", { "gen_ai.usage.input_tokens": "9", "gen_ai.usage.output_tokens": "4" }],
])("%s names are read", (_name, attributes) => {
  expect(usagesOf(span(attributes))).toEqual([{ inputTokens: 9, outputTokens: 4 }]);
});

test.each([
  [
    "Sentry",
    {
      "gen_ai.usage.input_tokens.cached": 4,
      "gen_ai.usage.input_tokens.cache_write": 3,
      "gen_ai.usage.output_tokens.reasoning": 2,
    },
  ],
  [
    "OpenTelemetry",
    {
      "gen_ai.usage.cache_read.input_tokens": 4,
      "gen_ai.usage.cache_creation.input_tokens": 3,
      "gen_ai.usage.reasoning.output_tokens": 2,
    },
  ],
  [
    "OpenInference",
    {
      "llm.token_count.prompt_details.cache_input": 4,
      "llm.token_count.prompt_details.cache_write": 3,
      "llm.token_count.completion_details.reasoning": 2,
    },
  ],
])("the parts of input and output are read by %s's names", (_name, parts) => {
  expect(usagesOf(span({ ...tokens(10, 5), ...parts }))).toEqual([
    { inputTokens: 10, outputTokens: 5, cachedInputTokens: 4, cacheWriteTokens: 3, reasoningTokens: 2 },
  ]);
});

test("Anthropic's cached tokens are added where the library leaves them out, and not where it has them in", () => {
  const counts = {
    ...tokens(10, 5),
    "gen_ai.usage.cache_read.input_tokens": 4,
    "gen_ai.usage.cache_creation.input_tokens": 3,
    "gen_ai.provider.name": "anthropic",
  };
  expect(usagesOf(span(counts, { scope: "@traceloop/instrumentation-anthropic" }))[0]?.inputTokens).toBe(17);
  expect(usagesOf(span(counts, { scope: "gen_ai" }))[0]?.inputTokens).toBe(10);
});

test("cached tokens that are more than the input cannot be a part of it", () => {
  expect(usagesOf(span({ ...tokens(3, 5), "gen_ai.usage.cache_read_input_tokens": 1111 }))).toEqual([
    { inputTokens: 1114, outputTokens: 5, cachedInputTokens: 1111 },
  ]);
});

test("reasoning that is more than the output cannot be a part of it", () => {
  expect(usagesOf(span({ ...tokens(3, 5), "gen_ai.usage.reasoning_tokens": 7 }))).toEqual([
    { inputTokens: 3, outputTokens: 12, reasoningTokens: 7 },
  ]);
});

test.each([
  ["an agent", { "gen_ai.operation.name": "invoke_agent" }],
  ["the AI SDK's outer span", { "ai.operationId": "ai.streamText" }],
  ["a chain of OpenInference", { "openinference.span.kind": "CHAIN" }],
  ["a workflow of OpenLLMetry", { "traceloop.span.kind": "workflow" }],
  ["another call that only wraps it", { "gen_ai.operation.name": "chat" }],
])("%s repeats the usage of the call within and is not counted", (_what, attributes) => {
  const outer = span({ ...tokens(10, 5), ...attributes });
  const step = span({}, within(outer));
  const call = span({ ...tokens(10, 5), "gen_ai.operation.name": "chat" }, within(step));
  expect(billableSpans([call, step, outer]).calls.map((one) => one.span)).toEqual([call]);
});

test("the sums of an outer call are not counted beside the two calls within", () => {
  const outer = span(tokens(30, 10));
  expect(usagesOf(outer, span(tokens(10, 5), within(outer)), span(tokens(20, 5), within(outer)))).toEqual([
    { inputTokens: 10, outputTokens: 5 },
    { inputTokens: 20, outputTokens: 5 },
  ]);
});

test("of two libraries that saw one call, the one that says more is believed", () => {
  const outer = span({ ...tokens(10, 5), "gen_ai.usage.cache_read.input_tokens": 8 });
  const inner = span(tokens(10, 5), within(outer));
  expect(billableSpans([outer, inner]).calls).toEqual([
    { span: inner, usage: { inputTokens: 10, outputTokens: 5, cachedInputTokens: 8 } },
  ]);
});

describe("two libraries that saw one call side by side", () => {
  const START = Date.UTC(2026, 10, 24);
  const call = (scope: string, more: Record<string, AttributeValue> = {}, from = 0, to = 900) =>
    span(
      { ...tokens(10, 5), "gen_ai.request.model": "gpt-4o", ...more },
      { scope, parentSpanId: "step", startedAt: START + from, endedAt: START + to },
    );

  test("are one call, with the response that one names and the parts that the other knows", () => {
    const named = call("lib-a", { "gen_ai.response.id": "resp_1" });
    const detailed = call("lib-b", { "gen_ai.usage.cache_read.input_tokens": 8 }, 2, 898);
    const one = [{ span: named, usage: { inputTokens: 10, outputTokens: 5, cachedInputTokens: 8 } }];
    expect(billableSpans([named, detailed]).calls).toEqual(one);
    expect(billableSpans([detailed, named]).calls).toEqual(one);
  });

  test("are as many calls as each of them saw", () => {
    const spans = [call("lib-a"), call("lib-a"), call("lib-b"), call("lib-b"), call("lib-a")];
    expect(usagesOf(...spans)).toHaveLength(3);
  });

  test.each([
    ["of one library", call("lib-a")],
    ["one after the other", call("lib-b", {}, 901, 1_800)],
    ["of another model", call("lib-b", { "gen_ai.request.model": "gpt-4o-mini" })],
    ["with another response", call("lib-b", { "gen_ai.response.id": "resp_2" })],
    ["with other counts", call("lib-b", { "gen_ai.usage.output_tokens": 6 })],
    ["of another parent", span({ ...tokens(10, 5), "gen_ai.request.model": "gpt-4o" }, { scope: "lib-b" })],
  ])("but two calls %s are two", (_what, other) => {
    expect(usagesOf(call("lib-a", { "gen_ai.response.id": "resp_1" }), other)).toHaveLength(2);
  });
});

test("an agent that runs elsewhere counts by its own sum, since nobody else tells of its calls", () => {
  const remote = span({ ...tokens(10, 5), "gen_ai.operation.name": "invoke_agent" }, { kind: 3 });
  expect(usagesOf(remote)).toHaveLength(1);
  expect(usagesOf(remote, span(tokens(10, 5), within(remote)))).toHaveLength(1);
});

test("spans that claim to be each other's parents do not hang the reader", () => {
  const a = span(tokens(1, 1), { spanId: "a", parentSpanId: "b" });
  const b = span({}, { spanId: "b", parentSpanId: "c" });
  const c = span({}, { spanId: "c", parentSpanId: "b" });
  expect(usagesOf(a, b, c)).toHaveLength(1);
});

test("a total alone is enough for embeddings and too little for anything else", () => {
  const total = { "gen_ai.usage.total_tokens": 12 };
  expect(usagesOf(span({ ...total, "gen_ai.operation.name": "embeddings" }))).toEqual([
    { inputTokens: 12, outputTokens: 0 },
  ]);
  expect(billableSpans([span(total)])).toEqual({ calls: [], faults: [expect.stringContaining("only a total")] });
});

test("whose a call is comes from what users attach, and the tier from what was served", () => {
  const [call] = billableSpans([
    span({
      ...tokens(1, 1),
      "gen_ai.request.model": "chat-prod",
      "gen_ai.response.model": "gpt-5.4-2026-03-05",
      "gen_ai.response.id": "resp_1",
      "openai.response.service_tier": "flex",
      "service.name": "checkout",
      "deployment.environment.name": "production",
      "ai.telemetry.functionId": "summarise",
      "ai.telemetry.metadata.userId": "u1",
      "ai.telemetry.metadata.plan": "gold",
      "traceloop.association.properties.session_id": "c9",
      "runrate.workload": "support",
    }),
  ]).calls;
  expect(call && spanRecord(call, "otlp")).toMatchObject({
    record: {
      model: "gpt-5.4-2026-03-05",
      responseId: "resp_1",
      serviceTier: "flex",
      user: "u1",
      conversation: "c9",
      workload: "support",
      tags: { service: "checkout", environment: "production", function: "summarise", plan: "gold" },
    },
  });
});

test.each([
  ["a framework that names itself", { "gen_ai.system": "Langchain" }, undefined],
  ["a framework beside the provider", { "gen_ai.provider.name": "pydantic_ai", "gen_ai.system": "openai" }, "openai"],
  ["the provider", { "gen_ai.system": "azure.ai.openai" }, "azure.ai.openai"],
])("the provider of a call: %s", (_what, attributes, provider) => {
  const [call] = billableSpans([span({ ...tokens(1, 1), "gen_ai.request.model": "gpt-4o", ...attributes })]).calls;
  const outcome = call && spanRecord(call, "otlp");
  expect(outcome?.kind === "record" && outcome.record.provider).toBe(provider);
});

test("a tier that nobody knows is kept with the call", () => {
  const [call] = billableSpans([
    span({ ...tokens(1, 1), "gen_ai.request.model": "gpt-4o", "openai.response.service_tier": "scale" }),
  ]).calls;
  expect(call && spanRecord(call, "otlp")).toMatchObject({
    record: { serviceTier: "standard", tags: { reported_tier: "scale" } },
  });
});

test("prompts and answers are never read", () => {
  for (const name of [
    "gen_ai.input.messages",
    "gen_ai.prompt",
    "gen_ai.prompt.0.content",
    "gen_ai.completion",
    "input.value",
  ])
    expect(isReadAttribute(name)).toBe(false);
  for (const name of ["ai.prompt", "ai.prompt.messages", "ai.response.text", "llm.input_messages.0.message.content"])
    expect(isReadAttribute(name)).toBe(false);
});

const captured = z.array(z.object({ name: z.string(), attributes: z.record(z.string(), z.unknown()) }));
const attributeValue = z.union([z.string(), z.number(), z.boolean()]);

test.skipIf(!HAS_SHARED)("of the AI SDK's own spans the inner ones count, embeddings included", () => {
  const spans = captured.parse(
    JSON.parse(
      readFileSync(sharedFile("otlp_reference", "openinference", "openinference-vercel__all-spans.json"), "utf8"),
    ),
  );
  const read = spans.map(({ name, attributes }) =>
    span(
      Object.fromEntries(
        Object.entries(attributes).flatMap(([key, value]) => {
          const parsed = attributeValue.safeParse(value);
          return parsed.success && isReadAttribute(key) ? [[key, parsed.data]] : [];
        }),
      ),
      { name },
    ),
  );
  const names = billableSpans(read).calls.map((call) => call.span.name);
  expect(names).toEqual(spans.map(({ name }) => name).filter((name) => /\.do[A-Z]/.test(name)));
  expect(names).toContain("ai.embed.doEmbed");
});

test.skipIf(!HAS_SHARED).each([
  ["openinference-genai__openinference_client_span_tool_calls.json", 1],
  ["openinference-genai__otel_genai_client_span_tool_calls.json", 1],
  ["openinference-genai__otel_genai_deprecated_client_span_tool_calls.json", 1],
  ["openinference-genai__otel_genai_tool_execution_span.json", 0],
])("%s tells of %i call with 97 tokens in and 52 out", (file, calls) => {
  const json: unknown = JSON.parse(readFileSync(sharedFile("otlp_reference", "openinference", file), "utf8"));
  const entries = Object.entries(z.record(z.string(), z.unknown()).parse(json)).flatMap(([key, value]) => {
    const parsed = attributeValue.safeParse(value);
    return parsed.success ? [[key, parsed.data] as const] : [];
  });
  const found = billableSpans([span(Object.fromEntries(entries))]).calls;
  expect(found.map(({ usage }) => usage)).toEqual(Array(calls).fill({ inputTokens: 97, outputTokens: 52 }));
});
