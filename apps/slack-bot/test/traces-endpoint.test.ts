import { gzipSync } from "node:zlib";
import { ROOT_CONTEXT, SpanKind, trace, type Tracer } from "@opentelemetry/api";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { TracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace";
import { toDecimal } from "@runrate/core";
import { querySpend, scanRecords, type LedgerStore } from "@runrate/ledger";
import { afterEach, expect, test, vi } from "vitest";
import { tracesEndpoint } from "../src/http/traces-endpoint.ts";
import { ingestServer, NOW, TOKEN } from "./ingest-server.ts";

afterEach(() => vi.unstubAllEnvs());

const STARTED = Date.UTC(2026, 10, 24, 11);

async function usdOf(ledger: LedgerStore): Promise<string> {
  const { total } = await querySpend(ledger, { from: 0, to: NOW, zone: "UTC", by: [], where: [] });
  return toDecimal(total.usd);
}

function request(...spans: readonly object[]): string {
  const scopeSpans = [{ scope: { name: "test" }, spans }];
  return JSON.stringify({ resourceSpans: [{ resource: { attributes: [] }, scopeSpans }] });
}

function span(attributes: Record<string, string | number>, more: object = {}): object {
  return {
    traceId: "5b8efff798038103d269b633813fc60c",
    spanId: "eee19b7ec3c1b174",
    name: "chat",
    kind: 3,
    startTimeUnixNano: `${STARTED}000000`,
    endTimeUnixNano: `${STARTED + 900}000000`,
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value: typeof value === "string" ? { stringValue: value } : { intValue: String(value) },
    })),
    ...more,
  };
}

const CHAT = {
  "gen_ai.request.model": "gpt-4o-mini",
  "gen_ai.usage.input_tokens": 2000,
  "gen_ai.usage.output_tokens": 500,
};

function call(tracer: Tracer): void {
  tracer.startActiveSpan("invoke_agent helper", { startTime: STARTED }, (agent) => {
    agent.setAttributes({ ...CHAT, "gen_ai.operation.name": "invoke_agent" });
    const chat = tracer.startSpan(
      "chat gpt-4o-mini",
      { kind: SpanKind.CLIENT, startTime: STARTED },
      trace.setSpan(
        // The span's own context: no context manager is registered here.
        ROOT_CONTEXT,
        agent,
      ),
    );
    chat.setAttributes({
      ...CHAT,
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.conversation.id": "c1",
      "gen_ai.usage.cache_read.input_tokens": 1000,
      "gen_ai.input.messages": "the secret prompt",
    });
    chat.end(STARTED + 900);
    agent.end(STARTED + 1_000);
  });
}

test.each([
  ["JSON", JsonExporter, "none"],
  ["protobuf", ProtobufExporter, "none"],
  ["gzipped protobuf", ProtobufExporter, "gzip"],
] as const)(
  "what OpenTelemetry's own exporter sends as %s is priced, once, and no prompt is kept",
  async (_what, Exporter, compression) => {
    vi.stubEnv("OTEL_EXPORTER_OTLP_COMPRESSION", compression);
    await using server = await ingestServer(tracesEndpoint);
    const exporter = new Exporter({
      url: server.url,
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    const provider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] });
    call(provider.getTracer("app"));
    await provider.forceFlush();
    await provider.shutdown();
    // 1,000 × $0.15 + 1,000 × $0.075 + 500 × $0.60, a million each
    expect(await usdOf(server.ledger)).toBe("0.000525");
    for await (const { record } of scanRecords(server.ledger, { from: 0, to: NOW })) {
      expect(record).toMatchObject({ source: "otlp", conversation: "c1", provider: "openai", at: STARTED });
      expect(JSON.stringify(record)).not.toContain("secret prompt");
    }
    expect(server.seen).toEqual({ ingests: 1, errors: [] });
  },
);

test("a request that is taken whole is answered with an empty object", async () => {
  await using server = await ingestServer(tracesEndpoint);
  const send = () =>
    server.send(gzipSync(request(span(CHAT))), { "content-type": "application/json", "content-encoding": "gzip" });
  expect(await (await send()).text()).toBe("{}\n");
  expect(await (await send()).text()).toBe("{}\n");
  expect(await usdOf(server.ledger)).toBe("0.0006");
});

test("a span without usage is accepted and ignored", async () => {
  await using server = await ingestServer(tracesEndpoint);
  const response = await server.send(request(span({ "http.request.method": "GET" })), {
    "content-type": "application/json",
  });
  expect([response.status, await response.text()]).toEqual([200, "{}\n"]);
  expect(server.seen.ingests).toBe(0);
});

test("spans that cannot be stored are counted as a partial success, and the others are stored", async () => {
  await using server = await ingestServer(tracesEndpoint);
  const body = request(
    span(CHAT),
    span({ "gen_ai.usage.input_tokens": 5 }, { spanId: "aaaaaaaaaaaaaaaa" }),
    span({ ...CHAT, "gen_ai.usage.input_tokens": -5 }, { spanId: "bbbbbbbbbbbbbbbb" }),
    { name: "no ids" },
  );
  const response = await server.send(body, { "content-type": "application/json" });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    partialSuccess: { rejectedSpans: "3", errorMessage: expect.stringContaining("names no model") },
  });
  expect(await usdOf(server.ledger)).toBe("0.0006");
});

test.each([
  ["no token", { authorization: "", "content-type": "application/json" }, "{}", 401, 16],
  ["no type", { "content-type": "text/plain" }, "{}", 415, 3],
  ["no JSON", { "content-type": "application/json" }, "{", 400, 3],
  ["another JSON", { "content-type": "application/json" }, '{"resourceSpans": 5}', 400, 3],
  ["metrics", { "content-type": "application/json" }, '{"resourceMetrics": []}', 400, 3],
  ["logs", { "content-type": "application/json" }, '{"resourceLogs": []}', 400, 3],
] as const)("%s is refused with a status as the protocol asks for", async (_what, headers, body, status, code) => {
  await using server = await ingestServer(tracesEndpoint);
  const response = await server.send(body, headers);
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ code, message: expect.any(String) });
});

test("a body that is too large is answered with the reason, also to whoever sends all of it first", async () => {
  await using server = await ingestServer(tracesEndpoint);
  for (const size of [17, 40]) {
    const response = await server.send(Buffer.alloc(size * 1_048_576, " "), { "content-type": "application/json" });
    expect(response.status).toBe(413);
    // A connection that is cut while somebody writes to it loses the answer.
    expect(response.headers.get("connection")).toBe("keep-alive");
    expect(await response.json()).toMatchObject({ code: 8, message: expect.stringContaining("16 MiB") });
  }
  expect((await server.send("{}", { "content-type": "application/json" })).status).toBe(200);
});

test("a refused protobuf request is answered in protobuf", async () => {
  await using server = await ingestServer(tracesEndpoint);
  const response = await server.send(Buffer.from([0xff, 0xff]), { "content-type": "application/x-protobuf" });
  expect(response.status).toBe(400);
  expect(response.headers.get("content-type")).toBe("application/x-protobuf");
  // Field 1, varint 3 (INVALID_ARGUMENT), then field 2, the message.
  expect([...Buffer.from(await response.arrayBuffer()).subarray(0, 3)]).toEqual([0x08, 0x03, 0x12]);
});
