import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { waitForUpdate } from "@pydantic/genai-prices";
import {
  convertGenaiPrices,
  findFault,
  genaiPricesSchema,
  parseExactJson,
  type Catalogue,
  type CatalogueModel,
  type CatalogueProvider,
  type PriceSource,
} from "@runrate/core";
import { parse } from "yaml";
import { z } from "zod";
import { catalogueText } from "./catalogue-text.ts";
import { applyOverlay, overlaySchema, providersSchema, type Overlay } from "./overlay.ts";
import { readSdkShutdowns } from "./sdk-shutdowns.ts";

/**
 * Writes catalogue.json from the base data, the overlay and the SDK's shutdown dates: `node catalogue/generate.ts`.
 * `--check` writes nothing and exits 1 when the file is not what would be written.
 */

const HERE = import.meta.dirname;
const TARGET = join(HERE, "catalogue.json");
const BASE = "genai-prices-0.1.8";
const SDK = "openai-sdk-7.57.0";

/** The day of the newest fact in the overlay and its sources. */
const AS_OF = "2026-11-24";

async function build(): Promise<Catalogue> {
  const providers = new Map((await readBase()).map((one) => [one.id, one]));
  for (const [id, facts] of Object.entries(providersSchema.parse(readYaml("providers.yml")))) {
    const known = providers.get(id) ?? { id, name: facts.name ?? id, models: [] };
    providers.set(id, mergeProvider(known, facts));
  }
  for (const file of readdirSync(join(HERE, "overlay"))) {
    if (file === "providers.yml" || file === "sources.yml") continue;
    const overlay = overlaySchema.parse(readYaml(file));
    const known = providers.get(overlay.provider);
    if (!known) throw new Error(`overlay/${file}: there is no provider ${overlay.provider}`);
    providers.set(known.id, applyOverlay(mergeProvider(known, overlay), overlay));
  }
  const openai = providers.get("openai");
  if (openai) providers.set("openai", withShutdowns(openai, readSdkShutdowns(readSdkTypes())));
  const sources = z.record(z.string(), sourceShape).parse(readYaml("sources.yml"));
  return {
    format: "runrate-catalogue",
    version: 1,
    as_of: AS_OF,
    basis: "list",
    sources,
    providers: [...providers.values()]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((one) => ({ ...one, models: one.models.toSorted((a, b) => (a.id < b.id ? -1 : 1)) })),
  };
}

const sourceShape: z.ZodType<PriceSource> = z.strictObject({
  title: z.string(),
  url: z.string().exactOptional(),
  seen: z.string(),
  confidence: z.enum(["published", "reported", "derived"]),
});

/** The package exports no data, only the promise of its current table: the embedded one, as long as nobody updates it. */
async function readBase(): Promise<readonly CatalogueProvider[]> {
  const data = genaiPricesSchema.parse(parseExactJson(JSON.stringify(await waitForUpdate())));
  const { providers, notes } = convertGenaiPrices(data, BASE);
  for (const note of notes) console.error(note);
  return providers;
}

function mergeProvider(
  known: CatalogueProvider,
  facts:
    | Omit<z.infer<typeof providersSchema>[string], "name">
    | Pick<Overlay, "aliases" | "makes" | "default_cache_write" | "fees">,
): CatalogueProvider {
  const aliases = [...new Set([...(known.aliases ?? []), ...(facts.aliases ?? [])])];
  return {
    ...known,
    ...(aliases.length > 0 ? { aliases } : {}),
    ...(facts.makes ? { makes: facts.makes } : {}),
    ...(facts.default_cache_write ? { default_cache_write: facts.default_cache_write } : {}),
    ...("local" in facts && facts.local ? { local: true } : {}),
    ...(facts.fees
      ? { fees: facts.fees.map(({ from, sheets }) => ({ ...(from === undefined ? {} : { from }), sheets })) }
      : {}),
  };
}

function withShutdowns(provider: CatalogueProvider, shutdowns: ReadonlyMap<string, string>): CatalogueProvider {
  return { ...provider, models: provider.models.map((model) => withShutdown(model, shutdowns)) };
}

/** A model ends with its own name, or with the one by which it is known best; an alias that ends on another day says so. */
function withShutdown(model: CatalogueModel, shutdowns: ReadonlyMap<string, string>): CatalogueModel {
  const own =
    shutdowns.get(model.id) ??
    (model.aliases ?? []).map((alias) => shutdowns.get(alias)).find((day) => day !== undefined);
  const others = (model.aliases ?? []).flatMap((alias) => {
    const day = shutdowns.get(alias);
    return day === undefined || day === own ? [] : [[alias, day] as const];
  });
  if (own === undefined && others.length === 0) return model;
  return {
    ...model,
    ...(own === undefined ? {} : { shutdown: own, lifecycle_source: SDK }),
    ...(others.length > 0 ? { shutdowns: Object.fromEntries(others) } : {}),
  };
}

function readYaml(file: string): unknown {
  return parse(readFileSync(join(HERE, "overlay", file), "utf8"));
}

function readSdkTypes(): string {
  const entry = createRequire(import.meta.url).resolve("openai");
  return readFileSync(join(dirname(entry), "resources", "shared.d.ts"), "utf8");
}

const catalogue = await build();
const fault = findFault(catalogue);
if (fault !== undefined) throw new Error(fault);
const text = catalogueText(catalogue);
const models = catalogue.providers.reduce((sum, provider) => sum + provider.models.length, 0);
if (process.argv.includes("--check")) {
  const current = existsSync(TARGET) ? readFileSync(TARGET, "utf8") : "";
  if (current !== text) {
    console.error("catalogue/catalogue.json is not what its sources generate: run `node catalogue/generate.ts`");
    process.exitCode = 1;
  } else console.log(`catalogue.json is up to date: ${models} models of ${catalogue.providers.length} providers`);
} else {
  writeFileSync(TARGET, text);
  console.log(
    `wrote ${models} models of ${catalogue.providers.length} providers (${Math.round(text.length / 1024)} KiB)`,
  );
}
