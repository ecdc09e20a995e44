import { createInterface } from "node:readline";
import { bundledCatalogue } from "@runrate/catalogue";
import { priceLine, type PriceLineResult } from "@runrate/core";
import type { CommandContext } from "../program.ts";

/** `runrate price` (DESIGN.md, Interfaces): JSON lines in, one JSON line out for each, in order. @returns whether all were priced */
export async function price({ terminal, now }: CommandContext): Promise<boolean> {
  const context = { catalogue: bundledCatalogue(), now };
  let allPriced = true;
  for await (const text of createInterface({ input: terminal.stdin, crlfDelay: Infinity })) {
    if (text.trim() === "") continue;
    const result = priceText(text, context);
    if ("error" in result) allPriced = false;
    if (!terminal.stdout.write(`${JSON.stringify(result)}\n`)) await drained(terminal.stdout);
  }
  return allPriced;
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

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => stream.once("drain", resolve));
}
