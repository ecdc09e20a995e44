import { bundledCatalogue } from "@runrate/catalogue";
import { parseCatalogueFile, RunrateError, type Catalogue } from "@runrate/core";
import { botAddress, isAddress } from "./bot-address.ts";
import { fetchText } from "./fetch-text.ts";
import type { Inputs } from "./inputs.ts";
import type { Revisions } from "./revisions.ts";
import type { SourceNote } from "./source-note.ts";
import { readTrustedFile } from "./trusted-file.ts";

/** The list prices of a run. */
export interface CurrentCatalogue {
  readonly list: Catalogue;
  /** Whether they are those that the input names. */
  readonly isNamed: boolean;
  /** What a reader has to know of them; null: nothing. */
  readonly note: SourceNote | null;
}

/** The day of a catalogue is one of its maker's zone: it may be tomorrow in UTC. */
const DAY_MS = 86_400_000;

/** The catalogue that ships with the action. */
export function ownCatalogue(): CurrentCatalogue {
  return { list: bundledCatalogue(), isNamed: false, note: null };
}

/**
 * List prices: the newer of the bundled ones and those that the input `catalogue` names, so that a pinned action knows new models.
 *
 * @throws RunrateError `bad_catalogue`, and what reading throws
 */
export async function currentCatalogue(
  inputs: CatalogueInputs,
  { workspace, revisions, now }: { readonly workspace: string; readonly revisions: Revisions; readonly now: number },
): Promise<CurrentCatalogue> {
  const own = ownCatalogue();
  const { catalogue: named } = inputs;
  if (named === "") return own;
  const text = isAddress(named)
    ? await fetchText(botAddress(named, "/v1/catalogue"), catalogueToken(inputs), "catalogue")
    : await readTrustedFile(workspace, revisions, named);
  const read = parseCatalogueFile(text, { current: own.list, seen: dayOf(now), origin: "input catalogue" });
  if (read.kind === "invalid") throw unusable(read.message);
  const { catalogue: list } = read;
  if (list.basis !== "list") {
    throw unusable("it holds negotiated prices, which belong into prices.overrides of runrate.yml");
  }
  if (list.providers.every(({ models }) => models.length === 0)) throw unusable("it holds no model");
  const { as_of } = list;
  if (as_of < own.list.as_of) return { ...own, note: { kind: "catalogue-older", as_of, own: own.list.as_of } };
  const isAhead = as_of > dayOf(now + DAY_MS);
  return { list, isNamed: true, note: isAhead ? { kind: "catalogue-ahead", as_of } : null };
}

type CatalogueInputs = Pick<Inputs, "catalogue" | "catalogueToken" | "usage" | "usageToken">;

/** The token for the catalogue's address: its own, or that of `usage` where both are of one bot. A token is meant for one host. */
export function catalogueToken({ catalogue, catalogueToken: own, usage, usageToken }: CatalogueInputs): string {
  if (own !== "" || !isAddress(catalogue) || !isAddress(usage)) return own;
  return URL.parse(catalogue)?.origin === URL.parse(usage)?.origin ? usageToken : "";
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function unusable(why: string): RunrateError {
  return new RunrateError("bad_catalogue", `the catalogue that was named is not usable: ${why}`, {
    hint: "`runrate prices update` reads other forms and writes this one.",
  });
}
