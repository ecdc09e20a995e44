import { bundledCatalogue } from "@runrate/catalogue";
import { parseCatalogueFile, RunrateError, type Catalogue } from "@runrate/core";
import { fetchText } from "./fetch-text.ts";
import type { Revisions } from "./revisions.ts";
import { readTrustedFile } from "./trusted-file.ts";

/**
 * List prices: the newer of the bundled ones and those that the input `catalogue` names, so that a pinned action knows new models.
 *
 * @throws RunrateError `bad_catalogue`, and what reading throws
 */
export async function currentCatalogue(
  named: string,
  { workspace, revisions, now }: { readonly workspace: string; readonly revisions: Revisions; readonly now: number },
): Promise<Catalogue> {
  const bundled = bundledCatalogue();
  if (named === "") return bundled;
  const text = /^https?:\/\//.test(named)
    ? await fetchText(named, "", "catalogue")
    : await readTrustedFile(workspace, revisions, named);
  const seen = new Date(now).toISOString().slice(0, 10);
  const read = parseCatalogueFile(text, { current: bundled, seen, origin: "input catalogue" });
  if (read.kind === "invalid") {
    throw new RunrateError("bad_catalogue", `the catalogue that was named is not usable: ${read.message}`, {
      hint: "`runrate prices update` and `runrate prices export` write one.",
    });
  }
  return read.catalogue.as_of > bundled.as_of ? read.catalogue : bundled;
}
