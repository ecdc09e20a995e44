import {
  decimalText,
  parseDecimal,
  parseUsd,
  parseZone,
  RunrateError,
  type PicoUsd,
  type Range as CoreRange,
} from "@runrate/core";
import { z } from "zod";
import { showValue, suggestion } from "./problem.ts";
import { ExactNumber } from "./yaml-source.ts";

/** Three cases of one count, low ≤ likely ≤ high. */
export type Range = CoreRange<number>;

/** A map with a fixed set of keys: any other key is a problem that names the nearest known one. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      // One line for each key, in the order of `issue.keys`: `check.ts` gives each its own position.
      issue.code === "unrecognized_keys" && "keys" in issue && Array.isArray(issue["keys"])
        ? issue["keys"].map((key) => `unknown key "${key}"${suggestion(String(key), Object.keys(shape))}`).join("\n")
        : undefined,
  });
}

/** The JSON Schema of a field whose value is read by code, for editors. */
type FieldSchema = { type?: string | string[]; pattern?: string; description: string; [keyword: string]: unknown };

/** A field read from text or an exact number. `read` throws an Error whose message says what it must be. */
function field<T>(schema: FieldSchema, read: (text: string) => T) {
  return z
    .custom<string | ExactNumber>((value) => value !== undefined, "is missing")
    .transform((value, context): T => {
      const text = typeof value === "string" ? value.trim() : value instanceof ExactNumber ? value.text : undefined;
      try {
        if (text === undefined) throw new Error(`must be ${schema.description}, not ${describe(value)}`);
        return read(text);
      } catch (error) {
        const hint = error instanceof RunrateError && error.hint?.startsWith("Did you mean") ? `: ${error.hint}` : "";
        context.issues.push({
          code: "custom",
          input: value,
          message:
            error instanceof RunrateError
              ? `must be ${schema.description}, not ${showValue(text ?? "")}${hint}`
              : messageOf(error),
        });
        return z.NEVER;
      }
    })
    .meta(schema);
}

function mustBe(description: string, text: string): Error {
  return new Error(`must be ${description}, not ${showValue(text)}`);
}

/** A word or a sentence; a bare number is taken as it is written. */
export function text(description: string) {
  return field({ type: ["string", "number"], minLength: 1, description }, (value) => {
    if (value === "") throw mustBe(description, value);
    return value;
  });
}

/** One of a few words. Other spellings of a word can be given with the word they mean. */
export function choice<const Word extends string>(
  words: readonly Word[],
  spellings: Readonly<Record<string, Word>> = {},
) {
  const description = `one of ${words.join(", ")}`;
  return field({ type: "string", enum: [...words, ...Object.keys(spellings)], description }, (value): Word => {
    const word = words.find((one) => one === value) ?? (Object.hasOwn(spellings, value) ? spellings[value] : undefined);
    if (word === undefined) throw new Error(`${mustBe(description, value).message}${suggestion(value, words)}`);
    return word;
  });
}

/** A decimal number of at least zero, exactly as written, in its canonical form ("0.15"). */
export function decimal(description: string) {
  return field({ type: ["number", "string"], description }, (value) => {
    const number = parseDecimal(value);
    if (number.digits < 0n) throw mustBe(`${description}, not negative`, value);
    return decimalText(number);
  });
}

/** Dollars of at least zero, exactly as written; a leading "$" is allowed. */
export function usd(description: string) {
  return field({ type: ["number", "string"], description }, (value): PicoUsd => {
    const amount = parseUsd(value.replace(/^\$\s*/, "").replaceAll(/(?<=\d),(?=\d{3}\b)/g, ""));
    if (amount < 0n) throw mustBe(`${description}, not negative`, value);
    return amount;
  });
}

/** A whole number, by default from 0 to 2^53 - 1; underscores and commas between thousands are allowed. */
export function whole(description: string, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}) {
  return field({ type: ["integer", "string"], description, minimum: min }, (value) => {
    const digits = value.replaceAll(/(?<=\d)[,_](?=\d{3})/g, "");
    const number = /^\d{1,16}$/.test(digits) ? Number(digits) : Number.NaN;
    if (!Number.isSafeInteger(number) || number < min || number > max) {
      const bounds =
        max === Number.MAX_SAFE_INTEGER ? (min > 0 ? ` of at least ${min}` : "") : ` from ${min} to ${max}`;
      throw new Error(`must be ${description}: a whole number${bounds}, not ${showValue(value)}`);
    }
    return number;
  });
}

/** A share in basis points (10,000 is all), written as a fraction (0.35) or a percentage ("35%"). */
export function share(description: string) {
  return field(
    { type: ["number", "string"], description: `${description}, as a fraction (0.35) or a percentage ("35%")` },
    (value) => {
      const isPercent = value.endsWith("%");
      const { digits, scale } = parseDecimal(isPercent ? value.slice(0, -1) : value);
      const points = Number(digits * (isPercent ? 100n : 10_000n)) / 10 ** scale;
      if (points < 0 || points > 10_000) throw mustBe(`${description}, from 0 to 1 or from 0% to 100%`, value);
      return Math.round(points);
    },
  );
}

/** A percentage of at least zero, as an exact decimal ("12.5"); a trailing "%" is allowed. */
export function percent(description: string, { max }: { max?: bigint } = {}) {
  return field({ type: ["number", "string"], description: `${description}, in per cent` }, (value) => {
    const number = parseDecimal(value.replace(/\s*%$/, ""));
    const isTooMuch = max !== undefined && number.digits > max * 10n ** BigInt(number.scale);
    if (number.digits < 0n || isTooMuch)
      throw mustBe(`${description}, from 0 ${max === undefined ? "on" : `to ${max}`} per cent`, value);
    return decimalText(number);
  });
}

/** A percentage of at least zero in basis points (12.5 is 1,250); a trailing "%" is allowed, digits past a basis point are not. */
export function basisPoints(description: string) {
  return field({ type: ["number", "string"], description: `${description}, in per cent` }, (value): bigint => {
    const { digits, scale } = parseDecimal(value.replace(/\s*%$/, ""));
    const unit = 10n ** BigInt(scale);
    if (digits < 0n || (digits * 100n) % unit !== 0n)
      throw mustBe(`${description}, in per cent with at most two decimals`, value);
    return (digits * 100n) / unit;
  });
}

/** An IANA time zone, in its own spelling. */
export function timeZone() {
  return field({ type: "string", description: 'an IANA time zone such as "Europe/Berlin"' }, parseZone);
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A calendar day (YYYY-MM-DD) from 2015 to 2100. */
export function calendarDay(description: string) {
  return field({ type: "string", format: "date", description }, (value) => {
    if (!DAY.test(value) || !isRealDay(value)) throw mustBe(`${description} (YYYY-MM-DD)`, value);
    return value;
  });
}

function isRealDay(value: string): boolean {
  const at = new Date(`${value}T00:00:00Z`);
  return (
    !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value) && value >= "2015-01-01" && value <= "2100-12-31"
  );
}

/** A calendar day or an instant (ISO 8601 with zone), from which or until which something holds; kept as written. */
export function dayOrInstant(description: string) {
  return field({ type: "string", description }, (value) => {
    if (DAY.test(value) ? isRealDay(value) : z.iso.datetime({ offset: true }).safeParse(value).success) return value;
    throw mustBe(`${description}: a day (2026-11-24) or an instant (2026-11-24T13:00:00Z)`, value);
  });
}

/** "HH:MM", from 00:00 to 23:59. */
export function timeOfDay(description: string) {
  return field({ type: "string", pattern: "^([01]\\d|2[0-3]):[0-5]\\d$", description }, (value) => {
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(value)) throw mustBe(`${description} (HH:MM)`, value);
    return value;
  });
}

/** One text or a list of them; as a list. */
export function texts(description: string) {
  const one = text(description);
  return z
    .preprocess(
      (value) => (Array.isArray(value) || value === undefined ? value : [value]),
      z.array(one).min(1, "must not be empty"),
    )
    .meta({
      anyOf: [{ type: ["string", "number"] }, { type: "array", items: { type: ["string", "number"] }, minItems: 1 }],
      description,
    });
}

/** A whole number, or low, likely and high ones; a single number, and a missing low or high, is the likely one. */
export function range(description: string) {
  const bound = whole(description);
  return z
    .preprocess(
      (value) => (typeof value === "string" || value instanceof ExactNumber ? { likely: value } : value),
      section({ low: bound.optional(), likely: bound, high: bound.optional() }).transform(
        ({ likely, low = likely, high = likely }, context): Range => {
          if (low > likely || likely > high) {
            context.issues.push({ code: "custom", input: likely, message: "must have low ≤ likely ≤ high" });
          }
          return { low, likely, high };
        },
      ),
    )
    .meta({
      anyOf: [
        { type: ["integer", "string"] },
        {
          type: "object",
          properties: { low: { type: "integer" }, likely: { type: "integer" }, high: { type: "integer" } },
          required: ["likely"],
          additionalProperties: false,
        },
      ],
      description,
    });
}

/** What a value is, in words, without showing it. */
export function describe(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value instanceof ExactNumber) return `the number ${value.text.slice(0, 40)}`;
  if (typeof value === "string") return showValue(value);
  return typeof value === "object" && value !== null ? "a map" : String(value);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
