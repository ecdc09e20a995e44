import { parseUsd, RunrateError, type BudgetAmount } from "@runrate/core";

/** What a budget limits: money, or tokens. */
export type Amount = BudgetAmount;

const AMOUNT =
  /^(?:(\$|usd\s)\s*)?(\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(?:\.(\d+))?\s*(k|m|b|bn|thousand|million|billion)?\s*(usd|dollars?|tokens?)?$/i;
const ZEROS: Readonly<Record<string, number>> = { k: 3, thousand: 3, m: 6, million: 6, b: 9, bn: 9, billion: 9 };

/**
 * Reads what people write for an amount: "$1.5k", "1,500", "2m usd", "500k tokens". Dollars unless tokens are named; exact.
 *
 * @throws RunrateError `bad_amount` for anything else, for zero, or for a fraction of a token.
 */
export function parseAmount(text: string): Amount {
  const match = AMOUNT.exec(text.trim());
  const [, dollar, whole = "", fraction = "", unit = "", noun = ""] = match ?? [];
  const zeros = ZEROS[unit.toLowerCase()] ?? 0;
  const digits = whole.replaceAll(",", "") + fraction.slice(0, zeros).padEnd(zeros, "0");
  const rest = fraction.slice(zeros).replace(/0+$/, "");
  const isTokens = /^tokens?$/i.test(noun);
  if (!match || (isTokens && (dollar !== undefined || rest !== "")) || !/[1-9]/.test(digits + rest))
    throw badAmount(text);
  if (isTokens) return { kind: "tokens", tokens: BigInt(digits) };
  return { kind: "usd", usd: parseUsd(`${digits === "" ? "0" : digits}${rest === "" ? "" : `.${rest}`}`) };
}

function badAmount(text: string): RunrateError {
  return new RunrateError("bad_amount", `"${text.slice(0, 40)}" is not an amount`, {
    hint: 'Write dollars or tokens, such as "$1,500", "1.5k" or "500k tokens".',
  });
}
