import { RunrateError } from "@runrate/core";

/** A whole number from an option ("1000", "1,000", "2k"). @throws RunrateError `bad_argument` */
export function wholeArgument(text: string, option: string): number {
  const [, digits = "", unit = ""] = /^(\d[\d_,]*)([km]?)$/i.exec(text) ?? [];
  const value = digits === "" ? Number.NaN : Number(digits.replaceAll(/[_,]/g, "")) * (SCALE[unit.toLowerCase()] ?? 1);
  if (Number.isSafeInteger(value)) return value;
  throw new RunrateError("bad_argument", `${option} is "${text}", which is not a whole number`, {
    hint: `Give ${option} a number such as 1000.`,
  });
}

const SCALE: Readonly<Record<string, number>> = { k: 1_000, m: 1_000_000 };

const EARLIEST = Date.parse("2020-01-01T00:00:00Z");
const LATEST = Date.parse("2100-12-31T23:59:59.999Z");

/** An instant from an option, in milliseconds. @throws RunrateError `bad_argument` unless ISO 8601 with a zone, 2020 to 2100 */
export function parseInstant(text: string, option: string): number {
  const at = /^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (at >= EARLIEST && at <= LATEST) return at;
  throw new RunrateError("bad_argument", `${option} is "${text}", which is not an instant from 2020 to 2100`, {
    hint: "Write it as 2026-11-24T12:00:00Z.",
  });
}

/** An instant from an option that may be absent. @throws RunrateError `bad_argument` */
export function instantOption(text: string | undefined, option: string, fallback: number): number {
  return text === undefined ? fallback : parseInstant(text, option);
}
