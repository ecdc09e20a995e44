import { randomUUID } from "node:crypto";
import {
  applyOverrides,
  compilePricer,
  parseServiceTier,
  parseUsd,
  periodAt,
  picoUsd,
  readUsageLine,
  RunrateError,
  toDecimal,
  UTC,
  type PeriodUnit,
  type PriceOverride,
  type PriceRequest,
  type Pricer,
} from "@runrate/core";
import type { LedgerStore, SpendLimit } from "@runrate/ledger";
import type { Seen } from "../observation.ts";
import { usageLine } from "../usage-line.ts";
import type { CallGate, CallPermit } from "../wrap-client.ts";
import { BudgetExceededError } from "./budget-exceeded.ts";
import { callSize } from "./call-size.ts";

export interface BudgetOptions {
  /** The ledger that all processes of the application share: `sqlite:path`, `postgres://…`. */
  readonly ledger: string;
  /** Budgets of the same name on the same ledger are one. */
  readonly name: string;
  /** Money as decimal text (`{ usd: "10" }`), or tokens. */
  readonly limit: { readonly usd: string } | { readonly tokens: number };
  readonly period: PeriodUnit;
  /** IANA zone in which days and months are cut; default UTC. */
  readonly zone?: string;
  /** After so long a reservation that nobody settled counts as spent; default 10 minutes. Longer than the longest call. */
  readonly holdMs?: number;
  readonly overrides?: readonly PriceOverride[];
  readonly clock?: () => number;
}

/** An amount that was taken out of the budget. Settle it with what the call came to. */
export interface Reservation {
  readonly id: string;
  /** Replaces the reservation by what was really used: decimal dollars or tokens, as the budget counts; "0" gives it back. */
  settle(actual: string | number): Promise<void>;
}

/** How a budget stands: decimal dollars or tokens, as text. */
export interface BudgetStanding {
  readonly spent: string;
  readonly reserved: string;
  readonly remaining: string;
  readonly resetAt: Date;
}

/**
 * A budget that code keeps to: an amount is reserved before a call and settled after it, in a ledger that all processes share.
 * Together they never spend more than the limit, but for what the calls under way at its end use beyond their reservations.
 */
export class Budget implements CallGate {
  readonly #options: BudgetOptions;
  readonly #ledger: LedgerStore;
  readonly #pricer: Pricer;
  readonly #limit: bigint;
  readonly #clock: () => number;
  readonly #settling = new Set<Promise<void>>();

  constructor(options: BudgetOptions, ledger: LedgerStore, pricer: Pricer, clock: () => number) {
    this.#options = options;
    this.#ledger = ledger;
    this.#pricer = pricer;
    this.#clock = clock;
    this.#limit = this.#amount("usd" in options.limit ? options.limit.usd : options.limit.tokens);
  }

  /**
   * Takes an amount (decimal dollars or tokens, as the budget counts) out of the budget.
   *
   * @throws BudgetExceededError when it does not fit; nothing is taken then
   */
  async reserve(amount: string | number): Promise<Reservation> {
    return await this.#reserve(this.#amount(amount));
  }

  async status(): Promise<BudgetStanding> {
    const { limitStatus } = await import("@runrate/ledger");
    const limit = this.#period();
    const { spent, reserved, remaining } = await limitStatus(this.#ledger, limit);
    return {
      spent: this.#text(spent),
      reserved: this.#text(reserved),
      remaining: this.#text(remaining),
      resetAt: new Date(limit.to),
    };
  }

  /**
   * What a request may come to at most: its input, counted, and its cap on output (4,000 tokens without one), at the prices in
   * force. Decimal dollars or tokens.
   *
   * @param path where the request goes to, such as "/embeddings", which write nothing
   * @throws RunrateError `unknown_model` for money, when the model has no price
   */
  async estimate(body: unknown, path?: string): Promise<string> {
    return this.#text(await this.#estimate(body, path));
  }

  /** Used by the recorder's `wrap`: reserves before each call that makes a model work, settles after it. */
  async before(body: unknown, path: string, method: string): Promise<CallPermit | undefined> {
    if (method !== "post" || !/\/(completions|responses|responses\/compact|embeddings|runs)$/.test(path))
      return undefined;
    const estimate = await this.#estimate(body, path);
    const reservation = await this.#reserve(estimate);
    const settle = (actual: bigint) => {
      const settling = reservation.settleUnits(actual).catch(() => {
        // It stays reserved, and counts as spent when its time is over.
      });
      this.#settling.add(settling);
      void settling.finally(() => this.#settling.delete(settling));
    };
    return {
      used: (seen) => settle(this.#used(seen) ?? estimate),
      unused: () => settle(0n),
      unknown: () => settle(estimate),
    };
  }

  /** Resolves when everything that was used is settled. */
  async settled(): Promise<void> {
    while (this.#settling.size > 0) await Promise.all(this.#settling);
  }

  async close(): Promise<void> {
    await this.settled();
    await this.#ledger.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #reserve(amount: bigint) {
    const { reserveSpend, settleSpend } = await import("@runrate/ledger");
    const limit = this.#period();
    const id = randomUUID();
    const expiresAt = this.#clock() + (this.#options.holdMs ?? 600_000);
    const result = await reserveSpend(this.#ledger, limit, { id, amount, expiresAt });
    if (result.kind === "exceeded") {
      throw new BudgetExceededError({
        name: limit.name,
        unit: limit.unit,
        limit: limit.limit,
        remaining: result.remaining,
        wanted: amount,
        resetAt: new Date(limit.to),
      });
    }
    let isSettled = false;
    const settleUnits = async (actual: bigint) => {
      if (isSettled) return;
      isSettled = true;
      await settleSpend(this.#ledger, limit, { id, amount }, actual);
    };
    return { id, settle: (actual: string | number) => settleUnits(this.#amount(actual)), settleUnits };
  }

  #period(): SpendLimit {
    const { name, period, zone = UTC } = this.#options;
    const { from, to } = periodAt(period, this.#clock(), zone);
    return { name, unit: this.#unit, limit: this.#limit, from, to };
  }

  get #unit(): "usd" | "tokens" {
    return "usd" in this.#options.limit ? "usd" : "tokens";
  }

  async #estimate(body: unknown, path?: string): Promise<bigint> {
    const size = await callSize(body, path);
    if (size === undefined) return 0n;
    if (this.#unit === "tokens") return BigInt(size.inputTokens + size.outputTokens);
    // A run names its model only where it differs from its assistant's: it is settled afterwards.
    if (size.model === undefined) return 0n;
    const tier = typeof size.serviceTier === "string" ? parseServiceTier(size.serviceTier) : undefined;
    return this.#price({
      model: size.model,
      serviceTier: tier ?? "standard",
      at: this.#clock(),
      usage: { inputTokens: size.inputTokens, outputTokens: size.outputTokens },
      requests: 1,
    });
  }

  /** Undefined: it cannot be told, so the reservation stands. */
  #used(seen: Seen): bigint | undefined {
    const line = readUsageLine(usageLine({ ...seen, provider: undefined, tags: [] }), this.#clock());
    if (line.kind === "invalid") return undefined;
    if (this.#unit === "tokens") return BigInt(line.request.usage.inputTokens + line.request.usage.outputTokens);
    const priced = this.#pricer.price(line.request);
    return priced.kind === "unpriced" ? undefined : priced.usd;
  }

  #price(request: PriceRequest): bigint {
    const priced = this.#pricer.price(request);
    if (priced.kind === "unpriced") {
      throw new RunrateError(priced.code, `a call of ${request.model} cannot be kept in a budget: ${priced.message}`, {
        model: request.model,
        hint: "Add its price to `overrides`, or keep a budget of tokens.",
      });
    }
    // Where the cost depends on the length of the requests, the dearer.
    return priced.high;
  }

  #amount(amount: string | number): bigint {
    if (this.#unit === "usd") return parseUsd(String(amount));
    const tokens = Number(amount);
    if (!Number.isSafeInteger(tokens) || tokens < 0) {
      throw new RunrateError("bad_amount", `${amount} is not a number of tokens`, {
        hint: "Write a whole number, 0 or more.",
      });
    }
    return BigInt(tokens);
  }

  #text(amount: bigint): string {
    return this.#unit === "usd" ? toDecimal(picoUsd(amount)) : amount.toString();
  }
}

/**
 * Opens a budget. The ledger's file or tables are made where there are none.
 *
 * @throws RunrateError `ledger_*`, `bad_amount`, `bad_budget`, `unknown_zone`
 */
export async function openBudget(options: BudgetOptions): Promise<Budget> {
  const [{ openLedger }, { bundledCatalogue }] = await Promise.all([
    import("@runrate/ledger"),
    import("@runrate/catalogue"),
  ]);
  const clock = options.clock ?? Date.now;
  const pricer = compilePricer(applyOverrides(bundledCatalogue(), options.overrides ?? []));
  if (options.name.trim() === "") {
    throw new RunrateError("bad_budget", "a budget needs a name", {
      hint: "Name what it is for: budgets of one name on one ledger are one budget.",
    });
  }
  // Said now, not at the first call.
  periodAt(options.period, clock(), options.zone ?? UTC);
  return new Budget(options, await openLedger(options.ledger, { clock }), pricer, clock);
}
