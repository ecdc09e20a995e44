import type { QueryBucket, QueryDimension } from "../query.ts";

/** What people call a dimension, first its own name as `by` and `key:value` print it. */
const NAMES: readonly { readonly dimension: QueryDimension; readonly words: readonly string[] }[] = [
  { dimension: "provider", words: ["provider", "providers", "vendor", "vendors"] },
  { dimension: "model", words: ["model", "models"] },
  { dimension: "service_tier", words: ["tier", "tiers", "service_tier", "service-tier"] },
  { dimension: "project", words: ["project", "projects", "proj", "project_id"] },
  { dimension: "api_key", words: ["key", "keys", "api_key", "api-key", "apikey", "api_keys", "api-keys", "apikeys"] },
  { dimension: "user", words: ["user", "users", "person", "people", "user_id"] },
  { dimension: "workload", words: ["workload", "workloads", "service", "services", "feature", "features"] },
  {
    dimension: "team",
    words: ["team", "teams", "cost-centre", "cost-center", "department", "departments", "squad", "squads"],
  },
  {
    dimension: "organisation",
    words: ["organisation", "organisations", "organization", "organizations", "org", "orgs"],
  },
  { dimension: "region", words: ["region", "regions"] },
  { dimension: "source", words: ["source", "sources"] },
  { dimension: "conversation", words: ["conversation", "conversations", "thread", "threads", "session", "sessions"] },
];

const BUCKETS: readonly { readonly bucket: QueryBucket; readonly words: readonly string[] }[] = [
  { bucket: "hour", words: ["hour", "hours", "hourly"] },
  { bucket: "day", words: ["day", "days", "daily", "date"] },
  { bucket: "week", words: ["week", "weeks", "weekly"] },
  { bucket: "month", words: ["month", "months", "monthly"] },
  { bucket: "quarter", words: ["quarter", "quarters", "quarterly"] },
  { bucket: "year", words: ["year", "years", "yearly", "annually"] },
];

const dimensions = new Map(NAMES.flatMap(({ dimension, words }) => words.map((word) => [word, dimension] as const)));
const buckets = new Map(BUCKETS.flatMap(({ bucket, words }) => words.map((word) => [word, bucket] as const)));

/** Names that always mean the dimension; its other words give way to a tag of that name. */
const OWN_NAMES = new Set(NAMES.flatMap(({ words }) => words.slice(0, 2)));

/** The dimension that a word names: "users" is user, "tag:env" a tag; "service" is a tag where usage has one of that name. */
export function dimensionOf(word: string, tags: readonly string[]): QueryDimension | undefined {
  const tag = /^tags?[:.](.+)$/.exec(word)?.[1];
  if (tag !== undefined) return `tag:${tags.find((known) => known.toLowerCase() === tag) ?? tag}`;
  const own = OWN_NAMES.has(word) ? dimensions.get(word) : undefined;
  if (own) return own;
  const known = tags.find((name) => name.toLowerCase() === word || `${name.toLowerCase()}s` === word);
  return known === undefined ? dimensions.get(word) : `tag:${known}`;
}

/** The calendar bucket that a word names. */
export function bucketOf(word: string): QueryBucket | undefined {
  return buckets.get(word);
}

/** How a dimension is written in a question. */
export function dimensionWord(dimension: QueryDimension): string {
  if (dimension.startsWith("tag:")) return dimension;
  switch (dimension) {
    case "service_tier":
      return "tier";
    case "api_key":
      return "key";
    default:
      return dimension;
  }
}

/** Every word that names a dimension or a bucket, for suggestions. */
export const DIMENSION_WORDS: readonly string[] = [...dimensions.keys(), ...buckets.keys()];
