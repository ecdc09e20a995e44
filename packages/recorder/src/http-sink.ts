import { z } from "zod";
import { Busy, Refused, type Delivered, type UsageSink } from "./sink.ts";
import type { UsageLine } from "./usage-line.ts";

const TIMEOUT_MS = 10_000;
/** Whatever the server says: a timer cannot wait longer than 24 days, and fires at once when it is told to. */
const MAX_WAIT_MS = 300_000;

const answer = z.object({
  stored: z.number(),
  duplicates: z.number(),
  rejected: z.array(z.object({ line: z.number(), reason: z.string() })).default([]),
});

/** Sends to `POST /v1/usage` of `runrate serve`. */
export class HttpSink implements UsageSink {
  readonly #url: string;
  readonly #token: string | undefined;
  readonly #fetch: typeof fetch;

  constructor(base: string, token: string | undefined, fetcher: typeof fetch = fetch) {
    this.#url = new URL("v1/usage", base.endsWith("/") ? base : `${base}/`).href;
    this.#token = token;
    this.#fetch = fetcher;
  }

  async send(lines: readonly UsageLine[]): Promise<Delivered> {
    const response = await this.#fetch(this.#url, {
      method: "POST",
      headers: {
        "content-type": "application/x-ndjson",
        ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
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
    if (response.status >= 500 || response.status === 408) throw new Error(`${response.status} from ${this.#url}`);
    const parsed = answer.safeParse(readJson(text));
    if (!parsed.success) throw new Refused(`${response.status} from ${this.#url}: ${text.slice(0, 200)}`);
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
