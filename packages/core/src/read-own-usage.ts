import { z } from "zod";
import { checkCount, checkUsage, type UsageFault } from "./check-usage.ts";
import { decimalText, parseDecimal } from "./decimal.ts";
import { suggestNames } from "./suggest-names.ts";
import { COUNT_FIELDS, COUNT_NAMES, isCountName } from "./usage-fields.ts";
import { isObject } from "./usage-sources/usage-body.ts";
import type { UsageCounts } from "./usage.ts";

/** What a usage object became: its counts with what deserves a remark, or the reason why it cannot be read. */
export type UsageOutcome =
  | { readonly kind: "usage"; readonly usage: UsageCounts; readonly notes: readonly string[] }
  | ({ readonly kind: "invalid" } & UsageFault);

const gbDays = z.union([z.string(), z.number()]);

/**
 * Reads Runrate's own usage form (DESIGN.md, Interfaces): snake_case counts, totals inclusive, `storage_gb_days` a
 * decimal string or number. It is ours, so it is strict: a name that is not in the list is `unknown_count`.
 */
export function readOwnUsage(json: unknown): UsageOutcome {
  if (!isObject(json)) {
    return { kind: "invalid", code: "bad_usage", message: "usage must be an object of counts" };
  }
  const counts: Record<string, number> = {};
  let storageGbDays: string | undefined;
  for (const name of Object.keys(json)) {
    const value = json[name];
    if (value === null && (name === "input_tokens" || name === "output_tokens")) {
      return { kind: "invalid", code: "bad_usage", message: `${name} is null: write 0 where there were none` };
    }
    if (value === undefined || value === null) continue;
    if (name === "storage_gb_days") {
      const storage = readGbDays(value);
      if (typeof storage !== "string") return { kind: "invalid", ...storage };
      storageGbDays = storage;
      continue;
    }
    if (!isCountName(name)) return { kind: "invalid", code: "unknown_count", message: unknownCount(name) };
    if (typeof value !== "number") {
      return { kind: "invalid", code: "not_a_number", message: `${name} is not a number: it must be a whole number` };
    }
    const fault = checkCount(name, value);
    if (fault) return { kind: "invalid", ...fault };
    counts[COUNT_FIELDS[name]] = value;
  }
  // Usage that says nothing is not usage of nothing.
  if (Object.keys(counts).length === 0 && storageGbDays === undefined) {
    return { kind: "invalid", code: "bad_usage", message: "usage names no count: give input_tokens and output_tokens" };
  }
  const usage: UsageCounts = {
    inputTokens: 0,
    outputTokens: 0,
    ...counts,
    ...(storageGbDays === undefined ? {} : { storageGbDays }),
  };
  const fault = checkUsage(usage);
  return fault ? { kind: "invalid", ...fault } : { kind: "usage", usage, notes: [] };
}

function readGbDays(value: unknown): string | UsageFault {
  const parsed = gbDays.safeParse(value);
  if (!parsed.success) return { code: "not_a_number", message: "storage_gb_days is not a number" };
  try {
    const decimal = parseDecimal(String(parsed.data));
    if (decimal.digits < 0n) return { code: "negative_count", message: "storage_gb_days cannot be negative" };
    const text = decimalText(decimal);
    if (decimal.digits >= 10n ** BigInt(16 + decimal.scale))
      return { code: "count_too_large", message: "storage_gb_days is too large" };
    return text;
  } catch {
    return { code: "not_a_number", message: `storage_gb_days is not a decimal number` };
  }
}

function unknownCount(name: string): string {
  const shown = JSON.stringify(name.slice(0, 60));
  if (name.startsWith("cached_output")) {
    return `${shown} is not a count that anyone bills: output is never cached, so there is no such price`;
  }
  const [near] = suggestNames(name, [...COUNT_NAMES, "storage_gb_days"], 1);
  return `${shown} is not a count that Runrate knows${near ? `; did you mean "${near}"?` : ""}`;
}
