import type { SandboxClock } from "../clock.ts";

/** Ids and message timestamps; never the same twice, and message timestamps always rise. */
export class Ids {
  readonly #clock: SandboxClock;
  #count = 0;
  #lastMicroseconds = 0;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** Such as `V0000000007`: the prefix says what it names, as Slack's ids do. */
  next(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count.toString(36).toUpperCase().padStart(10, "0")}`;
  }

  /** Seconds and microseconds, `1763960000.000100`, unique within the workspace. */
  ts(): string {
    this.#lastMicroseconds = Math.max(this.#clock.now() * 1_000, this.#lastMicroseconds + 100);
    const seconds = Math.floor(this.#lastMicroseconds / 1_000_000);
    return `${seconds}.${String(this.#lastMicroseconds % 1_000_000).padStart(6, "0")}`;
  }
}
