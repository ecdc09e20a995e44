/**
 * Lets work go on while what it holds in memory fits together, the others in the order in which they came. Work that is larger than
 * everything goes on by itself.
 */
export class MemoryTurns {
  readonly #limit: number;
  #held = 0;
  readonly #waiting: { readonly bytes: number; readonly begin: () => void }[] = [];

  /** @param limit bytes that may be held together */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @param bytes that the work holds at most */
  async take<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const own = Math.min(bytes, this.#limit);
    if (this.#waiting.length > 0 || this.#held + own > this.#limit) {
      await new Promise<void>((begin) => this.#waiting.push({ bytes: own, begin }));
    } else {
      this.#held += own;
    }
    try {
      return await work();
    } finally {
      this.#held -= own;
      this.#beginNext();
    }
  }

  #beginNext(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#held + next.bytes > this.#limit) return;
      this.#waiting.shift();
      this.#held += next.bytes;
      next.begin();
    }
  }
}
