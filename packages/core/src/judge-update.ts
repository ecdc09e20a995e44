import type { CatalogueReading } from "./catalogue-schema.ts";
import type { Catalogue } from "./catalogue.ts";
import { diffCatalogues, type CatalogueChange } from "./diff-catalogues.ts";

/** Whether a catalogue may replace the one in use; a refused one leaves it as it is. */
export type UpdateVerdict =
  | {
      readonly kind: "accepted";
      readonly catalogue: Catalogue;
      readonly changes: readonly CatalogueChange[];
      readonly notes: readonly string[];
    }
  | {
      readonly kind: "refused";
      readonly code:
        | "invalid_json"
        | "invalid_catalogue"
        | "unknown_format"
        | "older"
        | "empty"
        | "mass_deletion"
        | "negotiated";
      readonly message: string;
    };

/** An update may take away this share of the models, and always a few: more looks like a broken file. */
const MASS_DELETION_PERCENT = 10;
const FEW_MODELS = 5;

/**
 * Judges an update (SPEC.md, section 3): invalid, older or empty catalogues are refused, as is one that takes away more than a
 * tenth of the models, unless `allowDeletions`.
 */
export function judgeUpdate(current: Catalogue, reading: CatalogueReading, allowDeletions = false): UpdateVerdict {
  if (reading.kind === "invalid") return { kind: "refused", code: reading.code, message: reading.message };
  const { catalogue: next, notes } = reading;
  if (next.basis === "negotiated") {
    const message =
      "the file holds negotiated prices: keep those in prices.overrides, and update from a list of list prices";
    return { kind: "refused", code: "negotiated", message };
  }
  const models = countModels(next);
  if (models === 0) return { kind: "refused", code: "empty", message: "the file holds no model" };
  if (next.as_of < current.as_of) {
    const message = `the file is from ${next.as_of}, and the catalogue in use is from ${current.as_of}`;
    return { kind: "refused", code: "older", message };
  }
  const changes = diffCatalogues(current, next);
  const removed = changes.filter(({ kind }) => kind === "model-removed").length;
  const known = countModels(current);
  if (!allowDeletions && removed > FEW_MODELS && removed * 100 > known * MASS_DELETION_PERCENT) {
    const message = `the file lacks ${removed} of the ${known} models in use: it looks incomplete`;
    return { kind: "refused", code: "mass_deletion", message };
  }
  return { kind: "accepted", catalogue: next, changes, notes };
}

function countModels(catalogue: Catalogue): number {
  return catalogue.providers.reduce((sum, { models }) => sum + models.length, 0);
}
