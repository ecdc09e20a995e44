import { matchesGlob } from "@runrate/core";
import type { LedgerReader, SpendFilter } from "@runrate/ledger";

/**
 * Whether a budget may be told to whoever asks a narrowed ledger: only where all that it covers may be seen. The share of another
 * budget that may be seen would be read as how the whole stands.
 */
export function isSeenBudget({ settings }: LedgerReader, scope: readonly SpendFilter[]): boolean {
  return (settings.visible ?? []).every(({ dimension, values }) =>
    scope.some((filter) => filter.dimension === dimension && filter.values.every((value) => isWithin(value, values))),
  );
}

/** A glob lies within another only where they are the same: what each stands for is not known here. */
function isWithin(value: string | null, visible: readonly (string | null)[]): boolean {
  if (visible.includes(value)) return true;
  if (value === null || value.includes("*")) return false;
  return visible.some((glob) => glob !== null && matchesGlob(glob, value));
}
