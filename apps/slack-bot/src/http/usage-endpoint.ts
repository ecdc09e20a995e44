import type { IncomingMessage, ServerResponse } from "node:http";
import { ingestLines, type IngestOptions, type ImportResult, type LedgerStore } from "@runrate/ledger";
import type { Access } from "./access.ts";
import { guarded } from "./guarded.ts";
import type { Intake } from "./intake.ts";
import { readBody } from "./read-body.ts";
import { isRefusal, replyJson, type Refusal } from "./reply.ts";

/** What the endpoints that take usage share. */
export interface IngestSettings {
  readonly ledger: LedgerStore;
  readonly access: Access;
  readonly intake: Intake;
  readonly price: IngestOptions["price"];
  readonly matchWorkload?: IngestOptions["matchWorkload"];
  readonly pseudonym?: IngestOptions["pseudonym"];
  /** Called when something new has been stored, after the answer: alerts evaluate then. */
  readonly afterIngest?: () => void;
  /** Told of what went wrong on this side. */
  readonly onError: (error: unknown) => void;
}

/** Lines are read and stored a thousand at a time, which are seldom longer than this. */
const BYTES_AT_ONCE = 200_000;

/** curl's default for `--data-binary` is among them: the body is read by its content. */
const CONTENT_TYPES = new Set([
  "application/x-ndjson",
  "application/ndjson",
  "application/jsonl",
  "application/x-jsonlines",
  "application/json",
  "text/plain",
  "application/octet-stream",
  "application/x-www-form-urlencoded",
]);

/**
 * `POST /v1/usage` (DESIGN.md, Interfaces): JSON lines of usage, gzipped or not, with a bearer token. Answers
 * `{"stored", "duplicates", "unpriced", "rejected": [{"line", "reason"}]}` once the lines are durable; sending them again is
 * safe.
 */
export function usageEndpoint(settings: IngestSettings) {
  return guarded("POST", settings.onError, async (request: IncomingMessage, response: ServerResponse) => {
    const grant = await settings.access(request, "ingest");
    if (isRefusal(grant)) return grant;
    const fault = contentTypeFault(request);
    if (fault) return fault;
    return await settings.intake.admit(request, async (): Promise<Refusal | undefined> => {
      const body = await readBody(request, settings.intake.limits.bodyBytes);
      if (isRefusal(body)) return body;
      const { ledger, price, matchWorkload, pseudonym } = settings;
      const options = {
        source: grant.source === undefined ? "http" : `http:${grant.source}`,
        price,
        ...(matchWorkload === undefined ? {} : { matchWorkload }),
        ...(pseudonym === undefined ? {} : { pseudonym }),
        now: ledger.clock(),
      };
      const store = async () => await ingestLines(ledger, body.bytes, options);
      const result = await settings.intake.store(body.bytes, BYTES_AT_ONCE, store);
      replyJson(response, 200, summary(result));
      if (result.stored > 0) settings.afterIngest?.();
      return undefined;
    });
  });
}

function summary({ stored, duplicates, unpriced, rejected, rejectedCount }: ImportResult) {
  return {
    stored,
    duplicates,
    unpriced,
    rejected,
    ...(rejectedCount > rejected.length ? { rejected_count: rejectedCount } : {}),
  };
}

function contentTypeFault({ headers }: IncomingMessage): Refusal | undefined {
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === undefined || type === "" || CONTENT_TYPES.has(type)) return undefined;
  return {
    status: 415,
    code: "unknown_content_type",
    message: `Content-Type is "${type.slice(0, 80)}", which is not JSON lines`,
    hint: "Send application/x-ndjson: one JSON object a line.",
  };
}
