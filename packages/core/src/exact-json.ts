import { RunrateError } from "./errors.ts";
import { decimalText, parseDecimal } from "./decimal.ts";

/**
 * Parses JSON with every number as its exact decimal text ("1.5e-07" becomes "0.00000015"): a price never passes through a
 * binary float. Integers that are not prices come as text too; schemas read them back.
 *
 * @throws RunrateError `invalid_json` for text that is not JSON.
 */
export function parseExactJson(text: string): unknown {
  const exact = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === "number" ? decimalText(parseDecimal(context?.source ?? String(value))) : value;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""), exact);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RunrateError(
      "invalid_json",
      `this is not valid JSON: ${reason.slice(0, 200)}`,
      {
        hint: "Check that the file is complete and is the catalogue itself, not a web page about it.",
      },
      { cause },
    );
  }
}
