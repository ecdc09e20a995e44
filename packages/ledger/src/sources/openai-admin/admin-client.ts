import { RunrateError } from "@runrate/core";
import type { OpenAI } from "openai";

/** How a provider's admin API is reached. */
export interface AdminAccess {
  readonly adminKey: string;
  /** Another API base, such as `http://127.0.0.1:8080/v1`. */
  readonly baseUrl?: string;
}

/** More tries than the SDK's two: a sync that gives up leaves a gap until its next turn. It waits as long as Retry-After says. */
const RETRIES = 5;
const TIMEOUT_MS = 60_000;

/** A client of the admin API. The SDK is loaded here, since most commands do without it. */
export async function openAdminClient({ adminKey, baseUrl }: AdminAccess): Promise<OpenAI> {
  const { default: Client } = await import("openai");
  return new Client({
    adminAPIKey: adminKey,
    // The admin endpoints take the admin key alone.
    apiKey: null,
    organization: null,
    project: null,
    ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
    maxRetries: RETRIES,
    timeout: TIMEOUT_MS,
    logLevel: "off",
  });
}

/** True when the API does not offer what was asked: an older or a compatible server. */
export function isNotOffered(error: unknown): boolean {
  return statusOf(error) === 404;
}

/**
 * What a failure of the admin API means to whoever runs Runrate. The SDK's own message is left out: it may repeat the key.
 *
 * @returns RunrateError `admin_key_refused`, `admin_key_without_rights`, `source_rate_limited`, `source_unreachable`,
 *   `source_failed`; other errors as they are
 */
export function adminFailure(error: unknown, what: string): unknown {
  if (error instanceof RunrateError || !(error instanceof Error)) return error;
  const status = statusOf(error);
  const request = "requestID" in error && typeof error.requestID === "string" ? { request: error.requestID } : {};
  const facts = { what, ...(status === undefined ? {} : { status }), ...request };
  if (status === 401) {
    return new RunrateError("admin_key_refused", `OpenAI refuses the admin key (401) for ${what}`, {
      ...facts,
      hint: "Set OPENAI_ADMIN_KEY to an admin key (sk-admin-…) of platform.openai.com, Organization settings, Admin keys; a project's key does not work.",
    });
  }
  if (status === 403) {
    return new RunrateError("admin_key_without_rights", `the admin key may not read ${what} (403)`, {
      ...facts,
      hint: "Give the key the permission to read usage (api.usage.read), or make a new one with all read permissions as an organisation owner.",
    });
  }
  if (status === 429) {
    return new RunrateError(
      "source_rate_limited",
      `OpenAI's rate limit holds for ${what} after ${RETRIES} more tries`,
      {
        ...facts,
        hint: "Nothing is lost: the next sync goes on from here. Raise sources.openai.every_minutes in runrate.yml if it stays.",
      },
    );
  }
  if (status !== undefined) {
    return new RunrateError("source_failed", `OpenAI answered ${status} for ${what}`, {
      ...facts,
      hint: "Nothing is lost: the next sync goes on from here. If it stays, status.openai.com may say more.",
    });
  }
  if (error.name === "APIConnectionError" || error.name === "APIConnectionTimeoutError" || "cause" in error) {
    return new RunrateError("source_unreachable", `OpenAI's admin API could not be reached for ${what}`, {
      ...facts,
      hint: "Check the network and OPENAI_BASE_URL; the next sync goes on from here.",
    });
  }
  return error;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : undefined;
}
