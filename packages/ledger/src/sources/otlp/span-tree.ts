import type { Span } from "./span.ts";

/** How a span is named wherever spans of several traces are together: "trace:span". */
export function keyOf({ traceId, spanId }: Pick<Span, "traceId" | "spanId">): string {
  return `${traceId}:${spanId}`;
}

/** The key of a span's parent; undefined for the root of a trace. */
export function parentKeyOf({ traceId, parentSpanId }: Span): string | undefined {
  return parentSpanId === undefined ? undefined : keyOf({ traceId, spanId: parentSpanId });
}

/** Spans by their keys. */
export function spansByKey(spans: readonly Span[]): ReadonlyMap<string, Span> {
  return new Map(spans.map((span) => [keyOf(span), span]));
}

/**
 * The spans above a span, the nearest first, as far as they are known. A hostile trace may hold a circle: nobody is their own
 * ancestor, and no trace is this deep.
 */
export function* ancestors(span: Span, known: ReadonlyMap<string, Span>): Generator<Span> {
  let current = span;
  for (let depth = 0; depth < 100; depth += 1) {
    const key = parentKeyOf(current);
    const parent = key === undefined ? undefined : known.get(key);
    if (parent === undefined || parent === span) return;
    yield parent;
    current = parent;
  }
}
