/** A timer of the sandbox's own. */
export interface ClockTimer {
  cancel(): void;
}

interface Pending {
  readonly due: number;
  readonly run: () => void;
  handle: NodeJS.Timeout | undefined;
}

/**
 * The sandbox's time: the machine's, plus what a test has moved it on. It drives message timestamps, the 3 s to
 * acknowledge, trigger ids, response URLs, rate windows and retries; it never touches request signatures, which the
 * app compares with its own clock.
 */
export class SandboxClock {
  readonly #pending = new Set<Pending>();
  #ahead = 0;

  /** Milliseconds since 1970, as the sandbox sees them. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** Runs `run` once, `milliseconds` from now on this clock. */
  after(milliseconds: number, run: () => void): ClockTimer {
    const pending: Pending = { due: this.now() + milliseconds, run, handle: undefined };
    this.#pending.add(pending);
    this.#arm(pending);
    return {
      cancel: () => {
        clearTimeout(pending.handle);
        this.#pending.delete(pending);
      },
    };
  }

  /** Moves time on; whatever falls due runs at once, in order of its time. */
  advance(milliseconds: number): void {
    this.#ahead += milliseconds;
    const due = [...this.#pending].filter((pending) => pending.due <= this.now()).sort((a, b) => a.due - b.due);
    for (const pending of due) this.#fire(pending);
    for (const pending of this.#pending) this.#arm(pending);
  }

  [Symbol.dispose](): void {
    for (const pending of this.#pending) clearTimeout(pending.handle);
    this.#pending.clear();
  }

  #arm(pending: Pending): void {
    clearTimeout(pending.handle);
    pending.handle = setTimeout(() => this.#fire(pending), Math.max(0, pending.due - this.now()));
    pending.handle.unref();
  }

  #fire(pending: Pending): void {
    clearTimeout(pending.handle);
    if (this.#pending.delete(pending)) pending.run();
  }
}
