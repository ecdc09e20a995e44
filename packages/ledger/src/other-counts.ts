import type { UsageCounts } from "@runrate/core";
import { z } from "zod";

/** The counts that few records have, with their names in JSON. The frequent ones are columns. */
export const OTHER_COUNTS = [
  ["cacheWrite5mTokens", "cache_write_5m_tokens"],
  ["cacheWrite30mTokens", "cache_write_30m_tokens"],
  ["cacheWrite1hTokens", "cache_write_1h_tokens"],
  ["cacheWrite12hTokens", "cache_write_12h_tokens"],
  ["inputAudioTokens", "input_audio_tokens"],
  ["cachedAudioTokens", "cached_audio_tokens"],
  ["outputAudioTokens", "output_audio_tokens"],
  ["inputImageTokens", "input_image_tokens"],
  ["outputImageTokens", "output_image_tokens"],
  ["webSearches", "web_searches"],
  ["fileSearches", "file_searches"],
  ["codeSessions", "code_sessions"],
] as const;

export type OtherCount = (typeof OTHER_COUNTS)[number][0];

const storedCounts = z.record(z.string(), z.union([z.number(), z.string()]));

/** JSON of the rare counts that are present and not 0, or null; the same counts give the same text. */
export function writeOtherCounts(usage: UsageCounts): string | null {
  let counts: Record<string, number | string> | undefined;
  for (const [name, stored] of OTHER_COUNTS) {
    const count = usage[name];
    if (count !== undefined && count !== 0) (counts ??= {})[stored] = count;
  }
  if (usage.storageGbDays !== undefined) (counts ??= {})["storage_gb_days"] = usage.storageGbDays;
  return counts === undefined ? null : JSON.stringify(counts);
}

/** The rare counts of a stored row. */
export function readOtherCounts(json: string | null): Partial<UsageCounts> {
  if (json === null) return {};
  const stored = storedCounts.parse(JSON.parse(json));
  const counts: Partial<Record<OtherCount, number>> = {};
  for (const [name, key] of OTHER_COUNTS) {
    const count = stored[key];
    if (typeof count === "number") counts[name] = count;
  }
  const storage = stored["storage_gb_days"];
  return typeof storage === "string" ? { ...counts, storageGbDays: storage } : counts;
}
