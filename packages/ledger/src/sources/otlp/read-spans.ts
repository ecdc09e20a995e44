import { z } from "zod";
import type { TraceRequest } from "./decode-json.ts";
import { isReadAttribute, type AttributeValue, type Span, type SpanBatch } from "./span.ts";

const wholeNumber = z.union([
  z.number().refine(Number.isInteger, "not a whole number"),
  z.string().regex(/^-?\d{1,20}$/),
]);

const span = z.looseObject({
  traceId: z.string().min(1, "missing"),
  spanId: z.string().min(1, "missing"),
  parentSpanId: z.string().nullish(),
  name: z.string().nullish(),
  kind: z.union([z.number(), z.string()]).nullish(),
  startTimeUnixNano: wholeNumber,
  endTimeUnixNano: wholeNumber.nullish(),
  attributes: z.array(z.unknown()).nullish(),
});

/** The spans of a request. One that cannot be read is a fault of its own; the others go on. */
export function readSpans(request: TraceRequest): SpanBatch {
  const spans: Span[] = [];
  const faults: string[] = [];
  for (const { resource, scopeSpans } of request.resourceSpans ?? []) {
    const shared = attributesOf(resource?.attributes ?? [], new Map());
    for (const { scope, spans: members } of scopeSpans ?? []) {
      for (const member of members ?? []) {
        const read = readSpan(member, scope?.name ?? "", shared);
        if (typeof read === "string") faults.push(read);
        else spans.push(read);
      }
    }
  }
  return { spans, faults };
}

function readSpan(json: unknown, scope: string, shared: ReadonlyMap<string, AttributeValue>): Span | string {
  const parsed = span.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `a span's ${issue?.path.join(".") || "form"}: ${issue?.message ?? "not valid"}`;
  }
  const { traceId, spanId, parentSpanId, name, kind, startTimeUnixNano, endTimeUnixNano, attributes } = parsed.data;
  const parent = parentSpanId?.toLowerCase() ?? "";
  return {
    traceId: traceId.toLowerCase(),
    spanId: spanId.toLowerCase(),
    // An absent parent is spelled as an empty id, or as one of zeros.
    ...(/^0*$/.test(parent) ? {} : { parentSpanId: parent }),
    name: name ?? "",
    kind: kindOf(kind),
    startedAt: Number(BigInt(startTimeUnixNano) / 1_000_000n),
    ...(endTimeUnixNano == null ? {} : { endedAt: Number(BigInt(endTimeUnixNano) / 1_000_000n) }),
    scope,
    attributes: attributesOf(attributes ?? [], shared),
  };
}

function kindOf(kind: string | number | null | undefined): number {
  if (typeof kind === "number") return kind;
  return kind === "SPAN_KIND_CLIENT" ? 3 : Number(kind ?? 0) || 0;
}

/** Read by hand: a request has ten attributes for each span, and most of them are left alone. */
function attributesOf(
  list: readonly unknown[],
  shared: ReadonlyMap<string, AttributeValue>,
): ReadonlyMap<string, AttributeValue> {
  const attributes = new Map(shared);
  for (const entry of list) {
    if (!isObject(entry) || typeof entry["key"] !== "string" || !isReadAttribute(entry["key"])) continue;
    const read = valueOf(entry["value"]);
    if (read !== undefined) attributes.set(entry["key"], read);
  }
  return attributes;
}

const WHOLE = /^-?\d{1,20}$/;

/** A text, number or truth value of OTLP's AnyValue; undefined for lists, bytes and what is none. */
function valueOf(value: unknown): AttributeValue | undefined {
  if (!isObject(value)) return undefined;
  const { stringValue, intValue, doubleValue, boolValue } = value;
  if (typeof stringValue === "string") return stringValue;
  if (typeof intValue === "number" || (typeof intValue === "string" && WHOLE.test(intValue))) return Number(intValue);
  if (typeof doubleValue === "number" || (typeof doubleValue === "string" && doubleValue !== "")) {
    const number = Number(doubleValue);
    return Number.isNaN(number) ? undefined : number;
  }
  return typeof boolValue === "boolean" ? boolValue : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
