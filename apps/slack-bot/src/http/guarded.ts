import type { IncomingMessage, ServerResponse } from "node:http";
import { RunrateError } from "@runrate/core";
import { refuse, type Refusal } from "./reply.ts";

/** What answers one path. */
export type Endpoint = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What the database says when it cannot store now but may later. */
const PASSING = new Set(["ledger_locked", "ledger_disk_full", "ledger_disk_failed", "ledger_unreachable"]);

/**
 * The frame of an endpoint: one method, a refusal answered as JSON, and a failure told to whoever runs the server and, without its
 * details, to the sender. Nothing is thrown.
 *
 * @param work answers the request itself, or returns why not
 * @param refuseWith how a refusal is written, where a protocol asks for its own form
 */
export function guarded(
  method: string,
  onError: (error: unknown) => void,
  work: (request: IncomingMessage, response: ServerResponse) => Promise<Refusal | undefined>,
  refuseWith: (response: ServerResponse, refusal: Refusal) => void = refuse,
): Endpoint {
  return async (request, response) => {
    try {
      const refusal = request.method === method ? await work(request, response) : wrongMethod(method);
      if (refusal && !response.headersSent) refuseWith(response, refusal);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.status >= 500) onError(error);
      if (response.headersSent) response.destroy();
      else refuseWith(response, failure);
    }
  };
}

function wrongMethod(method: string): Refusal {
  return { status: 405, code: "wrong_method", message: `this address takes ${method}`, headers: { allow: method } };
}

function failureOf(error: unknown): Refusal {
  if (error instanceof RunrateError && error.code === "not_text") {
    return { status: 400, code: "not_text", message: error.message, hint: "Send UTF-8 text, one JSON object a line." };
  }
  if (error instanceof RunrateError && error.code === "bad_otlp") {
    return { status: 400, code: "bad_otlp", message: error.message, ...(error.hint ? { hint: error.hint } : {}) };
  }
  if (error instanceof RunrateError && PASSING.has(error.code)) {
    return {
      status: 503,
      code: error.code,
      message: "the ledger cannot store now; whatever was not acknowledged has to be sent again",
      hint: "Send it again after the seconds in Retry-After; nothing is counted twice.",
      retryAfter: 5,
    };
  }
  return {
    status: 500,
    code: "internal",
    message: "the server failed; whatever was not acknowledged has to be sent again",
    hint: "Nothing is counted twice. The server's log has the details.",
  };
}
