/** Work under way that a shutdown waits for. */
export class InFlight {
  readonly #work = new Set<Promise<unknown>>();

  /** Counts a piece of work until it settles; its outcome is the caller's. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#work.add(work);
    void Promise.allSettled([work]).then(() => this.#work.delete(work));
    return work;
  }

  get size(): number {
    return this.#work.size;
  }

  /** Waits until nothing is under way, work that is begun meanwhile included, or until the time is over. */
  async settled(withinMs: number): Promise<boolean> {
    const over = Symbol("over");
    const { promise, resolve } = Promise.withResolvers<typeof over>();
    const timer = setTimeout(() => resolve(over), withinMs);
    try {
      while (this.#work.size > 0) {
        if ((await Promise.race([Promise.allSettled(this.#work), promise])) === over) return false;
      }
      return true;
    } finally {
      clearTimeout(timer);
    }
  }
}
