/** The span of instants that a record may have: 2020 to the end of 2100. */
export const EARLIEST = Date.UTC(2020, 0, 1);
export const LATEST = Date.UTC(2101, 0, 1);

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|z|UTC|[+-]\d\d:?\d\d)?$/;

/**
 * Reads an instant: ISO 8601 (a time without a zone is UTC, a date its midnight in UTC), or whole seconds or milliseconds since
 * 1970. Finer than a millisecond is cut off.
 *
 * @returns milliseconds since 1970 UTC, or the reason why not
 */
export function readInstant(text: string): number | string {
  const at = isoInstant(text) ?? epochInstant(text);
  if (at === undefined) return `${JSON.stringify(text.slice(0, 60))} is not an instant such as 2026-11-24T13:00:00Z`;
  if (at < EARLIEST || at >= LATEST) return `${JSON.stringify(text.slice(0, 60))} is outside 2020 to 2100`;
  return at;
}

function isoInstant(text: string): number | undefined {
  // The form that Runrate and most exporters write; the engine's own parser is several times faster than a pattern.
  if (text.length === 24 && text.charCodeAt(23) === 90 && text.charCodeAt(10) === 84) {
    const at = Date.parse(text);
    if (!Number.isNaN(at) && Number(text.slice(8, 10)) <= 28) return at;
  }
  const match = ISO.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = match;
  const fields = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)] as const;
  const at = Date.UTC(...fields) + Number(fraction.padEnd(3, "0").slice(0, 3));
  const back = new Date(at);
  const exists =
    back.getUTCMonth() === fields[1] &&
    back.getUTCDate() === fields[2] &&
    fields[3] < 24 &&
    fields[4] < 60 &&
    fields[5] < 60;
  if (!exists) return undefined;
  const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (!offset) return at;
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  return at + (offset[1] === "-" ? 1 : -1) * minutes * 60_000;
}

function epochInstant(text: string): number | undefined {
  if (/^\d{9,10}$/.test(text)) return Number(text) * 1_000;
  if (/^\d{12,13}$/.test(text)) return Number(text);
  return undefined;
}
