import { hash } from "node:crypto";
import { divideHalfEven, picoUsd, type PicoUsd } from "@runrate/core";
import { z } from "zod";
import type { BilledCost } from "../billed-cost.ts";
import type { OpenAiBucket } from "./openai-page.ts";

const optionalText = z.string().nullish();

const costResult = z.looseObject({
  object: z.literal("organization.costs.result"),
  amount: z.looseObject({ value: z.union([z.number(), z.string()]), currency: z.string() }),
  line_item: optionalText,
  project_id: optionalText,
  api_key_id: optionalText,
  user_id: optionalText,
  api_source: optionalText,
  quantity: z.number().nullish(),
  quantity_unit: optionalText,
});

/** One entry of a costs bucket as a billed line, or why it cannot be read. */
export function openAiBilledCost(
  bucket: OpenAiBucket,
  result: unknown,
  origin: { readonly source: string; readonly organisation?: string },
): BilledCost | string {
  const parsed = costResult.safeParse(result);
  if (!parsed.success) return z.prettifyError(parsed.error).split("\n").slice(0, 2).join(" ");
  const entry = parsed.data;
  if (entry.amount.currency.toLowerCase() !== "usd")
    return `billed in ${entry.amount.currency.slice(0, 10)}: Runrate adds up US dollars alone`;
  const usd = readBilledUsd(String(entry.amount.value));
  if (usd === undefined) return `${JSON.stringify(entry.amount.value)} is not an amount`;
  const group = [
    origin.organisation ?? null,
    entry.project_id ?? null,
    entry.api_key_id ?? null,
    entry.line_item ?? null,
    entry.user_id ?? null,
    entry.api_source ?? null,
  ];
  const key = hash("sha1", JSON.stringify(group), "base64url").slice(0, 16);
  return {
    id: `openai:costs:${bucket.start_time}-${bucket.end_time}:${key}`,
    source: origin.source,
    provider: "openai",
    at: bucket.start_time * 1_000,
    spanMs: (bucket.end_time - bucket.start_time) * 1_000,
    ...(entry.line_item ? { lineItem: entry.line_item } : {}),
    ...(entry.project_id ? { project: entry.project_id } : {}),
    ...(entry.api_key_id ? { apiKey: entry.api_key_id } : {}),
    ...(origin.organisation === undefined ? {} : { organisation: origin.organisation }),
    ...(typeof entry.quantity === "number" ? { quantity: String(entry.quantity) } : {}),
    ...(entry.quantity_unit ? { quantityUnit: entry.quantity_unit } : {}),
    usd,
  };
}

/**
 * The amount that a JSON number spells ("0.06", "1.2e-7"), to the pico-dollar; finer digits, which the API makes by dividing,
 * are rounded half to even.
 */
export function readBilledUsd(text: string): PicoUsd | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,40}))?(?:e([+-]?\d{1,2}))?$/i.exec(text);
  if (!match) return undefined;
  const [, sign = "", whole = "0", fraction = "", exponent = "0"] = match;
  const scale = 12 - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction) * (sign === "-" ? -1n : 1n);
  return picoUsd(scale >= 0 ? digits * 10n ** BigInt(scale) : divideHalfEven(digits, 10n ** BigInt(-scale)));
}
