import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Refusal } from "./reply.ts";

/** What a token may be used for. */
export type AccessScope = "ingest" | "export" | "estimates";

/** A request that may go on. */
export interface Grant {
  /** The name under which the token's usage is stored (`http:<source>`); absent for `RUNRATE_INGEST_TOKEN`. */
  readonly source?: string;
}

/** Decides who may use `/v1/*`. */
export type Access = (request: IncomingMessage, scope: AccessScope) => Promise<Grant | Refusal>;

/** `RUNRATE_INGEST_TOKEN` opens everything; without it the endpoints are closed. */
export function tokenAccess(ingestToken: string | undefined): Access {
  const expected = ingestToken === undefined ? undefined : digest(ingestToken);
  return async (request) => {
    const token = bearerOf(request);
    if (token === undefined) return unauthorised("the request has no bearer token");
    // Digests have one length, so that the comparison takes the same time whatever was sent.
    if (expected !== undefined && timingSafeEqual(digest(token), expected)) return {};
    return unauthorised("the bearer token is not valid");
  };
}

/** The token of an `Authorization: Bearer` header. */
export function bearerOf({ headers }: IncomingMessage): string | undefined {
  return /^bearer +([^\s]+) *$/i.exec(headers.authorization ?? "")?.[1];
}

export function unauthorised(message: string): Refusal {
  return {
    status: 401,
    code: "unauthorised",
    message,
    hint: "Send Authorization: Bearer <token>, with the value of RUNRATE_INGEST_TOKEN or a token from `runrate token create`.",
    headers: { "www-authenticate": 'Bearer realm="runrate"' },
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
