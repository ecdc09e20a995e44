import type { z } from "zod";
import { convertGenaiPrices, genaiPricesSchema, type Conversion } from "./catalogue-formats/genai-prices.ts";
import { convertLitellm, litellmSchema } from "./catalogue-formats/litellm.ts";
import { indexOf } from "./catalogue-index.ts";
import { findFault, readOwnCatalogue, type CatalogueReading } from "./catalogue-schema.ts";
import type { Catalogue } from "./catalogue.ts";
import { RunrateError } from "./errors.ts";
import { parseExactJson } from "./exact-json.ts";
import { mergeCatalogue } from "./merge-catalogue.ts";
import { findProvider } from "./resolve-model.ts";

export interface CatalogueFileContext {
  /** The catalogue in use: the other formats hold less than it does, so their prices are merged into it. */
  readonly current: Catalogue;
  /** The day (YYYY-MM-DD) as of which a file without a date is read: from when its new prices hold. */
  readonly seen: string;
  /** Where it came from, for the provenance of its prices. */
  readonly origin: string;
}

/**
 * Reads a price catalogue from a file's text: Runrate's own form, genai-prices' data.json, or LiteLLM's
 * model_prices_and_context_window.json, told apart by their shape. Every number is read from the text, never through a float.
 *
 * Runrate's own form replaces the catalogue. The others are snapshots: where a price differs from the one in force on `seen`, the
 * new one holds from that day, so that older records keep their price; dates in the file are kept.
 *
 * @returns `invalid` with what is wrong and where; nothing of such a file is used.
 */
export function parseCatalogueFile(text: string, context: CatalogueFileContext): CatalogueReading {
  let json: unknown;
  try {
    json = parseExactJson(text);
  } catch (error) {
    if (error instanceof RunrateError) return { kind: "invalid", code: "invalid_json", message: error.message };
    throw error;
  }
  if (Array.isArray(json)) {
    const parsed = genaiPricesSchema.safeParse(json);
    return parsed.success
      ? merged(convertGenaiPrices(parsed.data, sourceKey(context)), "genai-prices", context)
      : invalid(parsed.error, "genai-prices");
  }
  if (typeof json === "object" && json !== null && "format" in json) return readOwnCatalogue(json);
  const table = litellmSchema.safeParse(json);
  if (!table.success || !looksLikeLitellm(table.data)) {
    const message =
      "not a price catalogue in a form that Runrate knows: its own, genai-prices' data.json or LiteLLM's model_prices_and_context_window.json";
    return { kind: "invalid", code: "unknown_format", message };
  }
  const index = indexOf(context.current);
  const providerId = (name: string) => findProvider(index, name.toLowerCase())?.id ?? name.toLowerCase();
  return merged(convertLitellm(table.data, sourceKey(context), providerId), "litellm", context);
}

function looksLikeLitellm(table: Readonly<Record<string, unknown>>): boolean {
  return Object.values(table).some(
    (entry) => typeof entry === "object" && entry !== null && "litellm_provider" in entry,
  );
}

function merged(
  conversion: Conversion,
  format: "genai-prices" | "litellm",
  context: CatalogueFileContext,
): CatalogueReading {
  const models = conversion.providers.reduce((sum, { models: each }) => sum + each.length, 0);
  if (models === 0)
    return { kind: "invalid", code: "invalid_catalogue", message: `the ${format} file holds no model with a price` };
  const key = sourceKey(context);
  const source = { title: `${format}, ${context.origin}`, seen: context.seen, confidence: "published" as const };
  const catalogue = mergeCatalogue(context.current, conversion.providers, { key, source, seen: context.seen });
  const fault = findFault(catalogue);
  if (fault !== undefined) return { kind: "invalid", code: "invalid_catalogue", message: fault };
  return { kind: "catalogue", catalogue, format, notes: conversion.notes };
}

function sourceKey({ seen }: CatalogueFileContext): string {
  return `update-${seen}`;
}

function invalid(error: z.ZodError, format: string): CatalogueReading {
  const places = error.issues.slice(0, 3).map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`);
  return { kind: "invalid", code: "invalid_catalogue", message: `not a usable ${format} file: ${places.join("; ")}` };
}
