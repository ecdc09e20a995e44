import { parseUsd, type PicoUsd } from "./money.ts";
import { positiveDecimal, wholeCount } from "./quantity.ts";
import { rational, rationalOf, usdTimes, type Rational } from "./rational.ts";

/** A month in planning figures (SPEC.md, section 4). */
export const MONTH_DAYS = 30;

/**
 * Planning rate for stored threads, USD per 1M tokens and day. No provider bills this: it is a rate to plan with, off by
 * default in measured spend (SPEC.md, section 4).
 */
export const THREAD_STORAGE_RATE: PicoUsd = parseUsd("0.10");

/** USD per GB and day over the free allowance (OpenAI's vector stores, the first GB free). */
export const VECTOR_STORE_RATE: PicoUsd = parseUsd("0.10");

export interface ThreadStorage {
  readonly threads: number;
  /** Mean tokens a thread holds. */
  readonly tokensPerThread: number;
  /** USD per 1M tokens and day; default THREAD_STORAGE_RATE. */
  readonly ratePerMillionDay?: PicoUsd;
  /** Default 30. */
  readonly days?: number;
}

/** threads × tokens / 1M × rate × days. @throws RunrateError `bad_count` */
export function threadStorageCost(storage: ThreadStorage): PicoUsd {
  return fractionalThreadStorageCost(rational(wholeCount(storage.threads, "threads")), storage);
}

/** The same for a number of threads that need not be whole, as a growth forecast has it. */
export function fractionalThreadStorageCost(threads: Rational, storage: Omit<ThreadStorage, "threads">): PicoUsd {
  const tokens = wholeCount(storage.tokensPerThread, "tokens per thread");
  const days = wholeCount(storage.days ?? MONTH_DAYS, "days");
  const millionTokenDays = rational(threads.numerator * tokens * days, threads.denominator * 1_000_000n);
  return usdTimes(storage.ratePerMillionDay ?? THREAD_STORAGE_RATE, millionTokenDays);
}

export interface VectorStorage {
  /** Gigabytes stored, as decimal text ("11", "0.5"). */
  readonly gigabytes: string;
  /** Gigabytes that cost nothing; default "1". */
  readonly freeGigabytes?: string;
  /** USD per GB and day; default VECTOR_STORE_RATE. */
  readonly ratePerGbDay?: PicoUsd;
  /** Default 30. */
  readonly days?: number;
}

/** max(0, GB − free GB) × rate × days. @throws RunrateError `bad_quantity`, `bad_number`, `bad_count` */
export function vectorStorageCost(storage: VectorStorage): PicoUsd {
  const stored = rationalOf(positiveDecimal(storage.gigabytes, "gigabytes"));
  const free = rationalOf(positiveDecimal(storage.freeGigabytes ?? "1", "free gigabytes"));
  const over = stored.numerator * free.denominator - free.numerator * stored.denominator;
  const days = wholeCount(storage.days ?? MONTH_DAYS, "days");
  const gbDays = rational((over > 0n ? over : 0n) * days, stored.denominator * free.denominator);
  return usdTimes(storage.ratePerGbDay ?? VECTOR_STORE_RATE, gbDays);
}
