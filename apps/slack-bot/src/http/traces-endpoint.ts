import type { IncomingMessage, ServerResponse } from "node:http";
import {
  decodeJsonTraces,
  decodeProtobufTraces,
  encodeStatus,
  encodeTraceResponse,
  ingestSpans,
  type PartialSuccess,
  type SpanBatch,
  type SpanResult,
} from "@runrate/ledger";
import { guarded } from "./guarded.ts";
import { readBody } from "./read-body.ts";
import { isRefusal, refusalHeaders, replyJson, type Refusal } from "./reply.ts";
import type { IngestSettings } from "./usage-endpoint.ts";

/** How a request is encoded: its answer has the same encoding, whatever it says. */
type Encoding = "json" | "protobuf";

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  "application/json": "json",
  "application/x-protobuf": "protobuf",
  "application/protobuf": "protobuf",
};

/** Codes of google.rpc.Status for the statuses that are answered. */
const RPC_CODES: Readonly<Record<number, number>> = { 400: 3, 401: 16, 403: 7, 413: 8, 415: 3, 429: 8, 503: 14 };

/**
 * `POST /v1/traces`: OTLP/HTTP traces in JSON or protobuf, gzipped or not, with a bearer token. GenAI spans become usage records;
 * spans without usage are accepted and ignored; what could not be stored is told as a partial success (OTLP specification 1.7,
 * "OTLP/HTTP Response"). Texts of prompts and answers are neither stored nor logged.
 */
export function tracesEndpoint(settings: IngestSettings) {
  const work = async (request: IncomingMessage, response: ServerResponse): Promise<Refusal | undefined> => {
    const grant = await settings.access(request, "ingest");
    if (isRefusal(grant)) return grant;
    const encoding = encodingOf(request);
    if (encoding === undefined) return unknownType(request);
    return await settings.intake.admit(request, async () => {
      const body = await readBody(request, settings.intake.limits.bodyBytes);
      if (isRefusal(body)) return body;
      const { ledger, price, matchWorkload, pseudonym } = settings;
      const options = {
        source: grant.source === undefined ? "otlp" : `otlp:${grant.source}`,
        price,
        ...(matchWorkload === undefined ? {} : { matchWorkload }),
        ...(pseudonym === undefined ? {} : { pseudonym }),
        now: ledger.clock(),
      };
      const store = async () => await ingestSpans(ledger, decode(body.bytes, encoding), options);
      const result = await settings.intake.store(body.bytes, body.bytes.length, store);
      answer(response, encoding, partialSuccess(result));
      if (result.stored > 0) settings.afterIngest?.();
      return undefined;
    });
  };
  return guarded("POST", settings.onError, work, refuseInKind);
}

function encodingOf({ headers }: IncomingMessage): Encoding | undefined {
  return ENCODINGS[headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase() ?? ""];
}

function decode(bytes: Buffer, encoding: Encoding): SpanBatch {
  if (encoding === "protobuf") return decodeProtobufTraces(bytes);
  return decodeJsonTraces(new TextDecoder().decode(bytes));
}

function partialSuccess({ rejected, reasons }: SpanResult): PartialSuccess | undefined {
  return rejected === 0 ? undefined : { rejectedSpans: rejected, errorMessage: reasons.join("; ") };
}

function answer(response: ServerResponse, encoding: Encoding, partial: PartialSuccess | undefined): void {
  if (encoding === "protobuf") {
    replyProtobuf(response, 200, encodeTraceResponse(partial), {});
    return;
  }
  // A 64-bit number is a text in protobuf's JSON.
  const body = partial && { partialSuccess: { ...partial, rejectedSpans: String(partial.rejectedSpans) } };
  replyJson(response, 200, body ?? {});
}

/** Refusals are google.rpc.Status in the encoding of the request. */
function refuseInKind(response: ServerResponse, refusal: Refusal): void {
  const code = RPC_CODES[refusal.status] ?? 2;
  const message = refusal.hint === undefined ? refusal.message : `${refusal.message}. ${refusal.hint}`;
  const headers = refusalHeaders(response, refusal);
  if (encodingOf(response.req) === "protobuf") {
    replyProtobuf(response, refusal.status, encodeStatus({ code, message }), headers);
  } else {
    replyJson(response, refusal.status, { code, message }, headers);
  }
}

function replyProtobuf(
  response: ServerResponse,
  status: number,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, {
    "content-type": "application/x-protobuf",
    "content-length": bytes.length,
    "cache-control": "no-store",
    ...headers,
  });
  response.end(bytes);
}

function unknownType({ headers }: IncomingMessage): Refusal {
  return {
    status: 415,
    code: "unknown_content_type",
    message: `Content-Type is "${(headers["content-type"] ?? "").slice(0, 80)}", which is not OTLP`,
    hint: "Send application/json or application/x-protobuf.",
  };
}
