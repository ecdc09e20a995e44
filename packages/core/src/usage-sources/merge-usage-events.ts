import { isObject } from "./usage-body.ts";

/**
 * The usage of a streamed answer: providers send it once at the end, or again and again with counts that only grow
 * (Anthropic's `message_start` and `message_delta`, Google's every chunk). A later event's values replace an earlier one's, key
 * by key; what it leaves out or sets to null stays.
 */
export function mergeUsageEvents(events: readonly unknown[]): Readonly<Record<string, unknown>> {
  return mergeObjects(events.map(usageOf));
}

/** The usage within an event, under whichever name its provider gives it. */
function usageOf(event: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(event)) return {};
  for (const key of ["usage", "usageMetadata"]) if (isObject(event[key])) return event[key];
  for (const key of ["message", "response"]) if (isObject(event[key])) return usageOf(event[key]);
  return event;
}

function mergeObjects(objects: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, unknown>> {
  const said = new Map<string, unknown[]>();
  for (const object of objects) {
    for (const [key, value] of Object.entries(object)) {
      if (value === null || value === undefined) continue;
      const values = said.get(key);
      if (values) values.push(value);
      else said.set(key, [value]);
    }
  }
  return Object.fromEntries([...said].map(([key, values]) => [key, lastSaid(values)]));
}

/** The last value; objects at the end are merged. */
function lastSaid(values: readonly unknown[]): unknown {
  const from = values.findLastIndex((value) => !isObject(value)) + 1;
  return from === values.length ? values.at(-1) : mergeObjects(values.slice(from).filter(isObject));
}
