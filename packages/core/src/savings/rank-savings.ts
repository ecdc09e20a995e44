import type { Saving } from "./saving.ts";

/** The savings that there are, largest first, ties by name. They overlap: what one saves, another cannot save again. */
export function rankSavings(savings: Iterable<Saving | undefined>): Saving[] {
  return [...savings]
    .filter((saving) => saving !== undefined)
    .sort((a, b) => (a.likely === b.likely ? (a.lever < b.lever ? -1 : 1) : a.likely > b.likely ? -1 : 1));
}
