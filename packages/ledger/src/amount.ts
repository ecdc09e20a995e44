import { picoUsd, RunrateError, ZERO_USD, type PicoUsd } from "@runrate/core";

const PICO_PER_MICRO = 1_000_000;
const PICO_PER_MICRO_WHOLE = 1_000_000n;
const LARGEST_MICRO = 2n ** 63n - 1n;

/** An amount as two columns: whole micro-dollars and the pico-dollars left over (0 to 999,999). Never negative. */
export interface StoredAmount {
  readonly micro: number | bigint;
  readonly pico: number;
}

const STORED_ZERO: StoredAmount = { micro: 0, pico: 0 };

/**
 * Splits an amount for storage, exactly.
 *
 * @throws RunrateError `amount_out_of_range` when it is negative or above $9.2 trillion, which 64 bits of micro-dollars cannot hold.
 */
export function storedAmount(usd: PicoUsd): StoredAmount {
  if (usd === ZERO_USD) return STORED_ZERO;
  // Both divisions are exact: a double holds whole numbers up to 2^53, about $9,007, and the remainder goes first.
  if (usd > 0n && usd <= 9_007_199_254_740_991n) {
    const size = Number(usd);
    const pico = size % PICO_PER_MICRO;
    return { micro: (size - pico) / PICO_PER_MICRO, pico };
  }
  const micro = usd / PICO_PER_MICRO_WHOLE;
  if (usd < 0n || micro > LARGEST_MICRO) {
    throw new RunrateError("amount_out_of_range", "the cost of one record is negative or above $9.2 trillion", {
      usd_pico: usd.toString(),
      hint: "Check the record's counts and the price override that applies to it.",
    });
  }
  return { micro, pico: Number(usd % PICO_PER_MICRO_WHOLE) };
}

/** The amount of two columns, or of their sums. */
export function amountOf(micro: bigint, pico: bigint): PicoUsd {
  return picoUsd(micro * PICO_PER_MICRO_WHOLE + pico);
}
