import { COUNT_FIELDS, COUNT_NAMES, parseServiceTier, putTag, readProviderUsage } from "@runrate/core";
import type { Observation } from "./observation.ts";

/** A record as `POST /v1/usage` reads it (DESIGN.md, Interfaces). */
export type UsageLine = Readonly<Record<string, unknown>>;

const NAMED = new Set(["workload", "project", "user", "conversation"]);

/** Writes an observation as a line: who it belongs to, when, and what it used. */
export function usageLine(seen: Observation): UsageLine {
  const merged: Record<string, string> = {};
  for (const tags of seen.tags) {
    for (const [name, value] of Object.entries(tags ?? {}))
      if (value !== undefined && value !== "") putTag(merged, name, value);
  }
  const names: Record<string, string> = {};
  const tags: Record<string, string> = {};
  for (const [name, value] of Object.entries(merged)) putTag(NAMED.has(name) ? names : tags, name, value);
  const tier = seen.serviceTier === undefined ? undefined : parseServiceTier(seen.serviceTier);
  if (seen.serviceTier !== undefined && tier === undefined) tags["service_tier"] ??= seen.serviceTier;
  return {
    ...names,
    id: seen.id,
    at: new Date(seen.at).toISOString(),
    ...(seen.provider === undefined ? {} : { provider: seen.provider }),
    model: seen.model,
    ...(tier === undefined ? {} : { service_tier: tier }),
    ...usageOf(seen),
    ...(seen.requests === 1 ? {} : { requests: seen.requests }),
    ...(seen.responseId === undefined ? {} : { response_id: seen.responseId }),
    ...(names["conversation"] === undefined && seen.conversation !== undefined
      ? { conversation: seen.conversation }
      : {}),
    tags,
  };
}

/**
 * The provider's own object mostly, which whoever stores it reads: that is a third of the work of a call. With tools that cost per
 * call it is put into Runrate's counts here. Usage that cannot be read goes as it is: whoever stores it says why not.
 */
function usageOf(seen: Observation): UsageLine {
  if (seen.webSearches + seen.fileSearches + seen.codeSessions === 0) return { usage: seen.usage, raw: true };
  const read = readProviderUsage(seen.usage);
  if (read.kind === "invalid") return { usage: seen.usage, raw: true };
  const counts: Record<string, number | string> = {};
  for (const name of COUNT_NAMES) {
    const count = read.usage[COUNT_FIELDS[name]];
    if (count !== undefined) counts[name] = count;
  }
  const add = (name: string, count: number) => {
    if (count > 0) counts[name] = Number(counts[name] ?? 0) + count;
  };
  add("web_searches", seen.webSearches);
  add("file_searches", seen.fileSearches);
  add("code_sessions", seen.codeSessions);
  return { usage: counts };
}
