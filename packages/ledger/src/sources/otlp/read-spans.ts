import { z } from "zod";
import type { TraceRequest } from "./decode-json.ts";
import { isReadAttribute, type AttributeValue, type Span, type SpanBatch } from "./span.ts";

const wholeNumber = z.union([z.number(), z.string().regex(/^-?\d{1,20}$/)]);

const anyValue = z.looseObject({
  stringValue: z.string().nullish(),
  intValue: wholeNumber.nullish(),
  doubleValue: z.union([z.number(), z.string()]).nullish(),
  boolValue: z.boolean().nullish(),
});

const span = z.looseObject({
  traceId: z.string().min(1, "missing"),
  spanId: z.string().min(1, "missing"),
  parentSpanId: z.string().nullish(),
  name: z.string().nullish(),
  kind: z.union([z.number(), z.string()]).nullish(),
  startTimeUnixNano: wholeNumber,
  attributes: z.array(z.looseObject({ key: z.string(), value: z.unknown() })).nullish(),
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
  const { traceId, spanId, parentSpanId, name, kind, startTimeUnixNano, attributes } = parsed.data;
  const parent = parentSpanId?.toLowerCase() ?? "";
  return {
    traceId: traceId.toLowerCase(),
    spanId: spanId.toLowerCase(),
    // An absent parent is spelled as an empty id, or as one of zeros.
    ...(/^0*$/.test(parent) ? {} : { parentSpanId: parent }),
    name: name ?? "",
    kind: kindOf(kind),
    startedAt: Number(BigInt(startTimeUnixNano) / 1_000_000n),
    scope,
    attributes: attributesOf(attributes ?? [], shared),
  };
}

function kindOf(kind: string | number | null | undefined): number {
  if (typeof kind === "number") return kind;
  return kind === "SPAN_KIND_CLIENT" ? 3 : Number(kind ?? 0) || 0;
}

function attributesOf(
  list: readonly { readonly key: string; readonly value?: unknown }[],
  shared: ReadonlyMap<string, AttributeValue>,
): ReadonlyMap<string, AttributeValue> {
  const attributes = new Map(shared);
  for (const { key, value } of list) {
    if (!isReadAttribute(key)) continue;
    const read = valueOf(value);
    if (read !== undefined) attributes.set(key, read);
  }
  return attributes;
}

function valueOf(value: unknown): AttributeValue | undefined {
  const parsed = anyValue.safeParse(value);
  if (!parsed.success) return undefined;
  const { stringValue, intValue, doubleValue, boolValue } = parsed.data;
  if (typeof stringValue === "string") return stringValue;
  if (intValue !== null && intValue !== undefined) return Number(intValue);
  if (doubleValue !== null && doubleValue !== undefined) return Number(doubleValue);
  return boolValue ?? undefined;
}
