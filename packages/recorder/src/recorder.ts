import { setTimeout as sleep } from "node:timers/promises";
import { RunrateError, type PriceOverride } from "@runrate/core";
import { flushAtExit, readSpool, type Ending } from "./exit.ts";
import { HttpSink, type Token } from "./http-sink.ts";
import { LedgerSink } from "./ledger-sink.ts";
import type { Observation, Seen } from "./observation.ts";
import { Busy, Refused, TooLarge, type UsageSink } from "./sink.ts";
import type { RecorderStats } from "./stats.ts";
import { tagsHere, type CallTags } from "./tags.ts";
import { usageLine, type UsageLine } from "./usage-line.ts";
import { wrapClient, type CallGate } from "./wrap-client.ts";

export interface RecorderOptions {
  /** `http(s)://…` of `runrate serve`, or a ledger: `sqlite:path`, `postgres://…`. */
  readonly to: string;
  /** Bearer token of the HTTP endpoint; a function is asked before each batch, so that a rotated token is taken up. */
  readonly token?: Token;
  /** Tags of every call. */
  readonly tags?: CallTags;
  /** Negotiated prices, for a ledger; the HTTP endpoint has its own. */
  readonly overrides?: readonly PriceOverride[];
  /** Calls that may wait to be sent; what comes on top is dropped and counted. Default 10,000, about 10 MB. */
  readonly queueLimit?: number;
  /** Calls in one batch; default 500. */
  readonly batchSize?: number;
  /** How long a call waits for others to be sent with, in milliseconds; default 2,000. */
  readonly delayMs?: number;
  /** A file for what could not be sent when the recorder was closed or the process ended (`process.exit`); the next start sends it. */
  readonly spool?: string;
  /** Is told in words what goes wrong, at most once a minute; default: a warning of the process. */
  readonly onProblem?: (message: string) => void;
  readonly clock?: () => number;
  readonly fetch?: typeof fetch;
}

/** A call that was seen, or a line that an earlier process had written. */
type Waiting = Observation | { readonly line: UsageLine };

const RETRY_MS = [250, 1_000, 5_000, 15_000, 30_000] as const;
const PROBLEM_EVERY_MS = 60_000;

/**
 * Counts what an application's calls of language models use, and sends it on in batches, beside the application's own work: a call
 * costs it a few microseconds, and nothing that goes wrong here reaches it.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #sink: UsageSink;
  readonly #limit: number;
  readonly #batchSize: number;
  readonly #clock: () => number;
  readonly #queue: Waiting[] = [];
  readonly #recent = new Map<string, true>();
  readonly #ending: Ending;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  /** How many wait for a flush: nobody who waits is kept for the pauses of a send in the background. */
  #flushes = 0;
  #pause = new AbortController();
  #isClosed = false;
  #toldAt = Number.NEGATIVE_INFINITY;
  /** Why sending fails, once it has been told. */
  #trouble: string | undefined;
  /** Calls that go into the next batch: fewer after one that was too large. */
  #nextSize: number;
  #counts = { seen: 0, unseen: 0, delivered: 0, spooled: 0, dropped: 0, rejected: 0 };

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#limit = options.queueLimit ?? 10_000;
    this.#batchSize = options.batchSize ?? 500;
    this.#nextSize = this.#batchSize;
    this.#sink = sinkOf(options, this.#clock);
    for (const line of readSpool(options.spool, (what) => this.#say(what))) this.#add({ line });
    this.#ending = flushAtExit(
      {
        flush: () => this.flush(),
        waiting: () => this.#queue.map((one) => lineOf(one)),
        onSpooled: (lines) => {
          this.#counts.spooled += lines;
          this.#queue.length = 0;
        },
        onLost: (lines, reason) => {
          this.#counts.dropped += lines;
          this.#queue.length = 0;
          this.#say(`${lines} calls are not recorded: ${reason}`, true);
        },
      },
      options.spool,
    );
  }

  /**
   * A client like the one given, of the same type, whose calls are recorded.
   *
   * @param tags of this client's calls, on top of the recorder's
   * @throws RunrateError `not_a_client`
   */
  wrap<Client extends object>(client: Client, tags?: CallTags, gate?: CallGate): Client {
    return wrapClient(
      client,
      {
        clock: this.#clock,
        onCall: (seen, provider) => this.#onCall(seen, provider, tags),
        onUnseen: () => {
          this.#counts.unseen += 1;
        },
      },
      gate,
    );
  }

  /** Records a call that no client made: a batch's line, another provider's answer. The same id twice is one call. */
  record(seen: Seen, tags?: CallTags, provider?: string): void {
    this.#onCall(seen, provider, tags);
  }

  get stats(): RecorderStats {
    return { ...this.#counts, queued: this.#queue.length };
  }

  /** Sends what waits. Resolves when it is durable, or when sending has failed (it stays queued; see `stats`). */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushes += 1;
    this.#pause.abort();
    try {
      await this.#sending;
      await this.#send(false);
    } finally {
      this.#flushes -= 1;
    }
  }

  /** Sends what waits and ends. What cannot be sent now goes into the spool; without one it is dropped, counted and told. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.flush();
    this.#ending.end();
    await this.#sink.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #onCall(seen: Seen, provider: string | undefined, tags: CallTags | undefined): void {
    // Polling shows the same run or response again and again.
    if (this.#recent.has(seen.id)) return;
    this.#recent.set(seen.id, true);
    if (this.#recent.size > 5_000) this.#forget();
    this.#counts.seen += 1;
    this.#add({ ...seen, provider, tags: [this.#options.tags, tags, tagsHere()] });
  }

  #forget(): void {
    let surplus = this.#recent.size - 2_500;
    for (const id of this.#recent.keys()) {
      if (surplus <= 0) return;
      this.#recent.delete(id);
      surplus -= 1;
    }
  }

  #add(one: Waiting): void {
    if (this.#queue.length >= this.#limit) {
      this.#counts.dropped += 1;
      this.#tell(`the recorder's queue is full: ${this.#counts.dropped} calls are not recorded`);
      return;
    }
    this.#queue.push(one);
    if (this.#queue.length === this.#batchSize) this.#wake(0);
    else this.#wake(this.#options.delayMs ?? 2_000);
  }

  #wake(delayMs: number): void {
    if (this.#sending !== undefined || (this.#timer !== undefined && delayMs > 0)) return;
    clearTimeout(this.#timer);
    // It does not keep the process alive: what waits is sent when the process runs out of work.
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#send(true);
    }, delayMs).unref();
  }

  #send(isPatient: boolean): Promise<void> {
    this.#sending ??= this.#sendAll(isPatient).finally(() => {
      this.#sending = undefined;
      if (this.#queue.length > 0 && !this.#isClosed) this.#wake(this.#options.delayMs ?? 2_000);
    });
    return this.#sending;
  }

  async #sendAll(isPatient: boolean): Promise<void> {
    for (let failures = 0; this.#queue.length > 0;) {
      const batch = this.#queue.slice(0, this.#nextSize);
      try {
        const { stored, duplicates, rejected, reasons } = await this.#sink.send(batch.map((one) => lineOf(one)));
        this.#queue.splice(0, batch.length);
        this.#counts.delivered += stored + duplicates;
        this.#counts.rejected += rejected;
        if (rejected > 0) this.#tell(`${rejected} records were refused: ${reasons.join("; ")}`);
        this.#nextSize = Math.min(this.#batchSize, this.#nextSize * 2);
        this.#trouble = undefined;
        failures = 0;
      } catch (error) {
        if (error instanceof TooLarge && batch.length > 1) {
          this.#nextSize = Math.ceil(batch.length / 2);
          continue;
        }
        const reason = reasonOf(error);
        if (error instanceof Refused) {
          this.#queue.splice(0, batch.length);
          this.#counts.rejected += batch.length;
          this.#tell(`${batch.length} records were refused: ${reason}`);
          continue;
        }
        if (reason !== this.#trouble && this.#tell(`usage cannot be sent, and waits: ${reason}`))
          this.#trouble = reason;
        if (isPatient ? this.#flushes > 0 : failures >= 2) return;
        const pause = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0;
        failures += 1;
        const ms = error instanceof Busy ? Math.max(pause, error.retryAfterMs) : pause;
        if (!isPatient) {
          await sleep(ms);
          continue;
        }
        this.#pause = new AbortController();
        await sleep(ms, undefined, { ref: false, signal: this.#pause.signal }).catch(() => {});
        if (this.#flushes > 0) return;
      }
    }
  }

  /** @returns whether it was told: at most once a minute is */
  #tell(message: string): boolean {
    const now = performance.now();
    if (now - this.#toldAt < PROBLEM_EVERY_MS) return false;
    this.#toldAt = now;
    this.#say(message);
    return true;
  }

  /** @param isEnd a warning of the process would come too late */
  #say(message: string, isEnd = false): void {
    try {
      if (this.#options.onProblem) this.#options.onProblem(message);
      else if (isEnd) process.stderr.write(`runrate: ${message}\n`);
      else process.emitWarning(message, "RunrateRecorder");
    } catch {
      // The application's own listener failed; its call must not.
    }
  }
}

/** Opens a recorder. @throws RunrateError `bad_recorder` for a target that is none */
export function openRecorder(options: RecorderOptions): Recorder {
  return new Recorder(options);
}

function sinkOf({ to, token, overrides = [], fetch: fetcher }: RecorderOptions, clock: () => number): UsageSink {
  if (/^https?:\/\//.test(to) && URL.canParse(to)) return new HttpSink(to, token, fetcher);
  if (/^(sqlite:.|postgres(ql)?:\/\/)/.test(to)) return new LedgerSink(to, overrides, clock);
  const scheme = /^[a-z]+:/i.exec(to)?.[0] ?? "nothing";
  throw new RunrateError("bad_recorder", `a recorder cannot send to ${scheme}`, {
    hint: "Name the address of `runrate serve` (https://…), or a ledger: sqlite:<path> or postgres://….",
  });
}

/** `fetch` itself says no more than that it failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== ""
    ? `${error.message}: ${error.cause.message}`
    : error.message;
}

function lineOf(one: Waiting): UsageLine {
  return "line" in one ? one.line : usageLine(one);
}
