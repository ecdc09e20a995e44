import { RunrateError } from "@runrate/core";
import { billableSpans } from "../sources/otlp/billable-spans.ts";
import { readTraceRequest } from "../sources/otlp/decode-json.ts";
import type { Span } from "../sources/otlp/span.ts";
import { spanRecord } from "../sources/otlp/span-record.ts";
import type { LineBatch } from "./lines.ts";
import { DocumentText } from "./read-buckets.ts";
import type { Tally } from "./tally.ts";

/** True for the beginning of an OTLP request of traces or metrics. */
export function isOtlp(head: string): boolean {
  return /^\s*\{\s*"resource(Spans|Metrics|Logs)"/.test(head);
}

/**
 * Traces as an exporter or a collector wrote them to a file: one OTLP request a line, or one in the whole file. The requests of a
 * file are looked at together, so that an outer span in one and its calls in another are not counted twice.
 */
export class TraceDocuments {
  readonly tagColumns = [];
  readonly #text = new DocumentText();
  readonly #tally: Tally;
  readonly #source: string;
  readonly #file: string;

  constructor(tally: Tally, source: string, file: string) {
    this.#tally = tally;
    this.#source = source;
    this.#file = file;
  }

  async take(batch: LineBatch): Promise<void> {
    this.#text.add(batch, this.#file);
  }

  async end(): Promise<void> {
    const spans: Span[] = [];
    const lines = new Map<string, number>();
    for (const document of this.#text.documents()) {
      const { number } = document;
      try {
        if ("broken" in document) throw new RunrateError("bad_otlp", document.broken);
        const batch = readTraceRequest(requireTraces(document.json));
        for (const reason of batch.faults) this.#tally.reject(number, reason);
        for (const span of batch.spans) lines.set(`${span.traceId}:${span.spanId}`, number);
        spans.push(...batch.spans);
      } catch (error) {
        if (!(error instanceof RunrateError)) throw error;
        this.#tally.reject(number, error.message);
      }
    }
    const { calls, faults } = billableSpans(spans);
    for (const reason of faults) this.#tally.reject(1, reason);
    for (const call of calls) {
      const line = lines.get(`${call.span.traceId}:${call.span.spanId}`) ?? 1;
      this.#tally.take(spanRecord(call, this.#source), line);
      if (this.#tally.isFull) await this.#tally.flush();
    }
    await this.#tally.flush();
  }
}

function requireTraces(json: unknown): unknown {
  const isNone =
    typeof json !== "object" ||
    json === null ||
    !["resourceSpans", "resourceMetrics", "resourceLogs"].some((name) => name in json);
  if (isNone) throw new RunrateError("bad_otlp", "not an OTLP trace request: it has no resourceSpans");
  return json;
}
