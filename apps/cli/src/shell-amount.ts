import { RunrateError } from "@runrate/core";

/** What `$1.5k`, `$1,500`, `$500` and `$20/day` are after a shell has put its own (empty) `$1`, `$5` or `$2` in. */
const EATEN = /^(?:\.\d+[km]?|,\d{3}.*|0{2,}|0+\/[a-z]+|0{2,}[.,].*)$/i;

/**
 * Refuses words that look like an amount out of which the shell has taken the `$` and a digit: $500 in place of $1.5k would be
 * believed.
 *
 * @throws RunrateError `bad_amount`
 */
export function refuseEatenAmounts(words: readonly string[]): void {
  // One word in quotes holds several.
  const eaten = words.flatMap((word) => word.split(/\s+/)).find((word) => EATEN.test(word));
  if (eaten === undefined) return;
  throw new RunrateError(
    "bad_amount",
    `"${eaten.slice(0, 40)}" looks like what a shell leaves of an amount with a $ in it`,
    { hint: `Put it in single quotes, such as '$1.5k', or leave the $ away, such as 1.5k.` },
  );
}
