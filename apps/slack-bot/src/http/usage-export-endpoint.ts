import type { IncomingMessage, ServerResponse } from "node:http";
import { measureUsage, type LedgerStore } from "@runrate/ledger";
import type { Access } from "./access.ts";
import { guarded } from "./guarded.ts";
import { isRefusal, replyJson, type Refusal } from "./reply.ts";

const DEFAULT_DAYS = 30;
const MOST_DAYS = 3_660;

/**
 * `GET /v1/usage/export?days=30`: what was measured, by model, project and workload, in the form that `runrate diff --usage` and
 * the action read. Needs a token with the scope `export`, which cannot send usage.
 */
export function usageExportEndpoint(settings: {
  readonly ledger: LedgerStore;
  readonly access: Access;
  readonly onError: (error: unknown) => void;
}) {
  const { ledger, access, onError } = settings;
  return guarded("GET", onError, async (request: IncomingMessage, response: ServerResponse) => {
    const grant = await access(request, "export");
    if (isRefusal(grant)) return grant;
    const days = daysOf(request);
    if (typeof days !== "number") return days;
    replyJson(response, 200, await measureUsage(ledger, ledger.clock(), days));
    return undefined;
  });
}

function daysOf({ url }: IncomingMessage): number | Refusal {
  const text = new URL(url ?? "/", "http://runrate").searchParams.get("days");
  const days = text === null ? DEFAULT_DAYS : Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return days;
  return { status: 400, code: "bad_days", message: `days must be a whole number from 1 to ${MOST_DAYS}` };
}
