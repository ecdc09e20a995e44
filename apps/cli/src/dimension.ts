import { RunrateError, suggestNames } from "@runrate/core";
import { DIMENSIONS, TIME_BUCKETS, type Dimension, type TimeBucket } from "@runrate/ledger";

/** What to group by, comma-separated. @throws RunrateError `unknown_dimension` */
export function parseGrouping(text: string): (Dimension | TimeBucket)[] {
  const names = text.split(",").map((name) => name.trim());
  return names
    .filter((name) => name !== "")
    .map((name) => TIME_BUCKETS.find((bucket) => bucket === name) ?? parseDimension(name));
}

/** The dimension of that name; `tag:<name>` is any tag. @throws RunrateError `unknown_dimension` with the nearest names */
export function parseDimension(name: string): Dimension {
  const known = DIMENSIONS.find((dimension) => dimension === name);
  if (known) return known;
  if (name.startsWith("tag:") && name.length > "tag:".length) return `tag:${name.slice("tag:".length)}`;
  const [near] = suggestNames(name, [...DIMENSIONS, ...TIME_BUCKETS]);
  throw new RunrateError("unknown_dimension", `"${name}" is nothing that spend can be grouped or filtered by`, {
    hint: `${near === undefined ? `Use one of ${[...DIMENSIONS, ...TIME_BUCKETS].join(", ")}.` : `Did you mean ${near}?`} A tag is written tag:${name}.`,
  });
}
