import protobuf from "protobufjs/light.js";
import { badOtlp, readTraceRequest } from "./decode-json.ts";
import type { SpanBatch } from "./span.ts";

/**
 * The messages of opentelemetry-proto that are read, with their field numbers (trace/v1, resource/v1, common/v1,
 * collector/trace/v1) and google.rpc.Status for refusals. Fields that are left out here are skipped when they arrive.
 */
const messages = protobuf.Root.fromJSON({
  nested: {
    AnyValue: {
      oneofs: { value: { oneof: ["stringValue", "boolValue", "intValue", "doubleValue"] } },
      fields: {
        stringValue: { type: "string", id: 1 },
        boolValue: { type: "bool", id: 2 },
        intValue: { type: "int64", id: 3 },
        doubleValue: { type: "double", id: 4 },
      },
    },
    KeyValue: { fields: { key: { type: "string", id: 1 }, value: { type: "AnyValue", id: 2 } } },
    Resource: { fields: { attributes: { rule: "repeated", type: "KeyValue", id: 1 } } },
    Scope: { fields: { name: { type: "string", id: 1 }, version: { type: "string", id: 2 } } },
    Span: {
      fields: {
        traceId: { type: "bytes", id: 1 },
        spanId: { type: "bytes", id: 2 },
        parentSpanId: { type: "bytes", id: 4 },
        name: { type: "string", id: 5 },
        kind: { type: "int32", id: 6 },
        startTimeUnixNano: { type: "fixed64", id: 7 },
        endTimeUnixNano: { type: "fixed64", id: 8 },
        attributes: { rule: "repeated", type: "KeyValue", id: 9 },
      },
    },
    ScopeSpans: {
      fields: { scope: { type: "Scope", id: 1 }, spans: { rule: "repeated", type: "Span", id: 2 } },
    },
    ResourceSpans: {
      fields: { resource: { type: "Resource", id: 1 }, scopeSpans: { rule: "repeated", type: "ScopeSpans", id: 2 } },
    },
    ExportTraceServiceRequest: { fields: { resourceSpans: { rule: "repeated", type: "ResourceSpans", id: 1 } } },
    PartialSuccess: {
      fields: { rejectedSpans: { type: "int64", id: 1 }, errorMessage: { type: "string", id: 2 } },
    },
    ExportTraceServiceResponse: { fields: { partialSuccess: { type: "PartialSuccess", id: 1 } } },
    Status: { fields: { code: { type: "int32", id: 1 }, message: { type: "string", id: 2 } } },
  },
});

const traceRequest = messages.lookupType("ExportTraceServiceRequest");
const traceResponse = messages.lookupType("ExportTraceServiceResponse");
const status = messages.lookupType("Status");

/** Reads an OTLP trace request in protobuf. @throws RunrateError `bad_otlp` when it is none */
export function decodeProtobufTraces(bytes: Uint8Array): SpanBatch {
  let plain: unknown;
  try {
    plain = traceRequest.toObject(traceRequest.decode(bytes), { longs: String, bytes: Array });
  } catch (error) {
    throw badOtlp("it is not protobuf of that message", error);
  }
  return readTraceRequest(withHexIds(plain));
}

/** What an OTLP server says of spans that it did not take; without one all went well. */
export interface PartialSuccess {
  readonly rejectedSpans: number;
  readonly errorMessage: string;
}

/** The answer to a trace request in protobuf. */
export function encodeTraceResponse(partialSuccess?: PartialSuccess): Uint8Array {
  return traceResponse.encode(traceResponse.create(partialSuccess === undefined ? {} : { partialSuccess })).finish();
}

/** A refusal as google.rpc.Status in protobuf, as OTLP/HTTP asks for. */
export function encodeStatus(refusal: { readonly code: number; readonly message: string }): Uint8Array {
  return status.encode(status.create(refusal)).finish();
}

const ID_FIELDS = new Set(["traceId", "spanId", "parentSpanId"]);

/** Ids are bytes in protobuf and hexadecimal in JSON. */
function withHexIds(value: unknown, key = ""): unknown {
  if (ID_FIELDS.has(key) && Array.isArray(value)) return Buffer.from(value.map(Number)).toString("hex");
  if (Array.isArray(value)) return value.map((member) => withHexIds(member));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withHexIds(member, name)]));
}
