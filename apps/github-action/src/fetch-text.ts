import { RunrateError } from "@runrate/core";
import { z } from "zod";

const LONGEST_MS = 30_000;
const LONGEST_BYTES = 50_000_000;
const TRIES = 3;

/**
 * A text from an HTTPS address (or this machine), with a bearer token where there is one; with `post` that is sent as JSON. Redirects are refused when a token is
 * sent: it is meant for one host. Server errors and rate limits are tried again.
 *
 * @throws RunrateError `fetch_failed`; its message holds host and status, never the token or the query; its fact `answered` is the
 * code of an error of the bot's
 */
export async function fetchText(address: string, token: string, what: string, post?: unknown): Promise<string> {
  const url = URL.parse(address);
  const isLocal = url !== null && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url === null || (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal))) {
    throw new RunrateError("fetch_failed", `${what} is not an HTTPS address`, {
      hint: "Give one that starts with https://.",
    });
  }
  const failed = (why: string, facts: { readonly answered?: string | null; readonly cause?: unknown } = {}) =>
    new RunrateError(
      "fetch_failed",
      `${what} could not be fetched from ${url.host}: ${why}`,
      { hint: "Check the address and the token.", answered: facts.answered ?? null },
      { cause: facts.cause },
    );
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(url, {
        method: post === undefined ? "GET" : "POST",
        headers: {
          ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
          ...(post === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(post === undefined ? {} : { body: JSON.stringify(post) }),
        redirect: token === "" ? "follow" : "error",
        signal: AbortSignal.timeout(LONGEST_MS),
      });
      if (response.ok) return await limited(response);
      const isPassing = response.status >= 500 || response.status === 429;
      if (!isPassing || attempt === TRIES) {
        throw failed(`it answered ${response.status}`, { answered: await codeIn(response) });
      }
    } catch (error) {
      if (error instanceof RunrateError) throw error;
      if (attempt === TRIES) throw failed("no answer", { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, attempt * 500));
  }
}

const errorSchema = z.object({ error: z.object({ code: z.string() }) });

/** The code of an error of the bot's; null for any other answer. */
async function codeIn(response: Response): Promise<string | null> {
  try {
    return errorSchema.parse(JSON.parse(await limited(response))).error.code;
  } catch {
    return null;
  }
}

async function limited(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > LONGEST_BYTES) throw new Error("the answer is larger than 50 MB");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
