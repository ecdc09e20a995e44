import { z } from "zod";
import { Busy, Refused, TooLarge, type Delivered, type UsageSink } from "./sink.ts";
import type { UsageLine } from "./usage-line.ts";

const TIMEOUT_MS = 10_000;
/** Whatever the server says: a timer cannot wait longer than 24 days, and fires at once when it is told to. */
const MAX_WAIT_MS = 300_000;

const answer = z.object({
  stored: z.number(),
  duplicates: z.number(),
  rejected: z.array(z.object({ line: z.number(), reason: z.string() })).default([]),
});

/** A bearer token, or what gives the one that holds now: it is asked before each batch, so that a rotated one is taken up. */
export type Token = string | (() => string | undefined | Promise<string | undefined>);

/** Sends to `POST /v1/usage` of `runrate serve`. */
export class HttpSink implements UsageSink {
  readonly #url: string;
  readonly #token: Token | undefined;
  readonly #fetch: typeof fetch;

  constructor(base: string, token: Token | undefined, fetcher: typeof fetch = fetch) {
    this.#url = new URL("v1/usage", base.endsWith("/") ? base : `${base}/`).href;
    this.#token = token;
    this.#fetch = fetcher;
  }

  async send(lines: readonly UsageLine[]): Promise<Delivered> {
    const token = typeof this.#token === "function" ? await this.#token() : this.#token;
    const response = await this.#fetch(this.#url, {
      method: "POST",
      headers: {
        "content-type": "application/x-ndjson",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: lines.map((line) => JSON.stringify(line)).join("\n"),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (response.status === 429 || response.status === 503) {
      const seconds = Number(response.headers.get("retry-after"));
      throw new Busy(
        `${response.status} from ${this.#url}`,
        Number.isFinite(seconds) ? Math.min(seconds * 1_000, MAX_WAIT_MS) : 0,
      );
    }
    const said = `${response.status} from ${this.#url}: ${text.slice(0, 200)}`;
    if (response.status === 413) throw new TooLarge(said);
    if (response.status === 400 || response.status === 422) throw new Refused(said);
    const parsed = response.ok ? answer.safeParse(readJson(text)) : undefined;
    // A token that is not accepted yet or no more, an address that something else answers for now: that can be mended outside.
    if (parsed?.success !== true) throw new Error(said);
    const { stored, duplicates, rejected } = parsed.data;
    return { stored, duplicates, rejected: rejected.length, reasons: rejected.slice(0, 3).map(({ reason }) => reason) };
  }

  async close(): Promise<void> {}
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
