import { COUNT_FIELDS, COUNT_NAMES, isCountName, type UsageCounts } from "@runrate/core";
import { z } from "zod";

/** The counts that have a column of their own; the rare ones share one as JSON. */
const COLUMNS: ReadonlySet<string> = new Set([
  "input_tokens",
  "cached_input_tokens",
  "cache_write_tokens",
  "output_tokens",
  "reasoning_tokens",
]);

const OTHERS = COUNT_NAMES.filter((name) => !COLUMNS.has(name));

const storedCounts = z.record(z.string(), z.union([z.number(), z.string()]));

/** All tokens written to the cache: the stated total, else the sum of the retentions. */
export function cacheWrites(usage: UsageCounts): number {
  return (
    usage.cacheWriteTokens ??
    (usage.cacheWrite5mTokens ?? 0) +
      (usage.cacheWrite30mTokens ?? 0) +
      (usage.cacheWrite1hTokens ?? 0) +
      (usage.cacheWrite12hTokens ?? 0)
  );
}

const FREQUENT: ReadonlySet<string> = new Set<keyof UsageCounts>([
  "inputTokens",
  "cachedInputTokens",
  "cacheWriteTokens",
  "outputTokens",
  "reasoningTokens",
]);

/** JSON of the rare counts that are present and not 0, or null; the same counts give the same text. */
export function writeOtherCounts(usage: UsageCounts): string | null {
  let rare = false;
  for (const name in usage) if (!FREQUENT.has(name)) rare = true;
  if (!rare) return null;
  const counts: Record<string, number | string> = {};
  for (const name of OTHERS) {
    const count = usage[COUNT_FIELDS[name]];
    if (count !== undefined && count !== 0) counts[name] = count;
  }
  if (usage.storageGbDays !== undefined) counts["storage_gb_days"] = usage.storageGbDays;
  return Object.keys(counts).length === 0 ? null : JSON.stringify(counts);
}

/** The rare counts of a stored row. */
export function readOtherCounts(json: string | null): Partial<UsageCounts> {
  if (json === null) return {};
  const counts: Partial<Record<Exclude<keyof UsageCounts, "storageGbDays">, number>> = {};
  let storage: string | undefined;
  for (const [name, value] of Object.entries(storedCounts.parse(JSON.parse(json)))) {
    if (name === "storage_gb_days") storage = String(value);
    else if (isCountName(name) && typeof value === "number") counts[COUNT_FIELDS[name]] = value;
  }
  return storage === undefined ? counts : { ...counts, storageGbDays: storage };
}

/**
 * Whether nothing at all was counted: what is billed by a unit that its source does not report (pictures, speech) looks so. Its
 * price would come to $0 and be wrong.
 */
export function hasNoCounts(usage: UsageCounts): boolean {
  return COUNT_NAMES.every((name) => (usage[COUNT_FIELDS[name]] ?? 0) === 0) && usage.storageGbDays === undefined;
}
