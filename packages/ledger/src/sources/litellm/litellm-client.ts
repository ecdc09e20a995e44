import { RunrateError } from "@runrate/core";
import type { KyInstance } from "ky";
import { z } from "zod";
import type { AdminAccess } from "../openai-admin/admin-client.ts";

const RETRIES = 5;
const TIMEOUT_MS = 60_000;
/** The most rows that LiteLLM gives at once. */
export const PAGE_ROWS = 100;

/** A client of a LiteLLM proxy, with retries that wait as long as Retry-After says. */
export async function openLiteLlmClient({ adminKey, baseUrl }: AdminAccess): Promise<KyInstance> {
  const { default: ky } = await import("ky");
  return ky.create({
    ...(baseUrl === undefined ? {} : { prefix: baseUrl }),
    headers: { authorization: `Bearer ${adminKey}` },
    retry: { limit: RETRIES, methods: ["get"] },
    timeout: TIMEOUT_MS,
  });
}

const page = z.looseObject({ data: z.array(z.unknown()) });

/**
 * A page of spend logs that began in [from, to], oldest first (LiteLLM's proxy, `GET /spend/logs/v2`; looked at in November 2026).
 * Its totals are capped, so a page that is not full is the last one.
 *
 * @param number counted from 1
 * @throws RunrateError `source_unreadable` for an answer that is no page; what the request throws
 */
export async function fetchSpendLogs(
  client: KyInstance,
  span: { readonly from: number; readonly to: number },
  number: number,
): Promise<readonly unknown[]> {
  const searchParams = new URLSearchParams({
    start_date: secondText(span.from),
    end_date: secondText(span.to),
    page: String(number),
    page_size: String(PAGE_ROWS),
    sort_by: "startTime",
    sort_order: "asc",
  });
  const answer: unknown = await client.get("spend/logs/v2", { searchParams }).json();
  const parsed = page.safeParse(answer);
  if (parsed.success) return parsed.data.data;
  throw new RunrateError("source_unreadable", "LiteLLM's answer for spend_logs is not a page of spend logs", {
    what: "spend_logs",
    hint: "Check LITELLM_BASE_URL: it must lead to the proxy itself, such as http://litellm:4000.",
  });
}

/** The one form that LiteLLM takes: whole seconds of UTC without a zone. */
function secondText(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace("T", " ");
}

/** What a failure of the proxy means; its own message is left out. Other errors as they are. */
export function liteLlmFailure(error: unknown, what: string): unknown {
  if (error instanceof RunrateError || !(error instanceof Error)) return error;
  const status = "response" in error && error.response instanceof Response ? error.response.status : undefined;
  const facts = { what, ...(status === undefined ? {} : { status }) };
  if (status === 401 || status === 403) {
    return new RunrateError("admin_key_refused", `LiteLLM refuses the key (${status}) for ${what}`, {
      ...facts,
      hint: "Set LITELLM_ADMIN_KEY to the proxy's master key, or to a key of a proxy admin (viewing is enough).",
    });
  }
  if (status === 404) {
    return new RunrateError("source_failed", "this LiteLLM proxy has no /spend/logs/v2", {
      ...facts,
      hint: "Update LiteLLM and give it a database, or import its spend logs as files (`runrate import`).",
    });
  }
  if (status !== undefined) {
    return new RunrateError(
      status === 429 ? "source_rate_limited" : "source_failed",
      `LiteLLM answered ${status} for ${what}`,
      { ...facts, hint: "Nothing is lost: the next sync goes on from here." },
    );
  }
  if (error.name === "TimeoutError" || error.name === "NetworkError" || error instanceof TypeError) {
    return new RunrateError("source_unreachable", `the LiteLLM proxy could not be reached for ${what}`, {
      ...facts,
      hint: "Check the network and LITELLM_BASE_URL; the next sync goes on from here.",
    });
  }
  return error;
}
