import { parseDecimal } from "./decimal.ts";
import type { CatalogueChange } from "./diff-catalogues.ts";
import { rationalOf } from "./rational.ts";

type RateChange = Extract<CatalogueChange, { kind: "rate-changed" }>;

/** No price list has moved a price so far at once; a wrong unit or a missing figure does. */
const MOST_TIMES = 100n;

/**
 * Changes of a price list that look like a mistake in it: a price that falls to nothing, which would hide spend, or that becomes
 * a hundred times what it was or less than a hundredth of it.
 */
export function implausibleChanges(changes: readonly CatalogueChange[]): RateChange[] {
  return changes.filter((change) => change.kind === "rate-changed").filter(isImplausible);
}

function isImplausible({ before, after }: RateChange): boolean {
  if (before === null || after === null) return false;
  const [was, is] = [rationalOf(parseDecimal(before)), rationalOf(parseDecimal(after))];
  if (was.numerator === 0n) return false;
  const [old, next] = [was.numerator * is.denominator, is.numerator * was.denominator];
  return next > old * MOST_TIMES || next * MOST_TIMES < old;
}
