import { evaluateBudgets, evaluatedChange, type EvaluationOptions } from "@runrate/budgets";
import { changeCounter, type LedgerStore } from "@runrate/ledger";

/** What the loop needs. */
export interface LoopOptions extends EvaluationOptions {
  readonly ledger: LedgerStore;
  /** What is looked for beside budgets, at most once a minute. */
  readonly watch: () => Promise<unknown>;
  /** Called after each evaluation. */
  readonly onEvaluated: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** How long another program's import may go on before it is looked at all the same. */
const LONGEST_WAIT_MS = 8_000;

/** Zones are cut at quarters of an hour: at each one a budget's period may end, and at full hours forecasts are due. */
const QUARTER_MS = 15 * 60_000;

const WATCH_EVERY_MS = 60_000;

/** Evaluates budgets after each ingest of this process, when another program has changed the ledger, and on the clock. */
export class EvaluationLoop {
  readonly #options: LoopOptions;
  #running: Promise<void> | undefined;
  #again = false;
  #isClosed = false;
  #quarter = Number.NaN;
  #watched = Number.NEGATIVE_INFINITY;
  #seen: { readonly change: bigint; readonly since: number } | undefined;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  /** Evaluates soon; calls during an evaluation lead to one more. */
  request(): void {
    if (this.#isClosed) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#evaluate().finally(() => {
      this.#running = undefined;
      if (!this.#again) return;
      this.#again = false;
      this.request();
    });
  }

  /**
   * Evaluates when the clock has reached another quarter of an hour, or another program has changed the ledger: once its import pauses,
   * so that a backfill is told as a whole, or after 8 seconds of it.
   */
  async poll(): Promise<void> {
    const { ledger } = this.#options;
    const quarter = Math.floor(ledger.clock() / QUARTER_MS);
    const change = await changeCounter(ledger);
    if (change !== ((await evaluatedChange(ledger)) ?? 0n)) {
      const now = performance.now();
      const isQuiet = this.#seen?.change === change;
      const isLong = this.#seen !== undefined && now - this.#seen.since >= LONGEST_WAIT_MS;
      if (isQuiet || isLong) this.#seen = undefined;
      else this.#seen = { change, since: this.#seen?.since ?? now };
      if (!isQuiet && !isLong && quarter === this.#quarter) return;
    } else if (quarter === this.#quarter) return;
    this.#quarter = quarter;
    this.request();
  }

  /** Ends after the evaluation that is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#again = false;
    await this.#running;
  }

  async #evaluate(): Promise<void> {
    const { ledger, advise, watch, onEvaluated, onFailure } = this.#options;
    try {
      await evaluateBudgets(ledger, advise === undefined ? {} : { advise });
      onEvaluated();
      if (performance.now() - this.#watched < WATCH_EVERY_MS) return;
      this.#watched = performance.now();
      await watch();
      onEvaluated();
    } catch (error) {
      onFailure(error);
    }
  }
}
