import type { IncomingMessage } from "node:http";
import { MemoryTurns } from "./memory-turns.ts";
import type { Refusal } from "./reply.ts";

/** How much may be under way at once. */
export interface IntakeLimits {
  readonly requests: number;
  /** The largest body, unpacked. */
  readonly bodyBytes: number;
  /** All bodies under way together, each counted at the most that it may unpack to. */
  readonly totalBytes: number;
  /** What all bodies that are read at once are taken apart into; the others wait as they came. */
  readonly workingBytes: number;
}

const MIB = 1_048_576;
/** No byte of DEFLATE, and so of gzip, unpacks to more (its longest match is 258 bytes in 2 bits). */
const MOST_EXPANSION = 1_032;
const DEFAULT_LIMITS: IntakeLimits = {
  requests: 256,
  bodyBytes: 16 * MIB,
  totalBytes: 64 * MIB,
  workingBytes: 64 * MIB,
};
/** What a body becomes in memory: measured, a line of 95 bytes is a record of 2 KB while it waits to be stored. */
const IN_MEMORY = 20;

/** Admits as many requests as the memory is meant for; the others are told to come back, before anything of them is read. */
export class Intake {
  readonly limits: IntakeLimits;
  readonly #turns: MemoryTurns;
  #requests = 0;
  #bytes = 0;

  constructor(limits: Partial<IntakeLimits> = {}) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.#turns = new MemoryTurns(this.limits.workingBytes);
  }

  /** Runs the work of one request, or refuses it with 429. */
  async admit<T>(request: IncomingMessage, work: () => Promise<T>): Promise<T | Refusal> {
    const bytes = this.#mostBytesOf(request);
    if (this.#requests >= this.limits.requests || (this.#bytes > 0 && this.#bytes + bytes > this.limits.totalBytes)) {
      return {
        status: 429,
        code: "busy",
        message: "more usage is arriving than can be stored; nothing of this request was read",
        hint: "Send it again after the seconds in Retry-After.",
        retryAfter: 1,
      };
    }
    this.#requests += 1;
    this.#bytes += bytes;
    try {
      return await work();
    } finally {
      this.#requests -= 1;
      this.#bytes -= bytes;
    }
  }

  /**
   * Takes a body apart and stores it when there is memory for that: while the database is away, hundreds of requests wait.
   *
   * @param atOnce bytes of the body that are taken apart at a time
   */
  async store<T>(body: Buffer, atOnce: number, work: () => Promise<T>): Promise<T> {
    return await this.#turns.take(Math.min(body.length, atOnce) * IN_MEMORY, work);
  }

  #mostBytesOf({ headers }: IncomingMessage): number {
    const length = Number(headers["content-length"]);
    if (headers["content-length"] === undefined || !Number.isSafeInteger(length) || length < 0) {
      return this.limits.bodyBytes;
    }
    const encoding = headers["content-encoding"]?.trim().toLowerCase();
    const isPlain = encoding === undefined || encoding === "identity";
    if (!isPlain && encoding !== "gzip") return this.limits.bodyBytes;
    return Math.min(isPlain ? length : length * MOST_EXPANSION, this.limits.bodyBytes);
  }
}
