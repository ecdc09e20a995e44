import { RunrateError } from "@runrate/core";
import type { JsonObject } from "./json.ts";

/** One thing that happened in the sandbox. */
export type Change =
  | {
      readonly kind: "message";
      readonly what: "posted" | "edited" | "deleted";
      readonly channel: string;
      readonly ts: string;
    }
  | { readonly kind: "ephemeral"; readonly user: string; readonly channel: string; readonly ts: string }
  | { readonly kind: "view"; readonly user: string; readonly viewId: string }
  | { readonly kind: "home"; readonly user: string }
  | { readonly kind: "channel"; readonly channel: string }
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "call"; readonly method: string; readonly ok: boolean }
  | { readonly kind: "delivery"; readonly id: string }
  | { readonly kind: "socket"; readonly connected: number }
  | { readonly kind: "violation"; readonly message: string };

/** Who waits, for what, and how long: `what` names it in the error. */
export interface UntilOptions {
  readonly what?: string;
  /** Real milliseconds before giving up; 4,000 by default, under a test runner's usual 5 s. */
  readonly timeoutMs?: number;
}

/** Every change, told to whoever listens, in order. */
export class Feed {
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #recent: Change[] = [];

  tell(change: Change): void {
    this.#recent.push(change);
    if (this.#recent.length > 20) this.#recent.shift();
    for (const listener of this.#listeners) listener(change);
  }

  /** @returns a function that stops listening */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Resolves with the first value of `look` that is neither undefined nor false, looking now and after each change.
   * @throws RunrateError `sandbox_wait` after the time-out, with the latest changes
   */
  until<T>(look: () => T | undefined | false, { what = "a change", timeoutMs = 4_000 }: UntilOptions = {}): Promise<T> {
    const now = look();
    if (now !== undefined && now !== false) return Promise.resolve(now);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(
          new RunrateError(
            "sandbox_wait",
            `${what} did not happen within ${timeoutMs} ms; the latest changes:\n${this.#recent.map((change) => JSON.stringify(change)).join("\n")}`,
            {
              hint: "a violation or a failed call among them is the likely cause",
            },
          ),
        );
      }, timeoutMs);
      const stop = this.listen(() => {
        let found: T | undefined | false;
        try {
          found = look();
        } catch (error) {
          finish();
          reject(error);
          return;
        }
        if (found === undefined || found === false) return;
        finish();
        resolve(found);
      });
      const finish = (): void => {
        clearTimeout(timer);
        stop();
      };
    });
  }
}

/** A rule of Slack's that the app broke: an unknown method or argument, a body that does not fit its schema or limits. */
export interface Violation {
  readonly rule: string;
  readonly message: string;
  readonly method?: string;
  readonly arguments?: JsonObject;
}
