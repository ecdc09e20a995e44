import { Worker } from "node:worker_threads";
import { RunrateError } from "@runrate/core";
import { sqliteFailure } from "./sqlite-errors.ts";
import type { ThreadReply, ThreadSettings, ThreadTask } from "./sqlite-worker.ts";

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** One connection in a thread of its own: whoever waits for it (a lock, the disk, a long read) does not hold up anything else. */
export class SqliteThread {
  readonly #file: string;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #gone: Error | undefined;

  constructor(settings: ThreadSettings) {
    this.#file = settings.file;
    this.#worker = new Worker(new URL("./sqlite-worker.ts", import.meta.url), { workerData: settings });
    // Only what is asked for and not yet answered keeps the process alive.
    this.#worker.unref();
    this.#worker.on("message", (reply: ThreadReply) => this.#settle(reply));
    this.#worker.on("error", (error: Error) => this.#end(error));
    this.#worker.on("exit", () => this.#end(new Error("the ledger's thread has ended")));
  }

  /** How much is asked for and not yet answered. */
  get load(): number {
    return this.#waiting.size;
  }

  /** @throws RunrateError as `sqliteFailure` explains it */
  ask(task: ThreadTask): Promise<unknown> {
    if (this.#gone) return Promise.reject(this.#failure(this.#gone));
    const id = (this.#last += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage({ id, task });
    });
  }

  async close(): Promise<void> {
    if (this.#gone) return;
    await this.ask({ kind: "close" });
    await this.#worker.terminate();
  }

  #settle(reply: ThreadReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ("result" in reply) waiting?.resolve(reply.result);
    else {
      const { message, code } = reply.error;
      waiting?.reject(sqliteFailure(Object.assign(new Error(message), code === undefined ? {} : { code }), this.#file));
    }
  }

  #end(error: Error): void {
    this.#gone ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#failure(error));
    this.#waiting.clear();
  }

  #failure(cause: Error): RunrateError {
    return new RunrateError(
      "ledger_unreachable",
      `the ledger ${this.#file} is not open any more`,
      { file: this.#file, hint: "Start the program again; whatever was acknowledged is stored." },
      { cause },
    );
  }
}
