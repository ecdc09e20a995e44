import type { z } from "zod";
import { convertGenaiPrices, genaiPricesSchema, type Conversion } from "./catalogue-formats/genai-prices.ts";
import { convertLitellm, litellmSchema } from "./catalogue-formats/litellm.ts";
import { implausibleChanges } from "./implausible-changes.ts";
import { indexOf } from "./catalogue-index.ts";
import { findFault, readOwnCatalogue, type CatalogueReading } from "./catalogue-schema.ts";
import type { Catalogue } from "./catalogue.ts";
import { diffCatalogues } from "./diff-catalogues.ts";
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
  if (models === 0) {
    const [why] = conversion.notes;
    const message = `the ${format} file holds no model with a price${why === undefined ? "" : ` (${why})`}`;
    return { kind: "invalid", code: "invalid_catalogue", message };
  }
  const key = sourceKey(context);
  const source = { title: `${format}, ${context.origin}`, seen: context.seen, confidence: "published" as const };
  const merge = (providers: Conversion["providers"]) =>
    mergeCatalogue(context.current, providers, { key, source, seen: context.seen });
  const { providers, notes } = plausible(conversion, context.current, merge);
  const catalogue = merge(providers);
  const fault = findFault(catalogue);
  if (fault !== undefined) return { kind: "invalid", code: "invalid_catalogue", message: fault };
  return { kind: "catalogue", catalogue, format, notes };
}

/** Without the models whose prices look like a mistake of the list: theirs stay as they are, and it is said. */
function plausible(
  { providers, notes }: Conversion,
  current: Catalogue,
  merge: (providers: Conversion["providers"]) => Catalogue,
): Conversion {
  const doubtful = new Map(
    implausibleChanges(diffCatalogues(current, merge(providers))).map((change) => [
      `${change.provider}/${change.model}`,
      change,
    ]),
  );
  if (doubtful.size === 0) return { providers, notes };
  return {
    // A model's name may be written in another case than ours: it is the one that the difference names.
    providers: providers.map((provider) => ({
      ...provider,
      models: provider.models.filter(({ id }) => !isDoubtful(`${provider.id}/${id}`, doubtful)),
    })),
    notes: [
      ...notes,
      ...[...doubtful].map(
        ([name, { component, before, after }]) =>
          `${name}: ${component.replaceAll("_", " ")} ${before} -> ${after} looks like a mistake of the list; its prices stay`,
      ),
    ],
  };
}

function isDoubtful(name: string, doubtful: ReadonlyMap<string, unknown>): boolean {
  return [...doubtful.keys()].some((one) => one.toLowerCase() === name.toLowerCase());
}

function sourceKey({ seen }: CatalogueFileContext): string {
  return `update-${seen}`;
}

function invalid(error: z.ZodError, format: string): CatalogueReading {
  const places = error.issues.slice(0, 3).map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`);
  return { kind: "invalid", code: "invalid_catalogue", message: `not a usable ${format} file: ${places.join("; ")}` };
}
