import { suggestNames } from "@runrate/core";
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
  const warnings = query.where.flatMap(({ dimension, values }) => {
    const recorded = known.values.get(dimension);
    if (recorded === undefined || recorded.length === 0) return [];
    return values.flatMap((value) => {
      if (value === null || value.includes("*") || recorded.includes(value)) return [];
      const near = suggestNames(value, recorded);
      const hint = near.length === 0 ? "" : `: did you mean ${near.join(" or ")}?`;
      return [`nothing was ever recorded for ${dimensionWord(dimension)} "${value}"${hint}`];
    });
  });
  return warnings.length === 0 ? answer : { ...answer, warnings: [...warnings, ...answer.warnings] };
}
