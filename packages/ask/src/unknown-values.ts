import { suggestNames } from "@runrate/core";
import type { SpendFilter } from "@runrate/ledger";
import type { Answer } from "./answer.ts";
import type { KnownNames } from "./grammar/context.ts";
import { dimensionWord } from "./grammar/dimensions.ts";
import type { Query } from "./query.ts";

/**
 * An answer about a name that was never recorded says so, with the names near to it: $0 for a misspelt project would look like
 * a fact.
 */
export function withUnknownValues(answer: Answer, query: Query, known: KnownNames): Answer {
  // A bill may name what no usage was recorded of.
  if (!("where" in query) || query.kind === "billed") return answer;
  const warnings = neverRecorded(query.where, known.values, (name) => known.model(name) === "exact");
  return warnings.length === 0 ? answer : { ...answer, warnings: [...warnings, ...answer.warnings] };
}

/** The names in filters that the ledger has never held, each with those near to it; of a model that can be bought, how to ask its price. */
export function neverRecorded(
  where: readonly SpendFilter[],
  values: ReadonlyMap<SpendFilter["dimension"], readonly string[]>,
  isModel: (name: string) => boolean = () => false,
): string[] {
  return where.flatMap((filter) => {
    const recorded = values.get(filter.dimension);
    if (recorded === undefined || recorded.length === 0) return [];
    return filter.values.flatMap((value) => {
      if (value === null || value.includes("*") || recorded.includes(value)) return [];
      const what = `${dimensionWord(filter.dimension)} "${value}"`;
      const hint =
        filter.dimension === "model" && isModel(value)
          ? `: \`price of ${value}\` says what it costs`
          : hintFor(value, recorded);
      return [`nothing was ever recorded for ${what}${hint}`];
    });
  });
}

function hintFor(value: string, recorded: readonly string[]): string {
  const parts = value.split(",").map((part) => part.trim());
  if (parts.length > 1 && parts.some((part) => recorded.includes(part)))
    return `: give the alternatives one by one (${parts.join(", then ")})`;
  const near = suggestNames(value, recorded);
  return near.length === 0 ? "" : `: did you mean ${near.join(" or ")}?`;
}
