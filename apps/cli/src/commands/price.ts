import { createInterface } from "node:readline";
import { priceLine, type PriceLineResult } from "@runrate/core";
import type { CommandContext } from "../context.ts";
import { drained } from "../drained.ts";
import { pricesOf } from "../prices.ts";
import type { CommandOutcome } from "../program/define.ts";

/** `runrate price` (DESIGN.md, Interfaces): JSON lines in, one JSON line out for each, in order. The answer is "no" if a line could not be priced. */
export async function price(
  _args: readonly string[],
  _options: object,
  context: CommandContext,
): Promise<CommandOutcome> {
  const { terminal, now } = context;
  const prices = { ...pricesOf(context), now };
  let allPriced = true;
  for await (const text of createInterface({ input: terminal.stdin, crlfDelay: Infinity })) {
    if (text.trim() === "") continue;
    const result = priceText(text, prices);
    if ("error" in result) allPriced = false;
    if (!terminal.stdout.write(`${JSON.stringify(result)}\n`)) await drained(terminal.stdout);
  }
  return allPriced ? "yes" : "no";
}

function priceText(text: string, context: Parameters<typeof priceLine>[1]): PriceLineResult {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { error: { code: "bad_json", message: "the line is not JSON" } };
  }
  return priceLine(json, context);
}
