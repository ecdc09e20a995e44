import { existsSync } from "node:fs";
import { join } from "node:path";
import { bundledCatalogue } from "@runrate/catalogue";
import { parseOverridesFile, type PriceSettings } from "@runrate/config";
import { applyOverrides, readOwnCatalogue, RunrateError, type Catalogue, type ModelAliases } from "@runrate/core";
import { configurationOf, readTextFile } from "./configuration.ts";
import type { CommandContext } from "./context.ts";

/** The prices that hold here. */
export interface Prices {
  /** With the overrides in it. */
  readonly catalogue: Catalogue;
  /** Without them. */
  readonly list: Catalogue;
  readonly aliases: ModelAliases;
}

/** Where `runrate prices update` keeps what it has fetched. */
export function updatedCataloguePath(folder: string): string {
  return join(folder, ".runrate", "catalogue.json");
}

/**
 * The catalogue (`--catalogue`, else the newest of the bundled one and what `prices update` left), with the overrides of
 * `runrate.yml` and then those of `--overrides` applied: the later of two that fit wins.
 *
 * @throws RunrateError `file_unreadable`, `bad_catalogue`, `bad_config`
 */
export function pricesOf(context: CommandContext): Prices {
  return pricesWith(listCatalogue(context), configurationOf(context).prices, context);
}

/** List prices with the overrides of a configuration and of `--overrides` applied. @throws RunrateError `file_unreadable`, `bad_config` */
export function pricesWith(
  list: Catalogue,
  prices: PriceSettings,
  { options }: Pick<CommandContext, "options">,
): Prices {
  const { overrides: file } = options;
  const named = file === undefined ? [] : parseOverridesFile(readTextFile(file), file);
  const overrides = [...prices.overrides, ...named];
  const catalogue = overrides.length === 0 ? list : applyOverrides(list, overrides);
  return { catalogue, list, aliases: modelAliases(prices) };
}

/** The catalogue of list prices, without overrides. */
export function listCatalogue({ options, folder }: Pick<CommandContext, "options" | "folder">): Catalogue {
  if (options.catalogue !== undefined) return readCatalogueFile(options.catalogue);
  const bundled = bundledCatalogue();
  const path = updatedCataloguePath(folder);
  if (!existsSync(path)) return bundled;
  const updated = readCatalogueFile(path, "Delete it to go back to the bundled prices, then update them again.");
  // On the same day it is the update that somebody wanted.
  return updated.as_of >= bundled.as_of ? updated : bundled;
}

/** Reads a catalogue in Runrate's own format. @throws RunrateError `file_unreadable`, `bad_catalogue` */
export function readCatalogueFile(
  path: string,
  hint = "`runrate prices update` reads other formats and writes this one.",
): Catalogue {
  const text = readTextFile(path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw badCatalogue(path, "it is not JSON", hint, error);
  }
  const read = readOwnCatalogue(json);
  if (read.kind === "invalid") throw badCatalogue(path, read.message, hint);
  return read.catalogue;
}

function badCatalogue(path: string, why: string, hint: string, cause?: unknown): RunrateError {
  return new RunrateError("bad_catalogue", `${path} is not a price catalogue: ${why}`, { path, hint }, { cause });
}

function modelAliases({ aliases }: PriceSettings): ModelAliases {
  return Object.fromEntries(
    aliases.map(({ name, model, provider }) => [name, provider === undefined ? model : `${provider}/${model}`]),
  );
}
