import type { ServerResponse } from "node:http";

/** A refusal as the body of an answer: a stable code, what is wrong, and the next step. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number;
  /** Further headers, such as `allow`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers with JSON. */
export function replyJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = Buffer.from(`${JSON.stringify(body)}\n`);
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": text.length,
    "cache-control": "no-store",
    ...headers,
  });
  response.end(text);
}

/** Answers with a refusal, as JSON. */
export function refuse(response: ServerResponse, refusal: Refusal): void {
  const { status, code, message, hint } = refusal;
  const error = { code, message, ...(hint === undefined ? {} : { hint }) };
  replyJson(response, status, { error }, refusalHeaders(response, refusal));
}

/** A body up to this size is let run out unread, so that whoever still sends it gets to read the answer. */
const MOST_UNREAD_BYTES = 67_108_864;

/**
 * The headers of a refusal. The connection is closed when the request's body was begun and not read to its end, or has no end in
 * sight: whoever writes to a connection that is cut never sees why.
 */
export function refusalHeaders(
  response: ServerResponse,
  { retryAfter, headers }: Refusal,
): Readonly<Record<string, string>> {
  return {
    ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
    ...(runsOut(response.req) ? {} : { connection: "close" }),
    ...headers,
  };
}

function runsOut({ complete, readableDidRead, headers }: ServerResponse["req"]): boolean {
  return complete || (!readableDidRead && Number(headers["content-length"]) <= MOST_UNREAD_BYTES);
}

/** True for what `refuse` takes, among what a step of a request may come to. */
export function isRefusal(outcome: object): outcome is Refusal {
  return "status" in outcome && "code" in outcome && "message" in outcome;
}
