import { RunrateError } from "@runrate/core";
import type { KyInstance } from "ky";
import type { AdminAccess } from "../openai-admin/admin-client.ts";

const BASE_URL = "https://api.anthropic.com";
const VERSION = "2023-06-01";
const RETRIES = 5;
const TIMEOUT_MS = 60_000;

/** A client of Anthropic's admin API, with retries that wait as long as Retry-After says. */
export async function openAnthropicClient({ adminKey, baseUrl = BASE_URL }: AdminAccess): Promise<KyInstance> {
  const { default: ky } = await import("ky");
  return ky.create({
    prefix: baseUrl,
    headers: { "x-api-key": adminKey, "anthropic-version": VERSION },
    retry: { limit: RETRIES, methods: ["get"] },
    timeout: TIMEOUT_MS,
  });
}

/** True when the server has no such endpoint. */
export function isAnthropicNotOffered(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** What a failure of Anthropic's admin API means; its own message is left out. Other errors as they are. */
export function anthropicFailure(error: unknown, what: string): unknown {
  if (error instanceof RunrateError || !(error instanceof Error)) return error;
  const status = statusOf(error);
  const facts = { what, ...(status === undefined ? {} : { status }) };
  if (status === 401 || status === 403) {
    return new RunrateError("admin_key_refused", `Anthropic refuses the admin key (${status}) for ${what}`, {
      ...facts,
      hint: "Set ANTHROPIC_ADMIN_KEY to an admin key (sk-ant-admin…) of the Console, Settings, Admin keys.",
    });
  }
  if (status === 429) {
    return new RunrateError("source_rate_limited", `Anthropic's rate limit holds for ${what}`, {
      ...facts,
      hint: "Nothing is lost: the next sync goes on from here.",
    });
  }
  if (status !== undefined) {
    return new RunrateError("source_failed", `Anthropic answered ${status} for ${what}`, {
      ...facts,
      hint: "Nothing is lost: the next sync goes on from here.",
    });
  }
  if (error.name === "TimeoutError" || error.name === "NetworkError" || error instanceof TypeError) {
    return new RunrateError("source_unreachable", `Anthropic's admin API could not be reached for ${what}`, {
      ...facts,
      hint: "Check the network and ANTHROPIC_BASE_URL; the next sync goes on from here.",
    });
  }
  return error;
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("response" in error)) return undefined;
  return error.response instanceof Response ? error.response.status : undefined;
}
