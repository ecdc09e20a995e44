/** The dimensions that a roll-up tells apart: columns of `series`. */
export const SERIES_DIMENSIONS = [
  "provider",
  "model",
  "service_tier",
  "project",
  "api_key",
  "user",
  "workload",
  "organisation",
  "region",
  "source",
] as const;

/** The dimensions with a name of their own by which spend can be grouped and filtered; `tag:<name>` is any other. */
export const DIMENSIONS = [...SERIES_DIMENSIONS, "team", "conversation"] as const;

/** `conversation` and `tag:<name>` read the records, the others the roll-ups. */
export type Dimension = (typeof DIMENSIONS)[number] | `tag:${string}`;

/** The calendar buckets by which spend can be grouped, cut in the zone of the question. */
export const TIME_BUCKETS = ["hour", "day", "week", "month", "quarter", "year"] as const;

export type TimeBucket = (typeof TIME_BUCKETS)[number];
