import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { findToken, type LedgerStore, type TokenScope } from "@runrate/ledger";
import type { Refusal } from "./reply.ts";

/** A request that may go on. */
export interface Grant {
  /** The name under which the token's usage is stored (`http:<source>`); absent for `RUNRATE_INGEST_TOKEN`. */
  readonly source?: string;
}

/** Decides who may use `/v1/*`. */
export type Access = (request: IncomingMessage, scope: TokenScope) => Promise<Grant | Refusal>;

/**
 * `RUNRATE_INGEST_TOKEN` opens everything; a token of the ledger opens what its scopes say. Without either the endpoints are
 * closed.
 */
export function tokenAccess(ledger: LedgerStore, ingestToken: string | undefined): Access {
  const expected = ingestToken === undefined ? undefined : digest(ingestToken);
  return async (request, scope) => {
    const token = bearerOf(request);
    if (token === undefined) return unauthorised("the request has no bearer token");
    // Digests have one length, so that the comparison takes the same time whatever was sent.
    if (expected !== undefined && timingSafeEqual(digest(token), expected)) return {};
    const found = await findToken(ledger, token);
    if (found === undefined) return unauthorised("the bearer token is not valid");
    return found.scopes.includes(scope) ? { source: found.source } : forbidden(scope, found.scopes);
  };
}

/** The token of an `Authorization: Bearer` header; some exporters leave the `%20` of their configuration in it. */
function bearerOf({ headers }: IncomingMessage): string | undefined {
  return /^bearer(?: +|%20)([^\s]+) *$/i.exec(headers.authorization ?? "")?.[1];
}

function unauthorised(message: string): Refusal {
  return {
    status: 401,
    code: "unauthorised",
    message,
    hint: "Send Authorization: Bearer <token>, with the value of RUNRATE_INGEST_TOKEN or a token of `runrate token create`.",
    headers: { "www-authenticate": 'Bearer realm="runrate"' },
  };
}

function forbidden(scope: TokenScope, scopes: readonly TokenScope[]): Refusal {
  return {
    status: 403,
    code: "forbidden",
    message: `the token is for ${scopes.join(" and ")}, not for ${scope}`,
    hint: `Make one with \`runrate token create <name> --scope ${scope}\`.`,
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
