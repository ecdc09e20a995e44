import { isObject } from "./usage-body.ts";

/**
 * The usage of a streamed answer: providers send it once at the end, or again and again with counts that only grow
 * (Anthropic's `message_start` and `message_delta`, Google's every chunk). A later event's values replace an earlier one's, key
 * by key; what it leaves out or sets to null stays.
 */
export function mergeUsageEvents(events: readonly unknown[]): Readonly<Record<string, unknown>> {
  return events.map(usageOf).reduce((merged, event) => mergeInto(merged, event), {});
}

/** The usage within an event, under whichever name its provider gives it. */
function usageOf(event: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(event)) return {};
  for (const key of ["usage", "usageMetadata"]) if (isObject(event[key])) return event[key];
  for (const key of ["message", "response"]) if (isObject(event[key])) return usageOf(event[key]);
  return event;
}

function mergeInto(
  merged: Readonly<Record<string, unknown>>,
  event: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(event).flatMap(([key, value]) => {
    if (value === null || value === undefined) return [];
    const known = Object.hasOwn(merged, key) ? merged[key] : undefined;
    return [[key, isObject(known) && isObject(value) ? mergeInto(known, value) : value] as const];
  });
  return { ...merged, ...Object.fromEntries(entries) };
}
