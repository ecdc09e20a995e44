import { RunrateError } from "@runrate/core";
import { z } from "zod";
import { readSpans } from "./read-spans.ts";
import type { SpanBatch } from "./span.ts";

const keyValues = z.array(z.unknown()).nullish();

const request = z.looseObject({
  resourceSpans: z
    .array(
      z.looseObject({
        resource: z.looseObject({ attributes: keyValues }).nullish(),
        scopeSpans: z
          .array(
            z.looseObject({
              scope: z.looseObject({ name: z.string().nullish() }).nullish(),
              spans: z.array(z.unknown()).nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});

/** The envelope of a trace request, the same for JSON and for what protobuf unpacks to. */
export type TraceRequest = z.infer<typeof request>;

/**
 * Reads an OTLP trace request in JSON (whole numbers as text, as the protocol says, or as numbers, as exporters send them).
 *
 * @throws RunrateError `bad_otlp` when it is none
 */
export function decodeJsonTraces(text: string): SpanBatch {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw badOtlp("it is not JSON", error);
  }
  return readTraceRequest(json);
}

/** Reads a trace request that has been parsed. @throws RunrateError `bad_otlp` */
export function readTraceRequest(json: unknown): SpanBatch {
  if (holds(json, "resourceMetrics")) {
    throw badOtlp("metrics do not tell cached input from other input, so their cost is not known; send the traces");
  }
  if (holds(json, "resourceLogs")) throw badOtlp("these are logs; send the traces");
  const parsed = request.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badOtlp(`${issue?.path.join(".") || "the body"}: ${issue?.message ?? "not valid"}`);
  }
  return readSpans(parsed.data);
}

/** Another signal's request, and not traces beside it. */
function holds(json: unknown, name: "resourceMetrics" | "resourceLogs"): boolean {
  return typeof json === "object" && json !== null && name in json && !("resourceSpans" in json);
}

/** The error of a body that is no trace request; it shows nothing of the body. */
export function badOtlp(why: string, cause?: unknown): RunrateError {
  return new RunrateError(
    "bad_otlp",
    `not an OTLP trace request: ${why}`,
    { hint: "Send an ExportTraceServiceRequest, as JSON or protobuf, to /v1/traces." },
    cause instanceof Error ? { cause: cause.name } : undefined,
  );
}
