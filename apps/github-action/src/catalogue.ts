import { bundledCatalogue } from "@runrate/catalogue";
import { parseCatalogueFile, RunrateError, type Catalogue } from "@runrate/core";
import { botAddress, isAddress } from "./bot-address.ts";
import { fetchText } from "./fetch-text.ts";
import type { Inputs } from "./inputs.ts";
import type { Revisions } from "./revisions.ts";
import { readTrustedFile } from "./trusted-file.ts";

/** The list prices of a run. */
export interface CurrentCatalogue {
  readonly list: Catalogue;
  /** Whether they are those that the input names. */
  readonly isNamed: boolean;
  /** What a reader has to know of them, without a full stop; null: nothing. */
  readonly remark: string | null;
}

/** The day of a catalogue is one of its maker's zone: it may be tomorrow in UTC. */
const DAY_MS = 86_400_000;

/** The catalogue that ships with the action. */
export function ownCatalogue(): CurrentCatalogue {
  return { list: bundledCatalogue(), isNamed: false, remark: null };
}

/**
 * List prices: the newer of the bundled ones and those that the input `catalogue` names, so that a pinned action knows new models.
 *
 * @throws RunrateError `bad_catalogue`, and what reading throws
 */
export async function currentCatalogue(
  inputs: Pick<Inputs, "catalogue" | "catalogueToken">,
  { workspace, revisions, now }: { readonly workspace: string; readonly revisions: Revisions; readonly now: number },
): Promise<CurrentCatalogue> {
  const own = ownCatalogue();
  const { catalogue: named } = inputs;
  if (named === "") return own;
  const text = isAddress(named)
    ? await fetchText(botAddress(named, "/v1/catalogue"), inputs.catalogueToken, "catalogue")
    : await readTrustedFile(workspace, revisions, named);
  const read = parseCatalogueFile(text, { current: own.list, seen: dayOf(now), origin: "input catalogue" });
  if (read.kind === "invalid") throw unusable(read.message);
  const { catalogue: list } = read;
  if (list.basis !== "list") {
    throw unusable("it holds negotiated prices, which belong into prices.overrides of runrate.yml");
  }
  if (list.providers.every(({ models }) => models.length === 0)) throw unusable("it holds no model");
  if (list.as_of < own.list.as_of) {
    return {
      ...own,
      remark: `The catalogue that was named is of ${list.as_of}, older than the one that ships with the action (${own.list.as_of}), which is used`,
    };
  }
  const isAhead = list.as_of > dayOf(now + DAY_MS);
  return {
    list,
    isNamed: true,
    remark: isAhead
      ? `The catalogue that was named is dated ${list.as_of}, which has not come yet: it is used, and its date looks wrong`
      : null,
  };
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function unusable(why: string): RunrateError {
  return new RunrateError("bad_catalogue", `the catalogue that was named is not usable: ${why}`, {
    hint: "`runrate prices update` reads other forms and writes this one.",
  });
}
