import { GitHub, getOctokitOptions } from "@actions/github/lib/utils";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import type { ApiSettings } from "./github-api.ts";

/** A limit that lasts longer than this is not waited for: the job would only hang. */
const LONGEST_WAIT_S = 90;
const MOST_WAITS = 2;

/** Answers that the same request gets again; with 429 the throttle alone decides whether and how long to wait. */
const FINAL = [400, 401, 403, 404, 410, 422, 429, 451];

/** The toolkit's client: 5xx are retried, rate limits waited for, both within bounds. */
export function connect({ token, baseUrl }: Pick<ApiSettings, "token" | "baseUrl">) {
  const Client = GitHub.plugin(retry, throttling);
  const waits = (seconds: number, _options: unknown, _client: unknown, count: number) =>
    count < MOST_WAITS && seconds <= LONGEST_WAIT_S;
  const settings = {
    baseUrl,
    userAgent: "runrate-action",
    // A sentence for people comes with every result; the client's own lines would only repeat it.
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    throttle: { onRateLimit: waits, onSecondaryRateLimit: waits },
    retry: { retries: 3, doNotRetry: FINAL },
  };
  return new Client(token === "" ? settings : getOctokitOptions(token, settings));
}

function ignore(): void {}
